import type { FileHandle } from 'node:fs/promises';
import { MillwrightError } from '../../knowledge/errors.ts';

const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const DIRECTORY_BYTES = 16_384;
const NAME_BYTES = 64;
const ENTRY_BYTES = 128;

type OldKind = { stream: RegExp; what: string; saveAs: string };
const KINDS: OldKind[] = [
  { stream: /^WordDocument$/, what: 'a Word file of the old kind (.doc)', saveAs: 'Open it in Word or LibreOffice and save it as .docx' },
  {
    stream: /^(?:Workbook|Book)$/,
    what: 'an Excel file of the old kind (.xls)',
    saveAs: 'Open it in Excel or LibreOffice and save it as .xlsx',
  },
  {
    stream: /^PowerPoint Document$/,
    what: 'a PowerPoint file of the old kind (.ppt)',
    saveAs: 'Open it in PowerPoint or LibreOffice and save it as .pptx',
  },
  { stream: /^__properties_version1\.0$|^__nameid/, what: 'an Outlook message (.msg)', saveAs: 'Save it from the mail program as .eml' },
  { stream: /^(?:VisioDocument)$/, what: 'a Visio drawing', saveAs: 'Save it as PDF' },
];

/** True for the container that Office used before 2007 and still uses for files with a password. */
export function isOldOffice(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).equals(SIGNATURE);
}

/** What such a file is, told by the names in its directory, and what to do about it.
 *  Source: [MS-CFB] 2.2 (header) and 2.6 (directory entries); [MS-OFFCRYPTO] 2.3 (EncryptedPackage). */
export async function oldOfficeError(file: FileHandle, head: Uint8Array, name: string): Promise<MillwrightError> {
  const names = await directoryNames(file, head);
  if (names.includes('EncryptedPackage'))
    return new MillwrightError(`"${name}" is protected by a password. Open it with the password and save a copy without.`, {
      code: 'file_encrypted',
    });
  const kind = KINDS.find(({ stream }) => names.some((each) => stream.test(each)));
  return new MillwrightError(
    kind === undefined
      ? `"${name}" is an Office file of the old kind (.doc, .xls, .ppt). Open it and save it as .docx, .xlsx or .pptx, and ingest that.`
      : `"${name}" is ${kind.what}. ${kind.saveAs}, and ingest that.`,
    { code: 'file_kind_unknown' },
  );
}

async function directoryNames(file: FileHandle, head: Uint8Array): Promise<string[]> {
  const header = Buffer.from(head);
  if (header.length < 52) return [];
  const sectorBytes = 2 ** Math.min(16, header.readUInt16LE(30));
  const directory = Buffer.alloc(DIRECTORY_BYTES);
  const { bytesRead } = await file.read(directory, 0, DIRECTORY_BYTES, (header.readUInt32LE(48) + 1) * sectorBytes);
  const names: string[] = [];
  for (let at = 0; at + ENTRY_BYTES <= bytesRead; at += ENTRY_BYTES) {
    const length = directory.readUInt16LE(at + NAME_BYTES);
    if (length >= 2 && length <= NAME_BYTES) names.push(directory.toString('utf16le', at, at + length - 2));
  }
  return names;
}
