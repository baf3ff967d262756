import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, isCalendarDay, scopeOf, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import {
  AuditLog,
  Clock,
  JobQueue,
  UnitOfWork,
  addDays,
  clean,
  conflict,
  invalid,
  newId,
  type Tx,
} from '#libs/platform';
import { fitsTree } from '../capacity.policy.js';
import { ColumnMaps } from './column-maps.service.js';
import { ImportFiles } from './import-files.service.js';
import { EMPTY_SUMMARY } from './import-rows.js';
import { headingIn, readHead } from './roster-file.parser.js';
import type { ImportMode, ImportStatus } from './roster-import.entity.js';
import { StageImport } from './stage-import.service.js';

export interface ImportRequest {
  /** Makes a file sent twice one import. */
  clientKey?: string;
  unitId: string;
  capacity: string;
  /** As the sender calls it; shown, and never used as a path. */
  fileName: string;
  file: Buffer;
  /** From this day the people of the file belong to their units. */
  effectiveOn: string;
  mode?: ImportMode;
  /** Of a whole roster: of the unit and all below (the default), or of the unit alone. */
  withBelow?: boolean;
}

/** Effective days further ahead than this are slips of the pen. */
const DAYS_AHEAD = 31;
/** Read while the sender waits; larger ones are read by a job. */
const SMALL_FILE = 64 * 1024;

/** Takes a roster file in: it is checked as a whole, kept, and read at once or by a job. */
@Injectable()
export class TakeFile {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly units: Units,
    private readonly maps: ColumnMaps,
    private readonly files: ImportFiles,
    private readonly stager: StageImport,
    private readonly queue: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws `import.*` and `sheet.*` when the file or the request cannot be taken as a whole. */
  async take(actor: Actor, request: ImportRequest): Promise<string> {
    await this.scope.assert(actor, 'roster.import', request.unitId);
    await this.check(request);
    const remembered = await this.maps.of(this.dataSource, request.unitId, request.capacity);
    const understood = headingIn(await readHead(request.file, remembered), remembered) !== null;
    return this.work.run(async (tx) => {
      const id = request.clientKey ?? newId();
      if (await this.exists(tx, actor, id)) return id;
      await this.insert(tx, actor, id, request, understood ? 'reading' : 'mapping');
      await this.files.put(tx, id, request.file);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'roster-import.stage',
        subjectType: 'roster_import',
        subjectId: id,
        details: { unitId: request.unitId, capacity: request.capacity, mode: request.mode ?? 'update' },
        origin: actor.origin,
      });
      if (understood) await this.read(tx, id, request.file.length);
      return id;
    });
  }

  /** At once or by a job. */
  async read(tx: Tx, id: string, bytes: number): Promise<void> {
    if (bytes <= SMALL_FILE) await this.stager.now(tx, id);
    else await this.queue.enqueue(tx, 'roster.stage', { importId: id });
  }

  private async check({ unitId, capacity, effectiveOn }: ImportRequest): Promise<void> {
    const unit = await this.units.find(unitId);
    const [known] = await this.dataSource.query('SELECT 1 FROM capacity WHERE code = $1', [capacity]);
    if (!known || !fitsTree(capacity, unit.tree))
      throw invalid('import.capacity-not-of-tree', { capacity: 'import.capacity-not-of-tree' });
    if (!isCalendarDay(effectiveOn) || effectiveOn > addDays(this.clock.today(), DAYS_AHEAD))
      throw invalid('import.day', { effectiveOn: 'import.day' });
    if (!(await this.units.namesOn([unitId], effectiveOn)).has(unitId))
      throw invalid('import.unit-not-yet', { effectiveOn: 'import.unit-not-yet' });
  }

  private async exists(tx: Tx, actor: Actor, id: string): Promise<boolean> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [id]);
    const [row] = await tx.query('SELECT made_by AS "madeBy" FROM roster_import WHERE id = $1', [id]);
    if (row && row.madeBy !== actor.personId) throw conflict('import.key-taken');
    return row !== undefined;
  }

  private async insert(tx: Tx, actor: Actor, id: string, request: ImportRequest, status: ImportStatus): Promise<void> {
    await tx.query(
      `INSERT INTO roster_import (id, unit_id, capacity, file_name, effective_on, status, summary, made_by, created_at, mode, with_below, scope_roots)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        request.unitId,
        request.capacity,
        bareName(request.fileName),
        request.effectiveOn,
        status,
        JSON.stringify(EMPTY_SUMMARY),
        actor.personId,
        this.clock.now(),
        request.mode ?? 'update',
        request.withBelow ?? true,
        scopeOf(actor, 'roster.import'),
      ],
    );
  }
}

/** Without the folders that some browsers and most attackers send along. */
const bareName = (fileName: string): string =>
  clean(fileName).split(/[/\\]/).at(-1)!.replace(/^\.+/, '').slice(-200) || 'danh-sach';
