/** A text as people and models read it, and where each of its characters stood before. */
export type PlainText = { text: string; at: readonly number[] };

/** Letters of other scripts that look like Latin ones: words that mix them are read as Latin. */
const LOOKALIKES: Record<string, string> = {
  ...{ а: 'a', в: 'b', с: 'c', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', ѕ: 's', т: 't', у: 'y', х: 'x' },
  ...{ α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x' },
};

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** ASCII once more in a plane that no font draws. */
const TAGS = { first: 0xe0020, last: 0xe007e, offset: 0xe0000 };

/** Width and ligatures (NFKC), invisible characters dropped, invisible ASCII (Unicode tags) made visible, look-alike letters inside
 *  of Latin words replaced. */
export function plainText(given: string): PlainText {
  const mixed = /[a-z]/i.test(given) && /[\u0370-\u04ff]/.test(given);
  let text = '';
  const at: number[] = [];
  let offset = 0;
  for (const character of given) {
    const code = character.codePointAt(0)!;
    const shown = code < 0x80 ? character : shownAs(character, code, mixed);
    text += shown;
    for (let copy = 0; copy < shown.length; copy += 1) at.push(offset);
    offset += character.length;
  }
  return { text, at };
}

function shownAs(character: string, code: number, mixed: boolean): string {
  if (code >= TAGS.first && code <= TAGS.last) return String.fromCodePoint(code - TAGS.offset);
  if (INVISIBLE.test(character)) return '';
  if (mixed) {
    const latin = LOOKALIKES[character.toLowerCase()];
    if (latin !== undefined) return latin;
  }
  return character.normalize('NFKC');
}

/** A word whose letters stand apart ("i g n o r e"). */
export const SPACED_WORD = /(?<![\p{L}\d])(?:[a-z][ .*_-]){5,}[a-z](?![\p{L}\d])/giu;

export function joinedLetters(text: string): string {
  return text.replaceAll(SPACED_WORD, (letters) => letters.replaceAll(/[ .*_-]/g, ''));
}
