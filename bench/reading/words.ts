/** Words as they are compared: letters and digits, compatible forms made one, small letters; each Chinese character by itself. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\p{Script=Han}/gu, ' $& ')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

export type Shares = { words: number; found: number; inOrder: number };

/** How many of a page's words are found in another reading of it, and how many of those in the same order (the longest
 *  common subsequence). A word may be found in two parts, or two words as one: hyphens at line ends are joined differently. */
export function compareWords(reference: readonly string[], read: readonly string[]): Shares {
  const left = new Map<string, number>();
  for (const word of read) left.set(word, (left.get(word) ?? 0) + 1);
  const take = (word: string): boolean => {
    const count = left.get(word) ?? 0;
    if (count > 0) left.set(word, count - 1);
    return count > 0;
  };
  let found = 0;
  const lost: number[] = [];
  for (const [i, word] of reference.entries()) {
    if (take(word)) found++;
    else lost.push(i);
  }
  for (let k = 0; k < lost.length; k++) {
    const word = reference[lost[k]!]!;
    if (lost[k + 1] === lost[k]! + 1 && take(word + reference[lost[k + 1]!]!)) {
      found += 2;
      k++;
    } else if (inTwoParts(word, left, take)) found++;
  }
  return { words: reference.length, found, inOrder: Math.min(found, commonLength(reference, read)) };
}

function inTwoParts(word: string, left: ReadonlyMap<string, number>, take: (word: string) => boolean): boolean {
  for (let cut = 1; cut < word.length; cut++) {
    const [head, tail] = [word.slice(0, cut), word.slice(cut)];
    if ((left.get(head) ?? 0) > 0 && (left.get(tail) ?? 0) > 0) return take(head) && take(tail);
  }
  return false;
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let above = new Uint32Array(b.length + 1);
  for (const word of a) {
    const row = new Uint32Array(b.length + 1);
    for (let k = 0; k < b.length; k++) row[k + 1] = word === b[k] ? above[k]! + 1 : Math.max(above[k + 1]!, row[k]!);
    above = row;
  }
  return above[b.length]!;
}
