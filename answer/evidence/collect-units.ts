import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { normalizeCode } from '../../knowledge/text/codes.ts';
import { addressedStretches, type Stretch } from '../../knowledge/text/model-address/addressed-stretches.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { EvidenceUnit, RowCell } from './evidence-unit.ts';
import { splitSentences } from './split-sentences.ts';

const CELL_JOINT = ' | ';
/** A sentence with fewer letters and digits says nothing by itself. */
const MIN_CHARACTERS = 4;

type Line = { start: number; end: number; text: string };
type Row = { cells: RowCell[]; keys: readonly string[] };

/** The sentences and rows of a passage, in reading order. Header rows and bare headings are left out, and what speaks to a language
 *  model instead of to a reader: nothing is answered with it. */
export function collectUnits(hit: RankedPassage, rank: number): EvidenceUnit[] {
  const { passage } = hit;
  const lines = linesOf(passage.text);
  const addressed = addressedStretches(passage.text);
  const units: EvidenceUnit[] = [];
  let header: Line | null = null;
  let intro: Line | null = null;
  let heading: string | null = null;
  for (const line of lines) {
    if (passage.headings?.some(({ start, end }) => start <= line.start && line.end <= end)) {
      heading = line.text;
      [header, intro] = [null, null];
      continue;
    }
    if (isRow(line, hit)) {
      const row = rowOf(line, hit, header);
      const kept = row && withoutAddressed(line.text, row, addressed);
      if (kept)
        units.push(
          unitOf(kept.text, { hit, rank, start: line.start, end: line.end, keys: kept.keys, cells: kept.cells, heading, intro: null }),
        );
      header ??= line;
      continue;
    }
    header = null;
    const listed = LIST_MARK.test(line.text);
    if (!listed) intro = null;
    for (const { start, end } of splitSentences(line.text)) {
      const kept = beforeAny(addressed, { start: line.start + start, end: line.start + end });
      const text = passage.text.slice(kept.start, kept.end).trimEnd();
      if ((text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < MIN_CHARACTERS) continue;
      units.push(
        unitOf(text, {
          hit,
          rank,
          start: kept.start,
          end: kept.start + text.length,
          cells: null,
          keys: [],
          heading,
          intro: listed ? intro : null,
        }),
      );
    }
    if (/[:：]\s*$/.test(line.text)) intro = line;
  }
  return units;
}

function unitOf(text: string, rest: Omit<EvidenceUnit, 'text' | 'tokens'>): EvidenceUnit {
  return { ...rest, text, tokens: new Set(tokenize(text)) };
}

const LIST_MARK = /^\s*(?:[•●○■□▪–—*·‣-]|\(?[\da-z]{1,2}[.)、]|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.])\s*/iu;

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const part of text.split('\n')) {
    if (part.trim() !== '') lines.push({ start, end: start + part.length, text: part });
    start += part.length + 1;
  }
  return lines;
}

function isRow(line: Line, hit: RankedPassage): boolean {
  return line.text.includes(CELL_JOINT) && (hit.passage.kind === 'table' || hit.records.length > 0 || /\|.*\|/.test(line.text));
}

/** What of a sentence comes before a stretch that is kept out; empty where nothing does. */
function beforeAny(stretches: readonly Stretch[], place: Stretch): Stretch {
  const first = stretches.find(({ start, end }) => start < place.end && place.start < end);
  return first === undefined ? place : { start: place.start, end: Math.max(place.start, first.start) };
}

function isIn(stretches: readonly Stretch[], place: Stretch): boolean {
  return stretches.some(({ start, end }) => start < place.end && place.start < end);
}

/** The row without the cells that speak to a language model; null where that is the cell that names it, or nothing else remains. */
function withoutAddressed(text: string, { cells, keys }: Row, addressed: readonly Stretch[]): (Row & { text: string }) | null {
  const kept = cells.filter((cell) => !isIn(addressed, cell));
  if (kept.length === cells.length) return { text, cells, keys };
  if (kept[0] !== cells[0] || kept.every(({ value }, column) => column === 0 || value === '')) return null;
  return { text: kept.map(({ value }) => value).join(CELL_JOINT), cells: kept, keys };
}

/** A row's cells and keys: the record's where the retrieval brought it, else the line cut at its joints under the header line,
 *  its first cell the key. Null for the header row itself. */
function rowOf(line: Line, hit: RankedPassage, header: Line | null): Row | null {
  const record = hit.records.find(({ passageId, fields }) => {
    const first = fields[0];
    return passageId === hit.passage.id && first !== undefined && first.start >= line.start && first.end <= line.end;
  });
  if (record)
    return {
      cells: record.fields.map(({ header: name, value, unit, start, end }) => ({ header: name, value, unit, start, end })),
      keys: record.keys,
    };
  if (header === null) return null;
  const headers = header.text.split(CELL_JOINT);
  const cells: RowCell[] = [];
  let start = line.start;
  for (const [column, value] of line.text.split(CELL_JOINT).entries()) {
    cells.push({ header: headers[column]?.trim() ?? '', value: value.trim(), unit: null, start, end: start + value.length });
    start += value.length + CELL_JOINT.length;
  }
  return { cells, keys: cells[0] ? [normalizeCode(cells[0].value)] : [] };
}
