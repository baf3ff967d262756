/** The container that Excel before 2007 wrote, and in which a workbook with a password still lies. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

export const isOle = (bytes: Buffer): boolean => bytes.subarray(0, OLE.length).equals(OLE);

/** Why it is not read, by what it holds; neither its chains of sectors nor its contents are followed. */
export function oleRefusal(bytes: Buffer): string {
  if (holds(bytes, 'EncryptedPackage')) return 'sheet.locked';
  return holds(bytes, 'Workbook') || holds(bytes, 'Book') ? 'sheet.old-format' : 'sheet.not-text';
}

/** Its list names what it holds in UTF-16, on 64 bytes of which the rest is blank, and stands anywhere in the file. */
const holds = (bytes: Buffer, name: string): boolean => bytes.includes(Buffer.from(name.padEnd(NAME, '\0'), 'utf16le'));

const NAME = 32;
