import type { ReadWarning } from '../../../knowledge/document/block.ts';
import { guessEncoding, utf16Order } from './guess-encoding.ts';

const BOMS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const SAMPLE_BYTES = 400_000;
/** Of the characters beyond ASCII, so many may be broken and the text is UTF-8 still (a copy that went wrong). */
const BROKEN_SHARE = 0.05;
const NAMES: Record<string, string> = {
  gb18030: 'GB18030 (GBK)',
  big5: 'Big5',
  shift_jis: 'Shift-JIS',
  'euc-kr': 'EUC-KR',
  'windows-1252': 'Windows-1252 (Latin-1)',
  'windows-1251': 'Windows-1251',
};

export type DecodedText = { text: string; warnings: ReadWarning[] };

/** Bytes to text: byte order mark, else UTF-16 by its zero bytes, else UTF-8, else the likeliest usual encoding (said in a warning). */
export function decodeText(bytes: Uint8Array, name: string): DecodedText {
  for (const [bom, encoding] of BOMS) {
    if (bom.every((byte, index) => bytes[index] === byte)) return { text: new TextDecoder(encoding).decode(bytes), warnings: [] };
  }
  const order = utf16Order(bytes);
  if (order !== null) return { text: new TextDecoder(order).decode(bytes), warnings: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), warnings: [] };
  } catch {
    return brokenUtf8(bytes, name) ?? guessed(bytes, name);
  }
}

/** UTF-8 with a few bytes gone wrong: its words count, the rest shows as a replacement character. */
function brokenUtf8(bytes: Uint8Array, name: string): DecodedText | null {
  const text = new TextDecoder('utf-8').decode(bytes);
  let broken = 0;
  let whole = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // One character that broke may show as several marks.
    if (code === 0xfffd) broken += text.charCodeAt(index - 1) === 0xfffd ? 0 : 1;
    else if (code > 0x7f) whole += 1;
  }
  if (broken > Math.max(1, BROKEN_SHARE * whole) || whole < 3 * broken) return null;
  const message = `"${name}" holds ${broken} broken character${broken === 1 ? '' : 's'}. Fetch it again if words look wrong.`;
  return { text, warnings: [{ code: 'encoding_damaged', message, page: null }] };
}

function guessed(bytes: Uint8Array, name: string): DecodedText {
  const guess = guessEncoding(bytes.subarray(0, SAMPLE_BYTES));
  const message = `"${name}" is not UTF-8; it was read as ${NAMES[guess] ?? guess}. Save it as UTF-8 if words look wrong.`;
  return { text: new TextDecoder(guess).decode(bytes), warnings: [{ code: 'encoding_guessed', message, page: null }] };
}
