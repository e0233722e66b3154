import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import { findCodes } from '../../knowledge/text/codes.ts';
import type { EvidenceUnit, RowCell } from '../evidence/evidence-unit.ts';
import { withoutValues } from '../verify/statement/clauses.ts';
import { type SaidValue, saidValues } from './differing-values.ts';
import { type MachinesOf, machinesOf } from './machines-of.ts';
import { contextText, nameless, subjectText, wordsOf } from './subject-words.ts';

/** That a sentence or a cell of a row gives a thing a value. */
export type Saying = {
  unit: EvidenceUnit;
  /** The cell that gives the value, where a row says it. */
  cell: RowCell | null;
  /** What names the row, where that is a code or a number: "P0-12". */
  code: string | null;
  /** All names of the machines that it is about; none where nothing says so. */
  machines: ReadonlySet<string>;
  /** Words for the thing. */
  subject: ReadonlySet<string>;
  /** Words of the headings above that say more. */
  context: ReadonlySet<string>;
  /** The texts that these are of, in their language: what the thing is called, with words that name no thing; the headings. */
  text: { subject: string; context: string };
  /** Sizes that it names: "M8". */
  sizes: ReadonlySet<string>;
  /** Measured values, by dimension; none where the cell holds a bare number or a designation. */
  values: ReadonlyMap<string, readonly SaidValue[]>;
  /** Further values of the row, by their headers. */
  others: ReadonlyMap<string, string>;
};

/** A sentence with fewer words that tell says its thing elsewhere. */
const FEWEST_WORDS = 2;
/** A cell with more characters is a text, whatever values it holds. */
const LONGEST_VALUE = 40;
/** Sizes of threads, bores and ranges of pressure: many things are called so. */
const SIZE = /(?<![\p{L}\p{N}])(?:M|DN|PN|G|R|NW|SW)\s?\d+(?:[.,]\d+)?(?:\s?[x×]\s?\d+(?:[.,]\d+)?)?(?!\p{L})/gu;
/** What is done before, told in the same sentence. */
const BEFORE = /^.*(?:[,;]\s*(?:and )?then\s|[;；]|[,，；]\s*(?:然后|再))/isu;

/** What a sentence or row says of values; [] where it gives none, or where nothing says of what. */
export function sayingsOf(unit: EvidenceUnit, machines: readonly KnownMachine[]): Saying[] {
  return unit.cells === null ? sentenceSayings(unit, machines) : rowSayings(unit, unit.cells, machines);
}

function sentenceSayings(unit: EvidenceUnit, machines: readonly KnownMachine[]): Saying[] {
  const values = saidValues(unit.text);
  if (values.size === 0) return [];
  const about = machinesOf(unit, machines);
  const text = lastDone(unit.text);
  const thing = nameless(withoutSizes(withoutValues(text)), about.names);
  const subject = wordsOf(subjectText(thing));
  if (subject.size < FEWEST_WORDS) return [];
  const shared = common(unit, about);
  const said = { ...shared.text, subject: thing };
  return [{ ...shared, text: said, subject, sizes: sizesIn(text), values, cell: null, code: null, others: new Map() }];
}

/** A sentence without what is done first, unless that has values too: these may be conditions. */
function lastDone(text: string): string {
  const before = BEFORE.exec(text)?.[0] ?? '';
  return saidValues(before).size === 0 ? text.slice(before.length) : text;
}

function rowSayings(unit: EvidenceUnit, cells: readonly RowCell[], machines: readonly KnownMachine[]): Saying[] {
  const valued = cells.filter((cell, index) => isValue(cell, index));
  if (valued.length === 0) return [];
  const about = machinesOf(unit, machines);
  const shared = common(unit, about);
  const code = codeOf(cells[0]!.value);
  const sizes = sizesIn(cells.map(({ value }) => value).join('\n'));
  const label = cells.filter((cell) => !valued.includes(cell) && !UNIT_COLUMN.test(cell.header)).map(({ value }) => value);
  return valued.flatMap((cell): Saying[] => {
    const text = withUnit(cell, cells);
    const values = saidValues(text);
    const words = [...label, cell.header.replace(UNIT_IN_HEADER, ' '), values.size === 0 ? '' : withoutValues(text)].join(' \n ');
    const thing = nameless(withoutSizes(words), about.names);
    const subject = wordsOf(subjectText(thing));
    if (code === null && subject.size < FEWEST_WORDS) return [];
    const others = new Map(valued.filter((other) => other !== cell).map(({ header, value }) => [header, value]));
    return [{ ...shared, text: { ...shared.text, subject: thing }, subject, sizes, values, cell, code, others }];
  });
}

/** The first cell names the row, unless it is a value as it stands ("every 4000 h"). */
function isValue({ value }: RowCell, index: number): boolean {
  if (value.length > LONGEST_VALUE) return false;
  return index > 0 ? /\d/.test(withoutSizes(value.normalize('NFKC'))) : saidValues(value).size > 0;
}

type Common = Pick<Saying, 'unit' | 'machines' | 'context'> & { text: { context: string } };

function common(unit: EvidenceUnit, { machines, names }: MachinesOf): Common {
  const { hit, start, end, heading, intro } = unit;
  const { passage } = hit;
  const captions = hit.records.flatMap(({ passageId, caption, fields: [first] }) =>
    passageId === passage.id && caption !== null && first && first.start >= start && first.end <= end ? [caption] : [],
  );
  const opening = intro === null ? [] : [passage.text.slice(intro.start, intro.end)];
  const sections = passage.sectionPath.filter((title) => title !== passage.document.title);
  const above = [...sections, ...(heading === null ? [] : [heading]), ...captions, ...opening];
  const context = contextText(above, names);
  return { unit, machines, context: wordsOf(context), text: { context } };
}

function codeOf(text: string): string | null {
  const [found, ...more] = findCodes(text);
  if (found === undefined || more.length > 0 || found.text.trim() !== text.trim()) return null;
  return sizesIn(found.text).size > 0 ? null : found.code;
}

function sizesIn(text: string): Set<string> {
  return new Set(
    text
      .normalize('NFKC')
      .match(SIZE)
      ?.map((size) => size.replaceAll(/\s/g, '')),
  );
}

function withoutSizes(text: string): string {
  return text.replaceAll(SIZE, ' ');
}

const UNIT_COLUMN = /^\s*(?:units?|单位)\s*$/iu;
const UNIT_IN_HEADER = /[(（[［/／]\s*([^()（）[\]［］/／]{1,12}?)\s*[)）\]］]?\s*$/u;
const BARE = /^[<>≤≥±+−–-]?\s?\d+(?:[.,]\d+)?(?:\s?[-–~±…]\s?\d+(?:[.,]\d+)?)?$/;

/** The cell's text; a bare number with the unit of its column or row. */
function withUnit(cell: RowCell, cells: readonly RowCell[]): string {
  const { value, header } = cell;
  if (!BARE.test(value.trim())) return value;
  const unit = cell.unit ?? UNIT_IN_HEADER.exec(header)?.[1] ?? cells.find((other) => UNIT_COLUMN.test(other.header))?.value;
  const whole = `${value} ${unit}`;
  return unit && saidValues(whole).size > 0 ? whole : value;
}
