import { Controller, Get, Inject, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError, migrationsApplied } from '#libs/platform';
import { Public } from '../shell/access.js';

/** A check of another part (a queue) that must hold before the program is ready. */
export const READINESS_CHECKS = 'hvs:readiness-checks';
export type ReadinessCheck = { name: string; check(): Promise<boolean> };

@Controller()
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    @Optional() @Inject(READINESS_CHECKS) private readonly checks: ReadinessCheck[] = [],
  ) {}

  /** Alive: the process answers. */
  @Get('/healthz')
  @Public()
  alive() {
    return { status: 'ok' };
  }

  /** Ready: the database answers and every migration has been applied. */
  @Get('/readyz')
  @Public()
  async ready() {
    const [database, migrations] = [await this.answers(), await this.migrated()];
    const others = Object.fromEntries(
      await Promise.all(this.checks.map(async ({ name, check }) => [name, await check().catch(() => false)])),
    );
    const all = { database, migrations, ...others };
    if (Object.values(all).includes(false))
      throw new DomainError('unavailable', 'service.unavailable', { ...all, retryAfterSeconds: 5 });
    return { status: 'ready', ...all };
  }

  private async answers(): Promise<boolean> {
    return this.dataSource.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  private async migrated(): Promise<boolean> {
    return migrationsApplied(this.dataSource).catch(() => false);
  }
}
