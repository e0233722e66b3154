import { execFileSync } from 'node:child_process';
import type { Box } from '../../knowledge/document/box.ts';

/** A letter as it is drawn: the rectangle of its outline, fractions of the displayed page; `baseline`: what it stands on, in points.
 *  `ink` is null where no outline was found for it. */
export type DrawnLetter = { letter: string; ink: Box | null; baseline: number };

type Glyph = { left: number; top: number; right: number; bottom: number; x: number; y: number };
type Word = { text: string[]; xMin: number; yMin: number; xMax: number; yMax: number };

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Where a line's baseline lies between the upper and lower edge of poppler's word boxes, for most fonts. */
const BASELINE = 0.78;
/** Points by which a letter's middle may lie beside its word's box. */
const SLACK = 0.6;

/** The letters of a page in pdftotext's order, with their outlines as cairo draws them (pdftocairo -svg). Of poppler's word boxes only the
 *  horizontal extent is used: their heights are the fonts' own words, which are often wrong. */
export function drawnLetters(file: string, page: number): DrawnLetter[] {
  const words = wordsOf(file, page);
  const { width, height, glyphs } = drawnPage(file, page);
  return words.flatMap((word) => {
    const inks = inksOf(word, glyphs);
    return word.text.flatMap((character, index) => {
      const { ink, baseline } = inks[index]!;
      const box = ink && {
        page,
        x: ink.left / width,
        y: ink.top / height,
        width: (ink.right - ink.left) / width,
        height: (ink.bottom - ink.top) / height,
      };
      return [...folded(character)].map((letter) => ({ letter, ink: box, baseline }));
    });
  });
}

/** As sentences are compared: without spaces, hyphens and differences of writing. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\u00ad\-‐‑]/g, '')
    .replaceAll('〜', '~');
}

function wordsOf(file: string, page: number): Word[] {
  const out = run('pdftotext', ['-bbox', '-cropbox', '-f', String(page), '-l', String(page), file, '-']);
  const words: Word[] = [];
  for (const match of out.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<\/word>/g)) {
    const [xMin, yMin, xMax, yMax] = match.slice(1, 5).map(Number) as [number, number, number, number];
    const text = [...match[5]!.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!)];
    words.push({ text, xMin, yMin, xMax, yMax });
  }
  return words;
}

function drawnPage(file: string, page: number): { width: number; height: number; glyphs: Glyph[] } {
  const svg = run('pdftocairo', ['-svg', '-f', String(page), '-l', String(page), file, '-']);
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number) as [number, number, number];
  const outlines = new Map<string, number[]>();
  for (const [, id, path] of svg.matchAll(/<(?:symbol|g)[^>]* id="(glyph[\d-]+)">\s*<path[^>]* d="([^"]*)"/g)) {
    const numbers = path!.match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)?.map(Number) ?? [];
    if (numbers.length > 0) outlines.set(id!, numbers);
  }
  const glyphs: Glyph[] = [];
  for (const [, id, x, y] of svg.matchAll(/<use xlink:href="#(glyph[\d-]+)" x="([\d.-]+)" y="([\d.-]+)"/g)) {
    const numbers = outlines.get(id!);
    if (!numbers) continue;
    const xs = numbers.filter((_, index) => index % 2 === 0);
    const ys = numbers.filter((_, index) => index % 2 === 1);
    const [atX, atY] = [Number(x), Number(y)];
    glyphs.push({
      left: atX + Math.min(...xs),
      right: atX + Math.max(...xs),
      top: atY + Math.min(...ys),
      bottom: atY + Math.max(...ys),
      x: atX,
      y: atY,
    });
  }
  return { width, height, glyphs };
}

/** The outlines of a word's letters. Where there are fewer glyphs than letters (ligatures), a letter has the glyph at its share of the word. */
function inksOf(word: Word, glyphs: readonly Glyph[]): { ink: Glyph | null; baseline: number }[] {
  const { text, xMin, xMax, yMin, yMax } = word;
  const inside = glyphs.filter(({ y, left, right }) => {
    const middle = (left + right) / 2;
    return middle > xMin - SLACK && middle < xMax + SLACK && y > yMin && y < yMax + SLACK;
  });
  const expected = yMin + BASELINE * (yMax - yMin);
  const baseline = inside.map(({ y }) => y).sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected))[0] ?? expected;
  const line = inside.filter(({ y }) => Math.abs(y - baseline) < 0.1).sort((a, b) => a.x - b.x);
  const share = (xMax - xMin) / text.length;
  return text.map((_, index) => {
    if (line.length === text.length) return { ink: line[index]!, baseline };
    const middle = xMin + (index + 0.5) * share;
    return { ink: line.findLast(({ x }) => x <= middle) ?? line[0] ?? null, baseline };
  });
}

function run(program: string, options: readonly string[]): string {
  return execFileSync(program, options, { encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] });
}
