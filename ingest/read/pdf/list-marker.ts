const BULLET = /^([•‣▪▫●○■□◆◇➢➤➔✓⁃∙◦])\s*(?=\S)|^([-–—*·])\s+(?=\S)/;
const NUMBER =
  /^((?:\d{1,3}|[a-zA-Z]|[ivx]{2,4})[.)])\s+(?=\S)|^(\((?:\d{1,3}|[a-zA-Z]|[ivx]{2,4})\))\s*(?=\S)|^((?:\d{1,2})(?:[、）]|[.．](?=\p{Script=Han})))\s*(?=\S)|^(（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）)\s*(?=\S)|^([①-⑳])\s*(?=\S)/u;

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
  if (bullet) return { marker: (bullet[1] ?? bullet[2])!, length: bullet[0].length, kind: 'bullet' };
  const number = NUMBER.exec(text);
  if (!number) return null;
  return { marker: number.slice(1).find((part) => part !== undefined)!, length: number[0].length, kind: 'number' };
}
