import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build puts styles, islands and icons; each file's name carries a hash of its bytes. */
export const ASSET_FOLDER = join(process.cwd(), 'dist', 'public');

let manifest: Record<string, string> | undefined;

/** The address of a built asset. Without a build (unit tests) the plain name stands. */
export function assetPath(name: string): string {
  manifest ??= readManifest();
  return `/tinh/${manifest[name] ?? name}`;
}

function readManifest(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(join(ASSET_FOLDER, 'manifest.json'), 'utf8'));
  } catch {
    return {};
  }
}
