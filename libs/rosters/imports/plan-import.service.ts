import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import { Clock, KeyRing, type Tx } from '#libs/platform';
import { FindKnown } from './find-known.service.js';
import { PlanSession, type FileScope } from './plan-session.js';
import { UnitDirectory } from './unit-directory.js';

/** Works out, without changing anything, what each row of a file would change. Staging and applying both ask this. */
@Injectable()
export class PlanImport {
  constructor(
    private readonly units: Units,
    private readonly known: FindKnown,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** `roots`: the topmost units whose rosters may be changed. */
  async open(tx: Tx, roots: string[], file: FileScope): Promise<PlanSession> {
    const today = this.clock.today();
    const directory = await UnitDirectory.read(tx, file.effectiveOn, this.clock.now());
    const scope = new Set(await this.units.subtreeIds(roots, today, tx));
    return new PlanSession(file, directory, scope, this.known, this.keys, today);
  }
}
