import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from '../ids.js';
import { Storage, checkKey } from './storage.js';

/** Files in a folder, which all machines share. */
export class LocalStorage extends Storage {
  constructor(private readonly root: string) {
    super();
  }

  async put(key: string, data: Buffer): Promise<void> {
    const staged = await this.stage(key);
    try {
      await writeFile(staged.path, data);
      await staged.commit();
    } catch (error) {
      await staged.discard();
      throw error;
    }
  }

  async stage(key: string) {
    const target = this.path(key);
    const path = `${target}.${newId()}.part`;
    await mkdir(dirname(target), { recursive: true });
    return {
      path,
      commit: () => rename(path, target),
      discard: () => rm(path, { force: true }),
    };
  }

  async open(key: string) {
    const bytes = await this.size(key);
    return bytes === null ? null : { stream: createReadStream(this.path(key)), bytes };
  }

  async size(key: string): Promise<number | null> {
    const path = this.path(key);
    const info = await stat(path).catch(() => null);
    return info ? info.size : null;
  }

  async openRange(key: string, first: number, last: number): Promise<Readable> {
    return createReadStream(this.path(key), { start: first, end: last });
  }

  async delete(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  private path(key: string): string {
    return join(this.root, checkKey(key));
  }
}
