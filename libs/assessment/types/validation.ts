import type { ContentProblem } from '#libs/catalogue';

const LIMITS = { stem: 1000, text: 500, feedback: 1000, explanation: 1000, key: 40 };

/** Collects problems; each check returns whether it held, so that dependent checks can be left out. */
export class Checks {
  readonly problems: ContentProblem[] = [];

  text(content: Record<string, unknown>, field: keyof typeof LIMITS, path: string = field): boolean {
    const value = content[field];
    if (typeof value !== 'string' || value.trim() === '') return this.fail(path, `question.${field}-missing`);
    if (value.length > LIMITS[field]) return this.fail(path, `question.${field}-too-long`);
    return true;
  }

  that(holds: boolean, path: string, code: string): boolean {
    return holds || this.fail(path, code);
  }

  private fail(path: string, code: string): false {
    this.problems.push({ path, code });
    return false;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const tidy = (text: string): string => text.normalize('NFC').trim();
