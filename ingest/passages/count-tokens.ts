const HAN = /\p{Script=Han}/u;
const LETTER = /[\p{L}\p{N}]/u;
/** What the default embedder's tokenizer makes on technical text, measured: pieces a Latin word, pieces a Han character. */
const PER_WORD = 1.35;
const PER_HAN = 0.72;

/** What a character is to the count. A joint (dot, hyphen, underscore, slash) between two letters keeps one word: "M12x1.5", "PX-43". */
const OTHER = 0;
const IN_WORD = 1;
const JOINT = 2;
const IS_HAN = 3;
const UNKNOWN = 0xff;

/** Kinds of the first 65,536 code points, found when first met: a manual's text is counted many times over while passages are filled. */
const kinds = new Uint8Array(0x10000).fill(UNKNOWN);
for (const joint of '.-_/') kinds[joint.charCodeAt(0)] = JOINT;

/** About how many tokens of an embedding model a text has; within 15 % on manuals in both languages. */
export function countTokens(text: string): number {
  let han = 0;
  let words = 0;
  let before = OTHER;
  let beforeJoint = OTHER;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    const kind = kindOf(code);
    if (code > 0xffff) i++;
    if (kind === IS_HAN) han++;
    else if (kind === IN_WORD && before !== IN_WORD && !(before === JOINT && beforeJoint === IN_WORD)) words++;
    beforeJoint = before;
    before = kind;
  }
  return Math.ceil(han * PER_HAN + words * PER_WORD);
}

function kindOf(code: number): number {
  const known = kinds[code];
  if (known !== undefined && known !== UNKNOWN) return known;
  const character = String.fromCodePoint(code);
  const kind = HAN.test(character) ? IS_HAN : LETTER.test(character) ? IN_WORD : OTHER;
  if (code < kinds.length) kinds[code] = kind;
  return kind;
}
