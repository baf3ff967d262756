import type { AudioFormat, Narration } from '#libs/catalogue';
import { formatBytes } from '#libs/platform';

/** Where a recording is heard. Named by its hash: what lies there never changes. */
export const soundPath = (sha256: string, format: AudioFormat): string => `/am-thanh/${sha256}.${format}`;

/** As it is offered to a reader: where, how long, how heavy. */
export function narrationView({ sha256, format, seconds, bytes, transcript }: Narration) {
  return {
    href: soundPath(sha256, format),
    seconds,
    length: lengthInWords(seconds),
    size: formatBytes(bytes),
    transcript: transcript?.split(/\n+/) ?? null,
  };
}

export function lengthInWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return [minutes > 0 && `${minutes} phút`, (rest > 0 || minutes === 0) && `${rest} giây`].filter(Boolean).join(' ');
}
