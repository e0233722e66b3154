/** Share of characters that a reading got wrong: edits (insert, delete, replace) over the characters of the truth.
 *  Width, spaces around Chinese and the kind of white space do not count as errors; everything else does. */
export function characterErrorRate(truth: string, reading: string): number {
  const [a, b] = [plain(truth), plain(reading)];
  if (a.length === 0) return b.length === 0 ? 0 : 1;
  return edits(a, b) / a.length;
}

const BESIDE_HAN = /(?<=[\p{Script=Han}\u3000-\u303f，。；：！？（）、]) | (?=[\p{Script=Han}\u3000-\u303f，。；：！？（）、])/gu;

function plain(text: string): string[] {
  const single = text.replace(/\s+/gu, ' ').trim().replace(BESIDE_HAN, '');
  return [...single.normalize('NFKC')];
}

/** Levenshtein distance. */
function edits(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, x] of a.entries()) {
    const next = [i + 1];
    for (const [j, y] of b.entries()) next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (x === y ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
