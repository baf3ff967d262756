import { clean, plainText } from '#libs/platform';
import type { RosterColumn } from './roster-columns.js';
import type { Cells } from './roster-file.parser.js';
import { saysWho, signs, textAlone } from './rows-aside.policy.js';

/**
 * Takes the cells out of the rows of one file, in their order. Not every row is a person: sums, headings of groups and
 * signatures have their texts in whatever column there is. Of them only the text is kept, as a name without anything
 * beside it; of what stands below who signs, nothing.
 */
export class RosterCells {
  private signed = false;

  constructor(private readonly columns: (RosterColumn | null)[]) {}

  take(record: string[]): Cells {
    const cells = this.mapped(record);
    const texts = record.map(cellText).filter(Boolean);
    const unread = record.filter((_, index) => !this.columns[index]).map(cellText);
    const alone = textAlone(texts, unread);
    if (alone) return { fullName: alone };
    if (saysWho(cells)) this.signed = false;
    else if (this.signed || signs(cells, texts)) {
      this.signed = true;
      return {};
    }
    return cells;
  }

  private mapped(record: string[]): Cells {
    const cells: Cells = {};
    this.columns.forEach((column, index) => {
      const value = cellText(record[index]);
      if (column && value) cells[column] ??= value;
    });
    return cells;
  }
}

const cellText = (cell: string | undefined): string => clean(plainText(cell ?? ''));
