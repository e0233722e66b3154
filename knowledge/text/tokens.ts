import { stemmer } from 'stemmer';
import { simplifyHan } from './han/simplify.ts';

/** A run of Han, or a word with the marks that join parts of an identifier ("px-4312", "m12x1.5", "e-407", "set_alpha"). */
const RUN = /\p{Script=Han}+|[\p{L}\p{N}]+(?:[-_./#:'’][\p{L}\p{N}]+)*/gu;
const HAN_START = /^\p{Script=Han}/u;
const HAN_INSIDE = /\p{Script=Han}+|[^\p{Script=Han}]+/gu;
const NUMBER = /^\d+(?:[.,]\d+)*$/;
const JOINT = /[-_./#:]/;

/** The index tokens of a text, in order: the same for documents and questions.
 *  Width and case folded; English words stemmed (Porter); Han simplified, as overlapping pairs (single characters alone);
 *  identifiers whole without their joints ("e-407" -> "e407") and in their parts; numbers whole ("0.45"), parameter
 *  numbers with their joint ("1-03"). Tokens hold no white space and no quotes. */
export function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (const run of text.normalize('NFKC').match(RUN) ?? []) {
    if (HAN_START.test(run)) addHan(run, tokens);
    else for (const token of runTokens(run)) tokens.push(token);
  }
  return tokens;
}

function addHan(run: string, tokens: string[]): void {
  const characters = [...simplifyHan(run)];
  if (characters.length === 1) tokens.push(characters[0]!);
  for (let index = 0; index + 1 < characters.length; index += 1) tokens.push(characters[index]! + characters[index + 1]!);
}

/** Words come again and again: the tokens of so many of them at most are remembered. */
const REMEMBERED = 50_000;
const remembered = new Map<string, readonly string[]>();

function runTokens(run: string): readonly string[] {
  const known = remembered.get(run);
  if (known !== undefined) return known;
  // A copy: what was cut from a text would hold the whole text in memory.
  const copy = JSON.parse(JSON.stringify(run)) as string;
  const tokens: string[] = [];
  for (const [piece] of copy.matchAll(HAN_INSIDE)) {
    if (HAN_START.test(piece)) addHan(piece, tokens);
    else tokens.push(...tokensOfWord(piece));
  }
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(copy, tokens);
  return tokens;
}

function tokensOfWord(word: string): string[] {
  const lower = lowered(word).replaceAll('’', "'").replace(/'s$/, '');
  if (NUMBER.test(lower)) return [lower];
  const parts = word
    .split(/[-_./#:'’]/)
    .flatMap(splitCase)
    .map(lowered);
  if (parts.length === 1 && !/\d/.test(lower)) return [stem(lower)];
  const tokens = [/^\d+(?:-\d+)+$/.test(lower) ? lower : lower.replaceAll(/[-_./#:']/g, '')];
  for (const part of parts) if (part.length > 1 && part !== lower) tokens.push(stem(part));
  return tokens;
}

/** The final sigma as any other: FTS5 writes it so, and capitals do not tell it. */
function lowered(word: string): string {
  return word.toLowerCase().replaceAll('ς', 'σ');
}

/** "OpenROAD2" -> Open, ROAD, 2; a word of one case stays whole. */
function splitCase(part: string): string[] {
  return part.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+(?:\.\p{N}+)?|\p{L}+/gu) ?? [part];
}

function stem(word: string): string {
  return /^[a-z']{3,}$/.test(word) ? stemmer(word.replaceAll("'", '')) : word;
}

/** True where the token was an identifier with a digit: such tokens name one thing and weigh more than words. */
export function isIdentifierToken(token: string): boolean {
  return /\d/.test(token) && /[^\d.,]/.test(token) && !JOINT.test(token[0]!);
}

/** Words that carry no subject: English ones as written and as the index has them ("are" is "ar"), Chinese ones as the pairs that questions
 *  are made of. */
const STOP = new Set(
  (
    'a an the of in on at to for from by with and or is are was were be been do does did doesn don how what which when where who why whose it its ' +
    'this that these those there here i we you he she they my our your can could should would must may might will shall have has had not no if then than as into about ' +
    'me us them so such any some all each ' +
    '什么 是什 多少 如何 怎么 怎样 哪些 哪个 为什 么样 请问 的是 是多 可以 需要 应该 能否 是否 以及 一个 这个 那个 有哪 么办 怎么 是怎 多久 多大 多长 多高 几个'
  )
    .split(' ')
    .flatMap((word) => [word, stem(word)]),
);

export type QueryTerm = { token: string; weight: number };

/** The distinct tokens of a question with their weights; stop words left out unless nothing else is there. */
export function queryTerms(text: string): QueryTerm[] {
  const telling = tellingTokens(text);
  return (telling.length > 0 ? telling : [...new Set(tokenize(text))]).map((token) => ({ token, weight: 1 }));
}

/** The distinct tokens of a text without stop words; may be none. */
export function tellingTokens(text: string): string[] {
  return [...new Set(tokenize(text))].filter((token) => !STOP.has(token));
}
