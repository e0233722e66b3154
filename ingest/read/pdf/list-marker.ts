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
