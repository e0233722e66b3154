import { type GrayImage, inkThreshold } from './gray-image.ts';

/** A drawn line, in pixels: `at` is the middle of its y (horizontal) or x (vertical), `from`..`to` its extent. */
export type PixelRule = { at: number; from: number; to: number; thickness: number };
export type PixelRules = { horizontal: PixelRule[]; vertical: PixelRule[] };

/** Runs of ink this long are no strokes of letters, as a share of the longer side (a quarter of an inch on A4). */
const SHORTEST_RUN = 0.021;
/** Shortest rule, as a share of the longer side. */
const SHORTEST_RULE = 0.03;
/** Thickest rule, as a share of the longer side (2 mm on A4): thicker ones are areas. */
const THICKEST = 0.007;
/** Gaps that noise tears into a rule, pixels. */
const TORN = 2;

/** Finds the rules of tables and frames on a level page: long runs of ink, a few pixels thick. Nothing is found in areas
 *  (screenshots, photographs), which are thicker. */
export function findRules(image: GrayImage): PixelRules {
  const side = Math.max(image.width, image.height);
  const ink = inkOf(image);
  const { width, height } = image;
  return {
    horizontal: linesAlong((x, y) => ink[y * width + x] ?? 0, width, height, side),
    vertical: linesAlong((x, y) => ink[x * width + y] ?? 0, height, width, side),
  };
}

/** 1 where a pixel is ink. */
function inkOf(image: GrayImage): Uint8Array {
  const threshold = inkThreshold(image);
  // Thin rules come out paler than letters.
  const pale = Math.min(threshold + (255 - threshold) * 0.25, 215);
  const ink = new Uint8Array(image.data.length);
  for (let i = 0; i < ink.length; i++) ink[i] = image.data[i]! <= pale ? 1 : 0;
  return ink;
}

type Run = { from: number; to: number; at: number };
type Chain = { from: number; to: number; first: number; last: number; runs: Run[] };

function linesAlong(inkAt: (along: number, across: number) => number, length: number, rows: number, side: number): PixelRule[] {
  const shortest = Math.max(24, SHORTEST_RUN * side);
  const open: Chain[] = [];
  const done: Chain[] = [];
  for (let at = 0; at < rows; at++) {
    const runs = runsOf(inkAt, length, at, shortest);
    for (let i = open.length - 1; i >= 0; i--) if (open[i]!.last < at - 2) done.push(...open.splice(i, 1));
    for (const run of runs) {
      const chain = open.find((other) => touches(other, run));
      if (chain === undefined) open.push({ from: run.from, to: run.to, first: at, last: at, runs: [run] });
      else {
        chain.runs.push(run);
        chain.last = at;
        chain.from = Math.min(chain.from, run.from);
        chain.to = Math.max(chain.to, run.to);
      }
    }
  }
  return [...done, ...open].flatMap((chain) => ruleOf(chain, side)).filter((rule) => standsFree(rule, inkAt));
}

/** Beside a rule lies paper, or an area that it borders. Serifs in a row look like a rule, but stems stand on them. */
function standsFree({ at, from, to, thickness }: PixelRule, inkAt: (along: number, across: number) => number): boolean {
  const reach = Math.ceil(thickness / 2) + 3;
  return [Math.floor(at) - reach, Math.ceil(at) + reach].every((across) => {
    let ink = 0;
    for (let along = from; along < to; along++) ink += across < 0 ? 0 : inkAt(along, across);
    const share = ink / (to - from);
    return share < 0.15 || share > 0.9;
  });
}

/** The chain's lowest runs touch or overlap this one: a slightly slanted line goes on one row further. */
function touches(chain: Chain, run: Run): boolean {
  for (let i = chain.runs.length - 1; i >= 0 && chain.runs[i]!.at >= run.at - 2; i--) {
    const other = chain.runs[i]!;
    if (run.from <= other.to + TORN && run.to >= other.from - TORN) return true;
  }
  return false;
}

function runsOf(inkAt: (along: number, across: number) => number, length: number, at: number, shortest: number): Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < length; x++) {
    if (inkAt(x, at) === 0) continue;
    let end = x;
    let torn = 0;
    let ink = 0;
    for (let i = x; i < length && torn <= TORN; i++) {
      if (inkAt(i, at) === 1) {
        ink++;
        end = i;
        torn = 0;
      } else torn++;
    }
    if (end - x + 1 >= shortest && ink >= 0.92 * (end - x + 1)) runs.push({ from: x, to: end + 1, at });
    x = end;
  }
  return runs;
}

function ruleOf(chain: Chain, side: number): PixelRule[] {
  const length = chain.to - chain.from;
  const area = chain.runs.reduce((sum, run) => sum + run.to - run.from, 0);
  const thickness = area / length;
  const drift = chain.last - chain.first + 1;
  if (length < SHORTEST_RULE * side || thickness > THICKEST * side || thickness > length / 8 || drift > thickness + 0.02 * length + 3)
    return [];
  const at = chain.runs.reduce((sum, run) => sum + (run.at + 0.5) * (run.to - run.from), 0) / area;
  return [{ at, from: chain.from, to: chain.to, thickness: drift }];
}

/** The page without its rules: recognizers take them for letters, and lose words that touch them. */
export function eraseRules(image: GrayImage, { horizontal, vertical }: PixelRules): GrayImage {
  const data = Uint8Array.from(image.data);
  const { width, height } = image;
  const paint = (x1: number, y1: number, x2: number, y2: number, paper: (x: number, y: number) => number): void => {
    for (let y = Math.max(0, y1); y < Math.min(height, y2); y++)
      for (let x = Math.max(0, x1); x < Math.min(width, x2); x++) data[y * width + x] = paper(x, y);
  };
  for (const rule of horizontal) {
    const [top, bottom] = [Math.floor(rule.at - rule.thickness / 2) - 2, Math.ceil(rule.at + rule.thickness / 2) + 2];
    const light = (x: number): number => lighter(image, x, top - 1, x, bottom);
    paint(rule.from - 2, top, rule.to + 2, bottom, light);
  }
  for (const rule of vertical) {
    const [left, right] = [Math.floor(rule.at - rule.thickness / 2) - 2, Math.ceil(rule.at + rule.thickness / 2) + 2];
    // Where rules cross, the horizontal one is gone by now.
    const light = (_: number, y: number): number => lighter({ width, height, data }, left - 1, y, right, y);
    paint(left, rule.from - 2, right, rule.to + 2, light);
  }
  return { width, height, data };
}

/** The lighter of two pixels: beside a rule stands paper on one side at least. */
function lighter({ width, height, data }: GrayImage, x1: number, y1: number, x2: number, y2: number): number {
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= width || y >= height ? 255 : data[y * width + x]!);
  return Math.max(at(x1, y1), at(x2, y2));
}
