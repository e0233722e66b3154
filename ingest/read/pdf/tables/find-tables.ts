import { centreInside, contains, height, overlaps, type Rect, width } from '../geometry.ts';
import type { PageGraphics } from '../page-graphics.ts';
import type { Segment } from '../text-lines.ts';
import { countHeaderRows } from './header-rows.ts';
import { isListing, type PageTable } from './page-table.ts';
import { fillGrid, gridOf } from './ruled-grid.ts';
import { groupRules, mergeRules, type RuleGroup } from './rules.ts';
import { stackedTables } from './stacked-rules.ts';

export type RuledAreas = {
  tables: PageTable[];
  /** Frames and coloured boxes around text: likely notices. */
  frames: Rect[];
};

/** Pairs of rules looked at on a page: more are a plan or a diagram, and would take minutes. */
const MAX_CROSSINGS = 2_000_000;

/** Finds the tables that rules or shading show, and the frames that hold running text. */
export function findRuledTables(segments: readonly Segment[], graphics: PageGraphics, page: Rect): RuledAreas {
  const horizontal = mergeRules(graphics.horizontal);
  const vertical = mergeRules(graphics.vertical);
  if (horizontal.length * vertical.length > MAX_CROSSINGS) return { tables: [], frames: [] };
  const groups = groupRules(horizontal, vertical);
  const tables: PageTable[] = [];
  const frames: Rect[] = [];
  const lone: RuleGroup['horizontal'] = [];
  for (const group of groups.sort((a, b) => area(a) - area(b))) {
    if (group.vertical.length === 0) lone.push(...group.horizontal);
    else if (group.horizontal.length >= 1) addGroup(group, segments, graphics, tables, frames);
  }
  const free = segments.filter((s) => !tables.some((t) => t.segments.has(s)));
  tables.push(...stackedTables(lone, outsideTables(graphics, tables), free));
  frames.push(...ruledNotices(lone, free));
  for (const fill of graphics.fills) if (isNoticeBox(fill, page, tables)) frames.push(fill);
  for (const table of tables) table.headerRows = countHeaderRows(table.rows);
  return { tables, frames: framesWithText(frames, segments, tables, page) };
}

const area = (rect: Rect): number => width(rect) * height(rect);

function addGroup(group: RuleGroup, segments: readonly Segment[], graphics: PageGraphics, tables: PageTable[], frames: Rect[]): void {
  const inside = segments.filter((s) => centreInside(group, s) && !tables.some((t) => t.segments.has(s)));
  const holdsTable = tables.some((t) => contains(group, t.rect, 2));
  const grid = holdsTable ? null : gridOf(group, inside);
  const shaded = (cell: Rect): boolean => graphics.fills.some((fill) => covers(fill, cell));
  const table = grid === null ? null : fillGrid(grid, inside, shaded);
  const listing = table !== null && grid?.ruledColumns === false && isListing(table);
  if (table !== null && !listing && isTable(table) && !isDrawing(group, graphics, table)) tables.push(table);
  else if (group.vertical.length >= 2 && group.horizontal.length >= 2) frames.push(group);
}

const NOTICE_WORD =
  /^(?:danger|warning|caution|attention|notice|note|important|tip|hinweis|achtung|warnung|gefahr|vorsicht|危险|危險|警告|小心|当心|注意|提示|注)\b/i;

/** Words between two rules of one length are a notice where they begin as one; a rule above and below alone says little. */
function ruledNotices(lone: RuleGroup['horizontal'], segments: readonly Segment[]): Rect[] {
  const notices: Rect[] = [];
  const rules = [...lone].sort((a, b) => a.at - b.at);
  for (const upper of rules) {
    const lower = rules.find((r) => r.at > upper.at + 10 && Math.abs(r.from - upper.from) < 3 && Math.abs(r.to - upper.to) < 3);
    if (lower === undefined || lower.at - upper.at > 260) continue;
    const rect = { left: upper.from - 2, right: upper.to + 2, top: upper.at, bottom: lower.at };
    const first = segments.filter((s) => centreInside(rect, s)).sort((a, b) => a.baseline - b.baseline || a.left - b.left)[0];
    if (first !== undefined && NOTICE_WORD.test(first.text)) notices.push(rect);
  }
  return notices;
}

function covers(fill: Rect, cell: Rect): boolean {
  const x = Math.min(fill.right, cell.right) - Math.max(fill.left, cell.left);
  const y = Math.min(fill.bottom, cell.bottom) - Math.max(fill.top, cell.top);
  return x > 0.7 * width(cell) && y > 0.6 * height(cell);
}

/** At least two rows in which two different cells speak; or a full head of four columns and more over rows that are nearly
 *  empty (the first rows of a table that the page's end cuts). */
function isTable(table: PageTable): boolean {
  const spoken = table.rows.map((row) => row.filter((cell) => cell.lines.length > 0 && !cell.repeated).length);
  const full = spoken.filter((count) => count >= 2).length;
  if (full >= 2 || (full === 1 && table.rows.length >= 3 && table.columns.length > 3)) return true;
  return full === 1 && spoken[0]! >= FULL_HEAD && spoken[0] === table.columns.length - 1 && spoken.slice(1).some((count) => count > 0);
}

/** Fewest cells of a head that alone make a table. */
const FULL_HEAD = 4;

/** Diagrams have rules too, but more curves and slanted strokes than cells. */
function isDrawing(group: Rect, graphics: PageGraphics, table: PageTable): boolean {
  const strokes = graphics.strokes.filter((s) => contains(group, s, 2)).length;
  const spoken = table.rows.flat().filter((cell) => cell.lines.length > 0 && !cell.repeated).length;
  return strokes > 4 + spoken || spoken < (table.rows.length * (table.columns.length - 1)) / 8;
}

function outsideTables(graphics: PageGraphics, tables: readonly PageTable[]): PageGraphics {
  return { ...graphics, fills: graphics.fills.filter((fill) => !tables.some((t) => overlaps(t.rect, fill))) };
}

function isNoticeBox(fill: Rect, page: Rect, tables: readonly PageTable[]): boolean {
  if (width(fill) < 60 || height(fill) < 12 || area(fill) > 0.7 * area(page)) return false;
  return !tables.some((t) => overlaps(t.rect, fill));
}

/** Frames that hold words and are no whole page border; a frame inside another is dropped. */
function framesWithText(frames: readonly Rect[], segments: readonly Segment[], tables: readonly PageTable[], page: Rect): Rect[] {
  const taken = new Set(tables.flatMap((t) => [...t.segments]));
  const speaking = frames.filter(
    (frame) => area(frame) < 0.7 * area(page) && segments.some((s) => !taken.has(s) && centreInside(frame, s)),
  );
  const merged: Rect[] = [];
  for (const frame of speaking.sort((a, b) => area(b) - area(a))) {
    const outer = merged.find((m) => contains(m, frame, 2));
    if (outer) continue;
    const below = merged.find((m) => sameSides(m, frame) && frame.top <= m.bottom + 2 && frame.bottom >= m.top - 2);
    if (below) Object.assign(below, { top: Math.min(below.top, frame.top), bottom: Math.max(below.bottom, frame.bottom) });
    else merged.push({ left: frame.left, top: frame.top, right: frame.right, bottom: frame.bottom });
  }
  return merged;
}

const sameSides = (a: Rect, b: Rect): boolean => Math.abs(a.left - b.left) < 4 && Math.abs(a.right - b.right) < 4;
