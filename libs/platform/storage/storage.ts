import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from '../ids.js';

/** Where files live. Keys are relative paths of [a-z0-9/._-]. */
export abstract class Storage {
  abstract put(key: string, data: Buffer): Promise<void>;
  /** A path the caller may write to; `commit` makes it visible under the key. For files too large for memory. */
  abstract stage(key: string): Promise<{ path: string; commit(): Promise<void>; discard(): Promise<void> }>;
  abstract open(key: string): Promise<{ stream: Readable; bytes: number } | null>;
  abstract delete(key: string): Promise<void>;
}

export class LocalStorage extends Storage {
  constructor(private readonly root: string) {
    super();
  }

  async put(key: string, data: Buffer): Promise<void> {
    const staged = await this.stage(key);
    await writeFile(staged.path, data);
    await staged.commit();
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
    const path = this.path(key);
    const info = await stat(path).catch(() => null);
    return info ? { stream: createReadStream(path), bytes: info.size } : null;
  }

  async delete(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  private path(key: string): string {
    const path = resolve(join(this.root, key));
    if (!/^[a-z0-9/._-]+$/i.test(key) || !path.startsWith(resolve(this.root) + sep))
      throw new Error(`bad storage key ${key}`);
    return path;
  }
}
