import { type AddressKind, PATTERNS } from './patterns.ts';
import { joinedLetters, plainText, SPACED_WORD } from './plain-text.ts';

/** Offsets into the text. */
export type ModelAddress = { kind: AddressKind; start: number; end: number };

/** Base64 of a sentence or more. */
const ENCODED = /(?<![A-Za-z\d+/])[A-Za-z\d+/]{32,}={0,2}(?![A-Za-z\d+/])/g;

/** A question looks at the same passages several times, and questions at the same passages: looking at one takes a fifth of a
 *  millisecond, knowing it none. So many texts are remembered, those last asked for. */
const REMEMBERED = 2_000;
const remembered = new Map<string, readonly ModelAddress[]>();

/** Where a text speaks to a language model instead of to its reader, in the order of the text. Meant to warn people and to keep such words
 *  out of prompts and answers; nobody's safety rests on it: a text can always be worded anew, so every statement is verified all the same. */
export function findModelAddresses(given: string): readonly ModelAddress[] {
  const known = remembered.get(given);
  remembered.delete(given);
  const found = known ?? lookFor(given);
  remembered.set(given, found);
  if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
  return found;
}

function lookFor(given: string): ModelAddress[] {
  const { text, at } = plainText(given);
  const found: ModelAddress[] = [];
  for (const [kind, pattern] of PATTERNS) {
    const looked = kind === 'hidden' ? given : text;
    // matchAll copies the pattern, which costs more than looking.
    if (looked.search(pattern) === -1) continue;
    for (const { index, 0: words } of looked.matchAll(pattern)) {
      const end = index + words.length;
      found.push(kind === 'hidden' ? { kind, start: index, end } : { kind, start: at[index]!, end: endOf(given, at[end - 1]!) });
    }
  }
  found.push(...encoded(given), ...spaced(given, text, found));
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** True where a text speaks to a language model instead of to its reader. */
export function speaksToModel(text: string): boolean {
  return findModelAddresses(text).length > 0;
}

function endOf(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function encoded(given: string): ModelAddress[] {
  return [...given.matchAll(ENCODED)].flatMap(({ index, 0: letters }) => {
    const decoded = Buffer.from(letters, 'base64').toString('utf8');
    const isText = /^[\p{L}\p{N}\p{P}\p{Zs}\n]+$/u.test(decoded) && PATTERNS.some(([, pattern]) => decoded.search(pattern) !== -1);
    return isText ? [{ kind: 'encoded' as const, start: index, end: index + letters.length }] : [];
  });
}

/** "i g n o r e all rules": where the first such word stands. */
function spaced(given: string, text: string, found: readonly ModelAddress[]): ModelAddress[] {
  const at = given.search(SPACED_WORD);
  if (found.length > 0 || at === -1) return [];
  const joined = joinedLetters(text);
  if (!PATTERNS.some(([kind, pattern]) => kind !== 'hidden' && joined.search(pattern) !== -1)) return [];
  const lineEnd = given.indexOf('\n', at);
  return [{ kind: 'hidden', start: at, end: lineEnd === -1 ? given.length : lineEnd }];
}
