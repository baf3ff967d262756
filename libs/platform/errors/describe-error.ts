/** Quoted values and long numbers: what databases and parsers repeat of what somebody typed. */
const QUOTED = /"[^"\n]*"|'[^'\n]*'|“[^”\n]*”|`[^`\n]*`/g;
const NUMBERS = /\+?\d[\d .-]{5,}\d/g;
const FRAME = /^\s+at .+/;

/** A database names these itself; they hold no value. */
interface DatabaseError {
  code?: string;
  constraint?: string;
  table?: string;
  column?: string;
}

/**
 * What a log or a job's row may say of an error: its name, its code, its message without anything quoted and without long
 * numbers. A name, a phone or a line of a file stands in a message only as a quotation, or not as words of a program.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, constraint, table, column } = ((error as { driverError?: DatabaseError }).driverError ??
    error) as DatabaseError;
  const parts = [code, constraint ?? [table, column].filter(Boolean).join('.')].filter(Boolean);
  const where = parts.length > 0 ? ` [${parts.join(' ')}]` : '';
  const name = error.name === 'Error' && !where ? '' : `${error.name}${where}: `;
  return `${name}${bare(error.message)}`;
}

/** The same with the places in the code, and no line of the message twice. */
export function describeErrorPlace(error: unknown): string {
  const frames = ((error as Error)?.stack ?? '').split('\n').filter((line) => FRAME.test(line));
  return [describeError(error), ...frames].join('\n');
}

/** Letters beyond ASCII are somebody's words: programs speak English here. */
function bare(message: string): string {
  const plain = message.replace(QUOTED, '…').replace(NUMBERS, '…').split('\n')[0]!;
  return plain.replace(/\S*[^\x20-\x7e…]\S*/gu, '…').slice(0, 300);
}
