import { simplifyHan } from '../han/simplify.ts';
import { tokenize } from '../tokens.ts';

/** One thing with its names in both languages, the preferred one first. */
export type GlossaryEntry = {
  english: string[];
  chinese: string[];
  /** The field of work that it was entered for ("pumps"); absent where unknown. */
  field?: string;
};

/** A term of a text and what it may be called in the other language, likeliest first. */
export type Translation = { term: string; ways: string[] };
export type Translated = {
  /** In the order of the text. */
  found: Translation[];
  /** What no entry covers, parted by spaces. */
  rest: string;
};

/** More ways than these only add noise. */
const MOST_WAYS = 6;
const LONGEST_CHINESE = 12;
const LONGEST_ENGLISH = 5;
const HAN_RUN = /\p{Script=Han}/u;
const ENGLISH_WORD = /[\p{L}\p{N}][\p{L}\p{N}'’\-/.]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu;

/** Finds the terms of a text, longest first, and tells their names in the other language. */
export class Glossary {
  readonly #toEnglish = new Map<string, string[]>();
  readonly #toChinese = new Map<string, string[]>();
  /** Further names of the same thing in the same language; keys of both languages, which never meet. */
  readonly #alike = new Map<string, string[]>();

  constructor(entries: readonly GlossaryEntry[]) {
    for (const { english, chinese } of entries) {
      for (const name of chinese) addWays(this.#toEnglish, chineseKey(name), english);
      for (const name of english) addWays(this.#toChinese, englishKey(name), chinese);
      for (const name of chinese) addWays(this.#alike, chineseKey(name), others(chinese, name));
      for (const name of english) addWays(this.#alike, englishKey(name), others(english, name));
    }
    this.#toChinese.delete('');
  }

  translate(text: string, from: 'zh' | 'en'): Translated {
    return from === 'zh' ? this.#fromChinese(text) : this.#fromEnglish(text);
  }

  /** What else the terms of a text are called in its own language; terms with one name are left out. */
  synonyms({ found }: Translated, language: 'zh' | 'en'): Translation[] {
    const key = language === 'zh' ? chineseKey : englishKey;
    return found.map(({ term }) => ({ term, ways: this.#alike.get(key(term)) ?? [] })).filter(({ ways }) => ways.length > 0);
  }

  #fromChinese(text: string): Translated {
    const characters = [...chineseKey(text)];
    const found: Translation[] = [];
    let rest = '';
    let at = 0;
    while (at < characters.length) {
      const term = this.#longestAt(characters, at);
      if (term === null || (term.length === 1 && this.#insideWord(characters, at))) {
        rest += characters[at];
        at += 1;
        continue;
      }
      found.push({ term, ways: this.#toEnglish.get(term)! });
      rest += ' ';
      at += [...term].length;
    }
    return { found, rest };
  }

  /** A single character beside one that no entry covers is probably part of a longer word ("压" of "恒压"). */
  #insideWord(characters: readonly string[], at: number): boolean {
    const before = characters[at - 1];
    const after = characters[at + 1];
    const loneBefore = before !== undefined && HAN_RUN.test(before) && !this.#endsTerm(characters, at);
    const loneAfter = after !== undefined && HAN_RUN.test(after) && this.#longestAt(characters, at + 1) === null;
    return loneBefore || loneAfter;
  }

  /** True where some term ends just before. */
  #endsTerm(characters: readonly string[], end: number): boolean {
    for (let length = 1; length <= Math.min(LONGEST_CHINESE, end); length += 1)
      if (this.#toEnglish.has(characters.slice(end - length, end).join(''))) return true;
    return false;
  }

  #longestAt(characters: readonly string[], at: number): string | null {
    if (!HAN_RUN.test(characters[at]!)) return null;
    for (let length = Math.min(LONGEST_CHINESE, characters.length - at); length > 0; length -= 1) {
      const term = characters.slice(at, at + length).join('');
      if (this.#toEnglish.has(term)) return term;
    }
    return null;
  }

  #fromEnglish(text: string): Translated {
    const words = text.normalize('NFKC').match(ENGLISH_WORD) ?? [];
    const found: Translation[] = [];
    const rest: string[] = [];
    let at = 0;
    while (at < words.length) {
      const length = this.#lengthAt(words, at);
      if (length === 0) rest.push(words[at]!);
      else {
        const term = words.slice(at, at + length).join(' ');
        found.push({ term, ways: this.#toChinese.get(englishKey(term))! });
      }
      at += Math.max(1, length);
    }
    return { found, rest: rest.join(' ') };
  }

  #lengthAt(words: readonly string[], at: number): number {
    for (let length = Math.min(LONGEST_ENGLISH, words.length - at); length > 0; length -= 1)
      if (this.#toChinese.has(englishKey(words.slice(at, at + length).join(' ')))) return length;
    return 0;
  }
}

function addWays(ways: Map<string, string[]>, key: string, names: readonly string[]): void {
  const known = ways.get(key) ?? [];
  ways.set(key, [...new Set([...known, ...names])].slice(0, MOST_WAYS));
}

function others(names: readonly string[], name: string): string[] {
  return names.filter((other) => other !== name);
}

function chineseKey(text: string): string {
  return simplifyHan(text.normalize('NFKC')).toLowerCase();
}

/** Stemmed words: "tightening torques" finds "tightening torque". */
function englishKey(text: string): string {
  return tokenize(text).join(' ');
}
