import type { Readable } from 'node:stream';

export interface StagedFile {
  path: string;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Where files live. Keys are relative paths of [a-z0-9/._-]. A store that does not answer refuses `storage.unavailable`. */
export abstract class Storage {
  abstract put(key: string, data: Buffer): Promise<void>;
  /** A path the caller may write to; `commit` makes it visible under the key. For files too large for memory. */
  abstract stage(key: string): Promise<StagedFile>;
  abstract open(key: string): Promise<{ stream: Readable; bytes: number } | null>;
  /** How many bytes the file has; null when there is none. */
  abstract size(key: string): Promise<number | null>;
  /** The bytes from one place to another, both included. For a file whose size is known. */
  abstract openRange(key: string, first: number, last: number): Promise<Readable>;
  /** Of a file that is not there it does nothing. */
  abstract delete(key: string): Promise<void>;
}

/** Refuses what would lead out of the folder or be read otherwise by a store. */
export function checkKey(key: string): string {
  const parts = key.split('/');
  if (!/^[a-z0-9/._-]+$/i.test(key) || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new Error(`bad storage key ${key}`);
  return key;
}
