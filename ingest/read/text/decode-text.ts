import { analyse } from 'chardet';
import type { ReadWarning } from '../../../knowledge/document/block.ts';

const BOMS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
/** Encodings that plants' files are really in; a guess outside of them is a misreading of short Chinese text. */
const USUAL = ['GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE', 'Shift_JIS', 'EUC-KR', 'windows-1252', 'ISO-8859-1', 'windows-1251'];
const SAMPLE_BYTES = 200_000;

/** Bytes to text: byte order mark, else strict UTF-8, else the likeliest usual encoding (said in a warning). */
export function decodeText(bytes: Uint8Array, name: string): { text: string; warnings: ReadWarning[] } {
  for (const [bom, encoding] of BOMS) {
    if (bom.every((byte, index) => bytes[index] === byte)) return { text: new TextDecoder(encoding).decode(bytes), warnings: [] };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), warnings: [] };
  } catch {
    const guess = analyse(bytes.subarray(0, SAMPLE_BYTES)).find(({ name: encoding }) => USUAL.includes(encoding))?.name ?? 'GB18030';
    const message = `"${name}" is not UTF-8; it was read as ${guess}. Save it as UTF-8 if words look wrong.`;
    return { text: new TextDecoder(guess).decode(bytes), warnings: [{ code: 'encoding_guessed', message, page: null }] };
  }
}
