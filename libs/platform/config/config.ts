import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { isSecret } from './checks.js';

/** Thrown at start when the environment does not allow the program to run; the message names each variable. */
export class ConfigError extends Error {}

/**
 * Reads one concern's settings from the environment into a validated class.
 * Property names are the variable names in camelCase (`DATABASE_URL` is `databaseUrl`).
 */
export function readConfig<T extends object>(type: new () => T, env: NodeJS.ProcessEnv = process.env): T {
  const defaults = new type();
  const raw: Record<string, unknown> = {};
  for (const key of Object.keys(defaults)) {
    const value = env[variableName(key)];
    if (value !== undefined && value !== '') raw[key] = value;
  }
  const config = plainToInstance(type, { ...defaults, ...raw }, { enableImplicitConversion: true });
  const problems = validateSync(config).map(
    (error) => `${variableName(error.property)}: ${[...new Set(Object.values(error.constraints ?? {}))].join('; ')}`,
  );
  if (problems.length > 0) throw new ConfigError(`Cấu hình chưa đúng:\n  ${problems.join('\n  ')}`);
  return config;
}

/** Refuses a missing, short or placeholder secret in production. */
export function requireSecret(name: string, value: string | undefined): string {
  if (!value || !isSecret(value)) {
    throw new ConfigError(`${name}: cần một chuỗi bí mật ngẫu nhiên dài ít nhất 32 ký tự`);
  }
  return value;
}

export function variableName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
