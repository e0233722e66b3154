import type { TermShelf } from '../../store/term-shelf.ts';
import { knownWords } from './known-words.ts';

/** Words shorter than this are too much like others. */
const SHORTEST = 4;
/** From this length on two letters may be wrong. */
const LONG = 8;

const A = 'a'.charCodeAt(0);

type Alike = { words: string[]; letters: number[] };

/** The words of the plant's documents, by which a misspelt word of a question is known. */
export class PlantSpelling {
  readonly #terms: Pick<TermShelf, 'words'>;
  readonly #words = new Set<string>();
  /** By first letter and length; `letters` tells which letters each word has. */
  readonly #alike = new Map<string, Alike>();
  #last = 0;

  constructor(terms: Pick<TermShelf, 'words'>) {
    this.#terms = terms;
  }

  /** The nearest words of the documents, all equally near; [] where the word may well be right, or nothing is near. Small letters.
   *  Two letters in the wrong order, one too many, too few or another count one; the first letter is right, or stands second. */
  async nearest(word: string): Promise<string[]> {
    if (word.length < SHORTEST || knownWords().has(word)) return [];
    await this.#readOn();
    if (this.#words.has(word)) return [];
    let most = word.length >= LONG ? 2 : 1;
    let best: string[] = [];
    for (const other of this.#candidates(word, most)) {
      const distance = editDistance(word, other, most);
      if (distance > most) continue;
      if (distance < most) [most, best] = [distance, []];
      best.push(other);
    }
    return best;
  }

  async #readOn(): Promise<void> {
    const { words, last } = await this.#terms.words(this.#last);
    this.#last = last;
    for (const word of words) {
      this.#words.add(word);
      const key = `${word[0]}${word.length}`;
      const alike = this.#alike.get(key);
      if (alike === undefined) this.#alike.set(key, { words: [word], letters: [lettersOf(word)] });
      else {
        alike.words.push(word);
        alike.letters.push(lettersOf(word));
      }
    }
  }

  /** An edit changes at most two of the letters that a word has: most words are told apart by that alone. */
  *#candidates(word: string, most: number): Generator<string> {
    const letters = lettersOf(word);
    for (let length = word.length - most; length <= word.length + most; length += 1) {
      for (const first of word[1] === word[0] ? [word[0]!] : [word[0]!, word[1]!]) {
        const alike = this.#alike.get(`${first}${length}`);
        if (alike === undefined) continue;
        for (let index = 0; index < alike.words.length; index += 1) {
          if (ones(alike.letters[index]! ^ letters) > 2 * most) continue;
          const other = alike.words[index]!;
          if (first === word[0] || other[1] === word[0]) yield other;
        }
      }
    }
  }
}

/** One bit a letter. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index += 1) letters |= 1 << (word.charCodeAt(index) - A);
  return letters;
}

/** How many bits of 26 are set. */
function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Edits between two words, swapped neighbours counting one (optimal string alignment); more than `most` is told as `most` + 1. */
export function editDistance(one: string, other: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let value = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) value = Math.min(value, before[j - 2]! + 1);
      row.push(value);
      least = Math.min(least, value);
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length]!;
}
