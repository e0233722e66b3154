import { simplifyHan } from '../han/simplify.ts';
import { tokenize } from '../tokens.ts';

/** One thing with its names in both languages, the preferred one first. Either language may have none: the names of the other
 *  then mean the same. */
export type GlossaryEntry = {
  english: string[];
  chinese: string[];
  /** The field of work that it was entered for ("pumps"); absent where unknown. */
  field?: string;
};

/** Where names come from: the glossary that Millwright brings, the plant's documents, a person. */
export const TERM_SOURCES = ['base', 'mined', 'edited'] as const;
export type TermSource = (typeof TERM_SOURCES)[number];

/** A term of a text and what else it may be called, likeliest first. */
export type Translation = { term: string; ways: string[] };
export type Translated = {
  /** In the order of the text. */
  found: Translation[];
  /** What no entry covers, parted by spaces. */
  rest: string;
};

/** More ways than these only add noise. */
const MOST_WAYS = 6;
/** What documents say is read by rules, and may be wrong: it never leaves the base glossary without a say. */
const MOST_MINED = 3;
const LONGEST_CHINESE = 12;
const LONGEST_ENGLISH = 5;
const HAN_RUN = /\p{Script=Han}/u;
const HAN_END = /\p{Script=Han}$/u;
const ENGLISH_WORD = /[\p{L}\p{N}][\p{L}\p{N}'’\-/.]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu;

/** A glossary that is asked first, above another one. */
export type GlossaryLayer = {
  source: TermSource;
  below: Glossary;
  /** Two names that do not mean the same, whatever the layers below say. */
  blocked?: readonly (readonly [string, string])[];
};

/** Finds the terms of a text, longest first, and tells their names in the other language, or their other names. */
export class Glossary {
  readonly #toEnglish = new Map<string, string[]>();
  readonly #toChinese = new Map<string, string[]>();
  /** Further names of the same thing in the same language; keys of both languages, which never meet. */
  readonly #alike = new Map<string, string[]>();
  readonly #below: Glossary | null;
  readonly #source: TermSource;
  readonly #blocked: ReadonlySet<string>;

  constructor(entries: readonly GlossaryEntry[], layer?: GlossaryLayer) {
    const keyOf = eachKeyOnce();
    for (const { english, chinese } of entries) {
      for (const name of chinese) addWays(this.#toEnglish, keyOf(name), english);
      for (const name of english) addWays(this.#toChinese, keyOf(name), chinese);
      for (const name of chinese) addWays(this.#alike, keyOf(name), others(chinese, name));
      for (const name of english) addWays(this.#alike, keyOf(name), others(english, name));
    }
    for (const names of [this.#toChinese, this.#alike]) names.delete('');
    this.#below = layer?.below ?? null;
    this.#source = layer?.source ?? 'base';
    this.#blocked = new Set(layer?.blocked?.flatMap(([one, two]) => [pairKey(one, two), pairKey(two, one)]));
  }

  /** What the terms of a text are called in the other language; terms without such a name are part of the rest. */
  translate(text: string, from: 'zh' | 'en'): Translated {
    return scan(text, from, (key) => this.#abroad(key, from));
  }

  /** What else the terms of a text are called in its own language, and the words of English terms by themselves; terms with one
   *  name are left out. */
  synonyms(text: string, language: 'zh' | 'en'): Translation[] {
    const known = (key: string) => (this.#alikeOf(key).length > 0 || this.#abroad(key, language).length > 0 ? [key] : []);
    const terms = scan(text, language, known).found.map(({ term }) => term);
    const words = language === 'zh' ? [] : terms.flatMap((term) => (term.includes(' ') ? term.split(' ') : []));
    return [...new Set([...terms, ...words])]
      .map((term) => ({ term, ways: this.#alikeOf(termKey(term)) }))
      .filter(({ ways }) => ways.length > 0);
  }

  /** Which layer says that two names mean the same; null where none does. What a term is called only by way of its other name ("PLC":
   *  "programmable logic controller") comes from where that name does. */
  sourceOf(one: string, other: string): TermSource | null {
    const said = this.#saidBy(one, other);
    if (said !== null) return said;
    const by = this.#alikeOf(termKey(one)).find((name) => this.#saidBy(name, other) !== null);
    return by === undefined ? null : this.#saidBy(one, by);
  }

  #saidBy(one: string, other: string): TermSource | null {
    const key = termKey(one);
    if ([this.#toEnglish, this.#toChinese, this.#alike].some((ways) => ways.get(key)?.includes(other))) return this.#source;
    return this.#below === null || this.#blocked.has(pairKey(one, other)) ? null : this.#below.#saidBy(one, other);
  }

  /** Names in the other language; those of its other names where it has none itself. */
  #abroad(key: string, from: 'zh' | 'en'): string[] {
    const own = this.#direct(key, from);
    if (own.length > 0) return own;
    const ways = this.#alikeOf(key).flatMap((name) => this.#direct(termKey(name), from));
    return [...new Set(ways)].slice(0, MOST_WAYS);
  }

  #direct(key: string, from: 'zh' | 'en'): string[] {
    const own = (from === 'zh' ? this.#toEnglish : this.#toChinese).get(key) ?? NONE;
    return this.#with(key, own, this.#below === null ? NONE : this.#below.#direct(key, from));
  }

  #alikeOf(key: string): string[] {
    return this.#with(key, this.#alike.get(key) ?? NONE, this.#below === null ? NONE : this.#below.#alikeOf(key));
  }

  /** Its own names first; a layer blocks the names of those below alone. */
  #with(key: string, own: string[], below: string[]): string[] {
    const open = this.#blocked.size === 0 ? below : below.filter((name) => !this.#blocked.has(`${key}\n${termKey(name)}`));
    if (own.length === 0) return open;
    if (open.length === 0) return own;
    const first = this.#source === 'mined' ? own.slice(0, MOST_MINED) : own;
    return [...new Set([...first, ...open, ...own])].slice(0, MOST_WAYS);
  }
}

const NONE: string[] = [];

/** The names that a term goes by; [] where it is no term. */
type WaysOf = (key: string) => string[];

function scan(text: string, language: 'zh' | 'en', waysOf: WaysOf): Translated {
  return language === 'zh' ? scanChinese(text, waysOf) : scanEnglish(text, waysOf);
}

function scanChinese(text: string, waysOf: WaysOf): Translated {
  const characters = [...chineseKey(text)];
  const isTerm = (key: string) => waysOf(key).length > 0;
  const found: Translation[] = [];
  let rest = '';
  let at = 0;
  while (at < characters.length) {
    const term = longestAt(characters, at, isTerm);
    if (term === null || (term.length === 1 && insideWord(characters, at, isTerm))) {
      rest += characters[at];
      at += 1;
      continue;
    }
    found.push({ term, ways: waysOf(term) });
    rest += ' ';
    at += [...term].length;
  }
  return { found, rest };
}

/** Words of grammar and numerals are no part of a word that stands beside them ("怎样装", "要先装", "切了三刀"). */
const GRAMMAR_BEFORE =
  /(?:怎样|怎么|如何|应该|应当|可以|需要|必须|什么|哪个|哪些|哪种|哪里|多少|是否|能否|为什么|[的了着把被将给让要会能可应须到在和与或及不没先再就都也还是对从往用这那每各一二三四五六七八九十两几])$/u;
const GRAMMAR_AFTER = /^(?:[的了着过吗呢吧到在和与或及后前时里上下中好完是不])/u;
const LONGEST_GRAMMAR = 3;

/** A single character beside one that no entry covers is probably part of a longer word ("压" of "恒压"). */
function insideWord(characters: readonly string[], at: number, isTerm: (key: string) => boolean): boolean {
  const before = characters.slice(Math.max(0, at - LONGEST_GRAMMAR), at).join('');
  const after = characters[at + 1];
  const loneBefore = HAN_END.test(before) && !GRAMMAR_BEFORE.test(before) && !endsTerm(characters, at, isTerm);
  const loneAfter =
    after !== undefined && HAN_RUN.test(after) && !GRAMMAR_AFTER.test(after) && longestAt(characters, at + 1, isTerm) === null;
  return loneBefore || loneAfter;
}

/** True where some term ends just before. */
function endsTerm(characters: readonly string[], end: number, isTerm: (key: string) => boolean): boolean {
  for (let length = 1; length <= Math.min(LONGEST_CHINESE, end); length += 1)
    if (isTerm(characters.slice(end - length, end).join(''))) return true;
  return false;
}

function longestAt(characters: readonly string[], at: number, isTerm: (key: string) => boolean): string | null {
  if (!HAN_RUN.test(characters[at]!)) return null;
  for (let length = Math.min(LONGEST_CHINESE, characters.length - at); length > 0; length -= 1) {
    const term = characters.slice(at, at + length).join('');
    if (isTerm(term)) return term;
  }
  return null;
}

function scanEnglish(text: string, waysOf: WaysOf): Translated {
  const words = text.normalize('NFKC').match(ENGLISH_WORD) ?? [];
  const found: Translation[] = [];
  const rest: string[] = [];
  let at = 0;
  while (at < words.length) {
    let length = Math.min(LONGEST_ENGLISH, words.length - at);
    let ways: string[] = [];
    for (; length > 0; length -= 1) {
      ways = waysOf(englishKey(words.slice(at, at + length).join(' ')));
      if (ways.length > 0) break;
    }
    if (length === 0) rest.push(words[at]!);
    else found.push({ term: words.slice(at, at + length).join(' '), ways });
    at += Math.max(1, length);
  }
  return { found, rest: rest.join(' ') };
}

function addWays(ways: Map<string, string[]>, key: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const known = ways.get(key);
  if (known !== undefined && known.length >= MOST_WAYS) return;
  ways.set(key, [...new Set([...(known ?? []), ...names])].slice(0, MOST_WAYS));
}

function others(names: readonly string[], name: string): string[] {
  return names.filter((other) => other !== name);
}

function pairKey(one: string, other: string): string {
  return `${termKey(one)}\n${termKey(other)}`;
}

/** Names come again and again while a glossary is built. */
function eachKeyOnce(): (name: string) => string {
  const keys = new Map<string, string>();
  return (name) => {
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = termKey(name);
    keys.set(name, key);
    return key;
  };
}

/** Names with one key are one name: Chinese ones by their simplified characters, others by their stemmed words. */
export function termKey(name: string): string {
  return HAN_RUN.test(name) ? chineseKey(name) : englishKey(name);
}

function chineseKey(text: string): string {
  return simplifyHan(text.normalize('NFKC')).toLowerCase();
}

/** Stemmed words: "tightening torques" finds "tightening torque". */
function englishKey(text: string): string {
  return tokenize(text).join(' ');
}
