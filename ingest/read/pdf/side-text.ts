import { union } from './geometry.ts';
import { makeParagraphs, type Paragraph } from './paragraphs.ts';
import type { ScannedPage, Stray } from './scan-page.ts';
import { makeLines, type Segment } from './text-lines.ts';

/** Fewest pages on which side text must stand at one place to count as furniture. */
const REPEATED = 3;

/** Side text that stands on several pages at the same place (document numbers in the margin, "confidential"). */
export function repeatedSideText(pages: readonly ScannedPage[]): Set<string> {
  const counts = new Map<string, number>();
  for (const page of pages) {
    const keys = new Set(page.strays.flatMap((stray) => stray.segments.map((segment) => placeKey(stray, segment))));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= REPEATED).map(([key]) => key));
}

function placeKey({ frame }: Stray, segment: Segment): string {
  return `${segment.text.replace(/\d+/g, '#')}@${frame.turns},${Math.round(segment.left / 6)},${Math.round(segment.baseline / 6)}`;
}

/** The texts of the furniture among the side text, each once. */
export function sideFurniture(pages: readonly ScannedPage[], repeated: ReadonlySet<string>): string[] {
  const texts = new Set<string>();
  for (const page of pages) {
    for (const stray of page.strays) for (const s of stray.segments) if (repeated.has(placeKey(stray, s))) texts.add(s.text);
  }
  return [...texts];
}

/** `repeated`: places of side text that is furniture; `furniture`: of the page. */
export type SideContext = { repeated: ReadonlySet<string>; furniture: ReadonlySet<Segment>; bodySize: number };

/** What stands along the side of a page, as paragraphs to follow the page's own text. */
export function sideParagraphs(page: ScannedPage, { repeated, furniture, bodySize }: SideContext): Paragraph[] {
  return page.strays.flatMap((stray) => {
    const segments = stray.segments.filter((segment) => !furniture.has(segment) && !repeated.has(placeKey(stray, segment)));
    if (segments.length === 0) return [];
    const lines = makeLines(segments);
    return makeParagraphs({ lines, area: union(lines), boxed: false, frame: stray.frame, headings: new Map(), bullets: [], bodySize });
  });
}
