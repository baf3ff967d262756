/** A field repeated in a form: none, one or several values are always a list of texts. */
export const toList = (value: unknown): string[] =>
  value === undefined || value === null ? [] : [value].flat().map(String);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
