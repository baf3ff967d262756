import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The styles themselves: what the page shows is what they say. */
const STYLES = join(dirname(fileURLToPath(import.meta.url)), '../../../styles/app.css');

export type Tokens = Map<string, string>;
export type Theme = 'light' | 'dark';

/** Values of the tokens by day and by night; what the night does not change stays. */
export function readTokens(css = readFileSync(STYLES, 'utf8')): Record<Theme, Tokens> {
  const [light, dark] = [...css.matchAll(/:root\s*\{([^}]*)\}/g)].map(([, block]) => declarations(block!));
  return { light: light!, dark: new Map([...light!, ...dark!]) };
}

function declarations(block: string): Tokens {
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]));
}

/** Ratio of two colours `#rrggbb` by WCAG 2.2 (relative luminance), 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
