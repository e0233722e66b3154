/** What a title says of its own revision is no part of its name. A bare "V1.4" stays: it may be the machine's own version. */
const OWN_REVISION =
  /[([（]?\s*(?:\b(?:rev(?:ision)?|issue|edition|release)\b\.?\s*[:：]?\s*(?:[A-Z]\d{0,3}|\d{1,3}(?:\.\d{1,3})*)(?![\p{L}\p{N}])|(?:修订版?|版本|版次)\s*[:：]?\s*[A-Z]?\d*(?:\.\d+)*|第\s*[一二三四五六七八九十\d]+\s*版)\s*[)\]）]?/giu;

/** The title as two revisions of one document share it, punctuation, spaces and case apart. */
export function titleKey(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(OWN_REVISION, ' ')
    .replaceAll(/(?<!\d)\.|\.(?!\d)|[^\p{L}\p{N}.]+/gu, '');
}

/** Words that two titles must share at least (of the words of both) to be titles of one document. */
const SHARED_WORDS = 0.5;

/** True where the titles may be those of two revisions of one document: reworded at most. */
export function sameTitle(a: string, b: string): boolean {
  if (titleKey(a) === titleKey(b)) return true;
  const [one, two] = [wordsOf(a), wordsOf(b)];
  const shared = [...one].filter((word) => two.has(word)).length;
  return shared / Math.max(1, one.size + two.size - shared) >= SHARED_WORDS;
}

function wordsOf(title: string): Set<string> {
  return new Set(
    title
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(OWN_REVISION, ' ')
      .match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [],
  );
}

const PART =
  /\b(?:part|volume|vol|book|band|teil|sheet)[\s._-]{0,3}(?<number>\d{1,3}|[ivx]{1,4}|[a-d])(?![\p{L}\p{N}])|第\s*(?<chinese>[一二三四五六七八九十\d]{1,3})\s*(?:部分|分册|卷|册|篇)|[（(\s]?(?<half>[上中下])[册卷篇](?=[)）\s.]|$)/iu;

/** Which part or volume of a work the document is, by its title or file name; null: the whole. */
export function partOf(title: string, file: string): string | null {
  const base = file
    .split('/')
    .at(-1)!
    .replace(/\.[^.]+$/, '')
    .replaceAll('_', ' ');
  const found = (PART.exec(title) ?? PART.exec(base))?.groups;
  return (found?.number ?? found?.chinese ?? found?.half)?.toLowerCase() ?? null;
}
