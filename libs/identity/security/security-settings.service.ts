import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, RuntimeConfig, UnitOfWork, clean, conflict, invalid, newId, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import { mustHaveSecondFactor, rolesWithSecondFactor } from './role-class.policy.js';
import {
  SECURITY_SETTINGS,
  SETTING_KEYS,
  defaultValue,
  isSettingKey,
  isWeaker,
  settingProblems,
  type SettingDefinition,
  type SettingKey,
} from './settings.policy.js';

/** How soon another process knows of a change. */
const REFRESH_MS = 15_000;

interface SettingRow {
  key: string;
  value: number;
  reason: string | null;
  setBy: string;
  recordedAt: Date;
}

export interface SettingView extends SettingDefinition {
  key: SettingKey;
  current: number;
  /** What it would be if nobody had set it. */
  preset: number;
  weaker: boolean;
  /** Not to be changed here: production, or a variable, decides. */
  fixed: boolean;
  set: { reason: string | null; by: string; at: Date } | null;
}

/** The security settings, read from memory: nothing that decides with them waits for the database. */
@Injectable()
export class SecuritySettings implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private rows = new Map<string, SettingRow>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly config: RuntimeConfig,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS).unref();
  }

  /** Where the rule came with a new configuration, sessions begun without it end. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.value('second-factor.compulsory') === 1)
      await this.work.run((tx) => this.endUnsecured(tx)).catch(() => undefined);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  value(key: SettingKey): number {
    if (this.isFixed(key)) return SECURITY_SETTINGS[key].value;
    return this.rows.get(key)?.value ?? defaultValue(key, this.config.demoMode);
  }

  /** Whether these roles ask for a second factor now. */
  asksSecondFactor(roles: readonly string[]): boolean {
    return this.value('second-factor.compulsory') === 1 && mustHaveSecondFactor(roles);
  }

  async views(): Promise<SettingView[]> {
    await this.load();
    return SETTING_KEYS.map((key) => this.view(key));
  }

  view(key: SettingKey): SettingView {
    const row = this.rows.get(key);
    const current = this.value(key);
    return {
      ...SECURITY_SETTINGS[key],
      key,
      current,
      preset: defaultValue(key, this.config.demoMode),
      weaker: isWeaker(key, current),
      fixed: this.isFixed(key),
      set: row ? { reason: row.reason, by: row.setBy, at: row.recordedAt } : null,
    };
  }

  async set(actor: Actor, key: string, value: number, reasonText: string): Promise<void> {
    if (!isSettingKey(key)) throw invalid('setting.unknown');
    if (this.isFixed(key)) throw conflict('setting.fixed');
    const reason = clean(reasonText);
    const fields = settingProblems(key, value, reason);
    const { min, max } = SECURITY_SETTINGS[key];
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields, { min, max });
    await this.work.run(async (tx) => {
      const now = this.clock.now();
      const from = this.value(key);
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`security_setting:${key}`]);
      await tx.query('UPDATE security_setting SET superseded_at = $2 WHERE key = $1 AND superseded_at IS NULL', [
        key,
        now,
      ]);
      await tx.query(
        'INSERT INTO security_setting (id, key, value, reason, set_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)',
        [newId(), key, value, reason || null, actor.personId, now],
      );
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'setting.change',
        subjectType: 'security_setting',
        purpose: reason || undefined,
        details: { key, from, to: value, weaker: isWeaker(key, value) },
        origin: actor.origin,
      });
      if (key === 'second-factor.compulsory' && value === 1) await this.endUnsecured(tx);
    });
    await this.load();
  }

  /** Sessions of those who must have a second factor and have none: their next sign-in sets it up. */
  private async endUnsecured(tx: Tx): Promise<void> {
    await tx.query(
      `UPDATE session s SET revoked_at = $1 WHERE revoked_at IS NULL AND expires_at > $1
         AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = s.person_id AND g.superseded_at IS NULL
           AND (g.valid_to IS NULL OR g.valid_to > $2::date) AND g.role = ANY($3))
         AND NOT EXISTS (SELECT 1 FROM second_factor f WHERE f.person_id = s.person_id AND f.confirmed_at IS NOT NULL)`,
      [this.clock.now(), this.clock.today(), rolesWithSecondFactor()],
    );
  }

  private isFixed(key: SettingKey): boolean {
    const { built }: SettingDefinition = SECURITY_SETTINGS[key];
    if (built) return true;
    return key === 'second-factor.compulsory' && (this.config.production || this.config.hvsRequireTotp === '1');
  }

  /** Without the table (before the first migration) or the database, what was known stays in force. */
  private async refresh(): Promise<void> {
    await this.load().catch(() => undefined);
  }

  private async load(): Promise<void> {
    const rows: SettingRow[] = await this.dataSource.query(
      `SELECT key, value, reason, set_by AS "setBy", recorded_at AS "recordedAt" FROM security_setting WHERE superseded_at IS NULL`,
    );
    this.rows = new Map(rows.map((row) => [row.key, row]));
  }
}
