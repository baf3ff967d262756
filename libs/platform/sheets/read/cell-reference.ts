/** "B7" stands in column 1; the first is 0. Beyond XFD nothing is; answers -1 for what is no reference. */
export function columnIndex(reference: string): number {
  let index = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const letter = reference.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    index = index * 26 + letter;
    if (i > 2) return -1;
  }
  return index - 1;
}
