import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PublishAuditHead, type AuditNote, type PublishedHead } from './publish-audit-head.service.js';
import { SEALED_COLUMNS, sealHash } from './seal-audit.service.js';

export type AuditFault =
  /** The entry does not say what was sealed. */
  | 'changed'
  /** A seal stands without its entry, or a number is missing. */
  | 'removed'
  /** Another sealed entry fits this place. */
  | 'reordered'
  /** It says that it is much older than the entry sealed before it: written later, with a time of before. */
  | 'inserted'
  /** A published head has a number that the chain no longer reaches. */
  | 'cut-off'
  /** The chain holds in itself, but is not the one whose head was published. */
  | 'rewritten'
  /** A published head is gone from the folder, or differs between folder and database. */
  | 'head-missing';

export interface AuditFinding {
  fault: AuditFault;
  /** The number of the seal, for faults of the chain. */
  number: number | null;
  /** The day of the published head, for faults against it. */
  day: string | null;
}

export interface AuditVerdict {
  sealed: number;
  heads: number;
  findings: AuditFinding[];
}

const BATCH = 5000;
const ENOUGH = 20;
/** An entry has the time at which its transaction began; none runs for so long. */
const LATE_MS = 6 * 3600_000;

type Sealed = { number: number; seal: string; sealed: string } & Record<string, unknown>;

/** Reads the whole chain against itself and against the heads published day by day. */
@Injectable()
export class VerifyAudit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly heads: PublishAuditHead,
  ) {}

  /** `noted` is a head that somebody wrote down outside this machine. */
  async verify(noted?: AuditNote): Promise<AuditVerdict> {
    const { heads, missing } = await this.heads.all();
    const wanted = new Map<number, { day: string | null; hash: string }[]>();
    const want = (number: number, day: string | null, hash: string) =>
      wanted.set(number, [...(wanted.get(number) ?? []), { day, hash }]);
    for (const head of heads) want(head.number, head.day, head.hash);
    for (const note of [noted, await this.heads.newest()]) if (note) want(note.number, null, note.hash);
    const findings: AuditFinding[] = missing ? [{ fault: 'head-missing', number: null, day: missing }] : [];
    findings.push(...(await this.unpublished(heads)));
    const { sealed, faults } = await this.chain(wanted);
    findings.push(...faults);
    for (const [number, published] of wanted)
      if (number > sealed) findings.push(...published.map(({ day }) => ({ fault: 'cut-off' as const, number, day })));
    return { sealed, heads: heads.length, findings: findings.slice(0, ENOUGH) };
  }

  /** Heads that the database shows and the folder does not, or shows otherwise. */
  private async unpublished(heads: PublishedHead[]): Promise<AuditFinding[]> {
    const rows: { day: string; hash: string }[] = await this.dataSource.query(
      'SELECT day, hash FROM audit_head ORDER BY day',
    );
    const files = new Map(heads.map(({ day, hash }) => [day, hash]));
    return rows
      .filter(({ day, hash }) => files.get(day) !== hash)
      .map(({ day }) => ({ fault: 'head-missing', number: null, day }));
  }

  private async chain(wanted: Map<number, { day: string | null; hash: string }[]>) {
    const faults: AuditFinding[] = [];
    let previous = '';
    let last = 0;
    let newestAt = 0;
    for (;;) {
      const rows: Sealed[] = await this.dataSource.query(
        `SELECT s.number, s.hash AS seal, s.audit_id AS sealed, ${SEALED_COLUMNS}
         FROM audit_seal s LEFT JOIN audit a ON a.id = s.audit_id WHERE s.number > $1 ORDER BY s.number LIMIT ${BATCH}`,
        [last],
      );
      for (const row of rows) {
        const number = Number(row.number);
        const at = (row.at as Date | null)?.getTime() ?? newestAt;
        const fault = faultOf(row, number, last + 1, previous, rows) ?? (at < newestAt - LATE_MS ? 'inserted' : null);
        newestAt = Math.max(newestAt, at);
        if (fault && faults.length < ENOUGH)
          faults.push({ fault, number: fault === 'removed' ? last + 1 : number, day: null });
        for (const { day, hash } of wanted.get(number) ?? [])
          if (hash !== row.seal) faults.push({ fault: 'rewritten', number, day });
        // One wrong entry is one finding: what follows is held against the seal as it stands.
        previous = row.seal;
        last = number;
      }
      if (rows.length < BATCH) return { sealed: last, faults };
    }
  }
}

function faultOf(row: Sealed, number: number, expected: number, previous: string, near: Sealed[]): AuditFault | null {
  if (number !== expected || row.id === null) return 'removed';
  if (hashOf(row, previous) === row.seal) return null;
  return near.some((other) => other.id !== null && hashOf(other, previous) === row.seal) ? 'reordered' : 'changed';
}

function hashOf({ number: _number, seal: _seal, sealed: _sealed, ...entry }: Sealed, previous: string): string {
  return sealHash(previous, entry);
}
