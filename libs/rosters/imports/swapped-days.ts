import { clean } from '#libs/platform';

const WRITTEN = /^(\d{1,2})[/.-]\d{1,2}[/.-]\d{4}$/;
const HELD = /^\d{4}-\d{2}-(\d{2})$/;
const ENOUGH = 2;

/**
 * A spreadsheet that writes days in the American way takes 05/03/1980 for the third of May and leaves 15/03/1980 as it
 * was typed. In a column that went through it, every day still written in letters is later than the twelfth, and no day
 * that it took is.
 */
export class SwappedDays {
  private late = 0;
  private taken = 0;
  private otherwise = false;

  see(cell: string | undefined): void {
    const text = clean(cell ?? '');
    const [written, held] = [WRITTEN.exec(text), HELD.exec(text)];
    if (written && Number(written[1]) > 12) this.late += 1;
    else if (held && Number(held[1]) <= 12) this.taken += 1;
    else if (written || held) this.otherwise = true;
  }

  /** How many seem to have day and month changed for each other. */
  get count(): number {
    return !this.otherwise && this.late >= ENOUGH && this.taken >= ENOUGH ? this.taken : 0;
  }
}
