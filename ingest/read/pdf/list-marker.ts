const BULLET = /^([•‣▪▫●○■□◆◇➢➤➔✓⁃∙◦∗►▶❖☐])\s*(?=\S)|^([-–—*·])\s+(?=\S)|^([–—])(?=[“‘「《\p{Script=Han}])/u;
/** The numbers that lists are counted with: "1." "a)" "iv." before a space; "(2)"; "3)Text", "3、", "3.文"; "（三）"; "④". */
const NUMBERS: RegExp[] = [
  /^((?:\d{1,3}|[a-zA-Z]|[ivx]{2,4})[.)])\s+(?=\S)/,
  /^(\((?:\d{1,3}|[a-zA-Z]|[ivx]{2,4})\))\s*(?=\S)/,
  /^(\d{1,2}[)）、])\s*(?=\S)/,
  /^(\d{1,2}[.．])(?=\p{Script=Han}|\p{Lu}\p{L})/u,
  /^(（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）)\s*(?=\S)/,
  /^([①-⑳])\s*(?=\S)/,
];

export type ListMarker = {
  /** As printed: "1.", "a)", "•". */
  marker: string;
  /** Characters of the line up to the text behind it. */
  length: number;
  kind: 'bullet' | 'number';
};

/** The list mark that a line begins with, if any. "1.5 mm" and "3.1 Title" begin with none. */
export function listMarker(text: string): ListMarker | null {
  const bullet = BULLET.exec(text);
  if (bullet) return { marker: (bullet[1] ?? bullet[2] ?? bullet[3])!, length: bullet[0].length, kind: 'bullet' };
  for (const pattern of NUMBERS) {
    const number = pattern.exec(text);
    if (number) return { marker: number[1]!, length: number[0].length, kind: 'number' };
  }
  return null;
}

const DECIMAL = /^(\d{1,2}(?:\.\d{1,2}){1,3})[.．)）、]?\s*(?=\S)/;

/** "2.1" where it goes on counting: the first step under 2, the next one after 2.0's or after a deeper one. Elsewhere such a
 *  number is an amount or a clause. `counted`: the number of the list item before, as printed. */
export function decimalMarker(text: string, counted: string | null): ListMarker | null {
  const found = DECIMAL.exec(text);
  if (found === null || counted === null) return null;
  const [path, before] = [found[1]!.split('.').map(Number), counted.split('.').map(Number)];
  const head = path.slice(0, -1);
  if (before.length < head.length || head.some((number, i) => number !== before[i])) return null;
  if (path.at(-1)! !== (before[head.length] ?? 0) + 1) return null;
  const marker = found[0].trim();
  return { marker, length: found[0].length, kind: 'number' };
}

/** The number that an item's mark counts with; null for a bullet or a letter, after which "2.1" may still go on. */
export function countedNumber({ marker, kind }: ListMarker): string | null {
  return kind === 'bullet' ? null : (/^[(（]?(\d{1,3}(?:\.\d{1,2})*)/.exec(marker)?.[1] ?? null);
}
