import type { Block, OutlineEntry } from '../../../knowledge/document/block.ts';
import { attachCaptions } from './attach-captions.ts';
import { type Furniture, findFurniture } from './furniture.ts';
import { frameHeight, height, type Rect } from './geometry.ts';
import { PageJoiner } from './join-pages.ts';
import { makeBlocks } from './make-blocks.ts';
import { partsOfPage } from './page-parts.ts';
import { bodySizeOf } from './paragraphs.ts';
import { placeAsides } from './place-asides.ts';
import { dropRepeatedImages } from './repeated-images.ts';
import type { ScannedPage, Stray } from './scan-page.ts';
import { repeatedSideText, sideFurniture, sideParagraphs } from './side-text.ts';
import { countWords } from './text-joining.ts';

/** Second pass: with the whole document in view, what repeats is furniture and what is left are blocks. */
export function assemblePages(pages: readonly ScannedPage[], outline: readonly OutlineEntry[]): { blocks: Block[]; furniture: string[] } {
  const furniture = furnitureOf(pages);
  dropRepeatedImages(pages);
  const repeated = repeatedSideText(pages);
  const words = new Map<string, number>();
  for (const page of pages) for (const segment of page.segments) countWords(segment.text, words);
  const sideTexts = sideFurniture(pages, repeated);
  const bodySize = bodySizeOf(pages.flatMap((page) => page.segments));
  const entries = Map.groupBy(outline, (entry) => entry.page);
  const joiner = new PageJoiner(words);
  let [contentsOpen, footnoteOpen] = [false, false];
  let missed: OutlineEntry[] = [];
  for (let i = 0; i < pages.length; i++) {
    const page = pages[i]!;
    const own = entries.get(i + 1) ?? [];
    const result = partsOfPage(page, {
      furniture: furniture.byPage[i]!,
      entries: [...missed, ...own],
      bodySize,
      contentsOpen,
      footnoteOpen,
    });
    ({ contentsOpen, footnoteOpen } = result);
    // A bookmark's target may lie at the foot of the page before: what was missed gets one more page.
    missed = result.missed.filter((entry) => own.includes(entry));
    const side = sideParagraphs(page, { repeated, furniture: furniture.byPage[i]!, bodySize }).map((paragraph) => ({
      kind: 'paragraph' as const,
      paragraph,
    }));
    joiner.add(placeAsides(attachCaptions(makeBlocks([...result.parts, ...side], page.frame, words))));
    // What a page held is in its blocks now: a long manual's words are not kept twice.
    page.segments = [];
    furniture.byPage[i]!.clear();
  }
  return { blocks: joiner.finish(), furniture: [...furniture.texts, ...sideTexts] };
}

/** Running heads and page numbers of all pages. Where the text is printed sideways they mostly stay upright, as on the other
 *  pages. */
function furnitureOf(pages: readonly ScannedPage[]): Furniture {
  const found = findFurniture(pages.map((page) => ({ frame: page.frame, segments: page.segments, tall: tallTables(page) })));
  if (pages.every((page) => uprightText(page) === undefined)) return found;
  const upright = findFurniture(pages.map((page) => ({ frame: page.frame, segments: page.segments, tall: [], ...uprightText(page) })));
  for (const [i, page] of pages.entries())
    if (uprightText(page) !== undefined) for (const segment of upright.byPage[i]!) found.byPage[i]!.add(segment);
  return found;
}

const tallTables = ({ ruled, frame }: ScannedPage): Rect[] =>
  ruled.tables.map((t) => t.rect).filter((rect) => height(rect) > 0.12 * frameHeight(frame));

const uprightText = ({ strays }: ScannedPage): Stray | undefined => strays.find(({ frame }) => frame.turns === 0);
