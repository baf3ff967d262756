import pg from 'pg';

/** `date` stays the text YYYY-MM-DD (a Date would shift it by the machine's zone); counts come as numbers. */
export function setPgTypes(): void {
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
}
