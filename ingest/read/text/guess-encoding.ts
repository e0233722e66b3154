/** Guesses how bytes that are no UTF-8 were written. Each usual encoding is asked which share of the bytes above 127 would
 *  be its everyday characters: frequent Chinese characters stand together in GB 2312 (lead bytes B0 to D7) and in Big5
 *  (A4 to C6), kana in Shift-JIS (82, 83), Hangul in EUC-KR (B0 to C8); western letters and signs stand alone among ASCII.
 *  Source: the code charts of GB 2312-80, Big5-2003, JIS X 0208, KS X 1001, windows-1252 and windows-1251. */

type Pair = (lead: number, trail: number) => number;

const isTrail94 = (byte: number) => byte >= 0xa1 && byte <= 0xfe;
const between = (byte: number, first: number, last: number) => byte >= first && byte <= last;

/** How usual a character of two bytes is: 1 everyday, 0 rare, below 0 not in the code. */
const PAIRS: [string, Pair][] = [
  [
    'gb18030',
    (lead, trail) => {
      if (!between(lead, 0x81, 0xfe) || !(between(trail, 0x30, 0x39) || between(trail, 0x40, 0xfe))) return -1;
      return isTrail94(trail) && (between(lead, 0xb0, 0xd7) || between(lead, 0xa1, 0xa3)) ? 1 : 0;
    },
  ],
  [
    'big5',
    (lead, trail) => {
      if (!between(lead, 0x81, 0xfe) || !(between(trail, 0x40, 0x7e) || isTrail94(trail))) return -1;
      return between(lead, 0xa4, 0xc6) || between(lead, 0xa1, 0xa3) ? 1 : 0;
    },
  ],
  [
    'shift_jis',
    (lead, trail) => {
      if (!(between(lead, 0x81, 0x9f) || between(lead, 0xe0, 0xfc)) || !(between(trail, 0x40, 0x7e) || between(trail, 0x80, 0xfc)))
        return -1;
      return between(lead, 0x81, 0x83) || between(lead, 0x88, 0x97) ? 1 : 0;
    },
  ],
  ['euc-kr', (lead, trail) => (between(lead, 0x81, 0xfe) && trail >= 0x41 ? (isTrail94(trail) && between(lead, 0xb0, 0xc8) ? 1 : 0) : -1)],
];

/** Letters and signs of windows-1252 that manuals use: € – — ‘ ’ “ ” • ™ ° ± ² ³ µ · × ÷ Ø and accented letters. */
const WESTERN = (byte: number) =>
  byte >= 0xc0 ||
  [0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0xa0, 0xa9, 0xae, 0xb0, 0xb1, 0xb2, 0xb3, 0xb5, 0xb7, 0xbc, 0xbd].includes(
    byte,
  );
/** Korean text is the one whose every pair lies so narrowly; a handful of Chinese characters may too. */
const KOREAN_SHARE = 0.97;
const KOREAN_CHARACTERS = 12;

/** The likeliest encoding, as TextDecoder calls it. */
export function guessEncoding(bytes: Uint8Array): string {
  const scores = PAIRS.map(([name, usual]) => ({ name, ...pairScore(bytes, usual) }));
  const korean = scores.find(({ name }) => name === 'euc-kr')!;
  if (korean.score < KOREAN_SHARE || korean.characters < KOREAN_CHARACTERS) korean.score = 0;
  else korean.score += 0.01;
  const all = [...scores, { name: 'windows-1252', score: westernScore(bytes) }, { name: 'windows-1251', score: cyrillicScore(bytes) }];
  return all.reduce((best, each) => (each.score > best.score ? each : best)).name;
}

function pairScore(bytes: Uint8Array, usual: Pair): { score: number; characters: number } {
  let sum = 0;
  let characters = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index]! < 0x80) continue;
    const value = index + 1 < bytes.length ? usual(bytes[index]!, bytes[index + 1]!) : 0;
    characters += 1;
    sum += value;
    if (value >= 0) index += 1;
  }
  return { score: characters === 0 ? 0 : sum / characters, characters };
}

/** Western letters stand alone or in twos among ASCII letters. */
function westernScore(bytes: Uint8Array): number {
  let fits = 0;
  let all = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index]! < 0x80) continue;
    let end = index + 1;
    while (end < bytes.length && bytes[end]! >= 0x80) end += 1;
    all += end - index;
    if (end - index === 1 && WESTERN(bytes[index]!)) fits += 1;
    // "Größe": a pair inside a word. Two letters of an Asian text rarely have ASCII letters on both sides.
    else if (end - index === 2 && isLetter(bytes[index - 1]) && isLetter(bytes[end]) && WESTERN(bytes[index]!)) fits += 2;
    index = end;
  }
  // "25 °C" could be a rare Chinese character too: where every one fits, western it is.
  return all === 0 ? 0.01 : fits === all ? 1.02 : fits / all;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (between(byte, 0x41, 0x5a) || between(byte, 0x61, 0x7a));
}

/** Russian text is words of letters C0 to FF, small ones (E0 to FF) in the majority. */
function cyrillicScore(bytes: Uint8Array): number {
  let small = 0;
  let all = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    if (byte < 0x80) continue;
    all += 1;
    const inWord = (bytes[index - 1] ?? 0) >= 0xc0 || (bytes[index + 1] ?? 0) >= 0xc0;
    if (byte >= 0xe0 && inWord) small += 1;
    else if (byte >= 0xc0 && inWord) small += 0.5;
  }
  return all === 0 ? 0 : small / all;
}

const SAMPLE_UNITS = 4096;
const UTF16_SHARE = 0.9;

/** UTF-16 without a byte order mark; null: it is none. Spaces, digits and line ends of any language show a zero byte
 *  on one side, and nearly all characters are those of texts. */
export function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const units = Math.min(SAMPLE_UNITS, bytes.length >> 1);
  if (units < 2) return null;
  const zeros = [0, 0];
  for (let index = 0; index < units * 2; index += 1) if (bytes[index] === 0) zeros[index % 2]! += 1;
  if (zeros[0] === 0 && zeros[1] === 0) return null;
  const big = zeros[0]! > zeros[1]!;
  let usual = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const [first, second] = [bytes[unit * 2]!, bytes[unit * 2 + 1]!];
    if (isUsual(big ? (first << 8) | second : (second << 8) | first)) usual += 1;
  }
  return usual >= UTF16_SHARE * units ? (big ? 'utf-16be' : 'utf-16le') : null;
}

function isUsual(code: number): boolean {
  return (
    between(code, 0x20, 0x7e) ||
    code === 9 ||
    code === 10 ||
    code === 13 ||
    between(code, 0xa0, 0x24f) ||
    between(code, 0x370, 0x4ff) ||
    between(code, 0x2010, 0x22ff) ||
    between(code, 0x2460, 0x27bf) ||
    between(code, 0x3000, 0x30ff) ||
    between(code, 0x4e00, 0x9fff) ||
    between(code, 0xac00, 0xd7a3) ||
    between(code, 0xff00, 0xff5e)
  );
}
