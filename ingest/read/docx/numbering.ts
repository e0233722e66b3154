import { numberText } from '../office/number-text.ts';
import { walkXml } from '../office/walk-xml.ts';

type Level = { format: string; text: string; start: number };
type List = { abstractId: string; starts: Map<number, number> };

const MAX_LEVELS = 9;

/** The real numbers of numbered paragraphs ("3.1.2", "b)", "第二章"), counted as Word counts them. */
export class Numbering {
  readonly #abstract = new Map<string, Map<number, Level>>();
  readonly #lists = new Map<string, List>();
  /** Lists of one abstract definition count on together, unless one starts anew. */
  readonly #counters = new Map<string, (number | undefined)[]>();
  readonly #started = new Set<string>();

  constructor(xml: Buffer | undefined, file: string) {
    if (xml !== undefined) this.#read(xml, file);
  }

  /** Counts one paragraph; null: it bears no mark. */
  next(numId: string, level: number): string | null {
    const list = this.#lists.get(numId);
    const levels = this.#abstract.get(list?.abstractId ?? '');
    const at = Math.min(MAX_LEVELS - 1, Math.max(0, level));
    if (list === undefined || levels === undefined) return null;
    const counters = this.#counters.get(list.abstractId) ?? [];
    this.#counters.set(list.abstractId, counters);
    const first = !this.#started.has(`${numId}:${at}`) && list.starts.has(at);
    this.#started.add(`${numId}:${at}`);
    const start = list.starts.get(at) ?? levels.get(at)?.start ?? 1;
    counters[at] = first || counters[at] === undefined ? start : counters[at] + 1;
    counters.length = at + 1;
    return markOf(levels, counters, at);
  }

  #read(xml: Buffer, file: string): void {
    let abstract: Map<number, Level> | null = null;
    let list: List | null = null;
    let level = 0;
    walkXml(
      xml,
      { file, part: 'word/numbering.xml' },
      {
        open: (tag, attributes) => {
          const { val } = attributes;
          if (tag === 'abstractNum') {
            abstract = new Map();
            this.#abstract.set(attributes.abstractNumId ?? '', abstract);
          } else if (tag === 'num') {
            list = { abstractId: '', starts: new Map() };
            this.#lists.set(attributes.numId ?? '', list);
          } else if (tag === 'lvl' || tag === 'lvlOverride') {
            level = Number(attributes.ilvl) || 0;
            if (list === null) abstract?.set(level, { format: 'decimal', text: '', start: 1 });
          } else if (tag === 'abstractNumId' && list !== null) list.abstractId = val ?? '';
          else if (tag === 'startOverride') list?.starts.set(level, Number(val) || 0);
          else if (list === null) takeLevel(abstract?.get(level), tag, val);
        },
        close: (tag) => {
          if (tag === 'abstractNum') abstract = null;
          if (tag === 'num') list = null;
        },
      },
    );
  }
}

function takeLevel(level: Level | undefined, tag: string, val: string | undefined): void {
  if (level === undefined) return;
  if (tag === 'numFmt') level.format = val ?? 'decimal';
  if (tag === 'lvlText') level.text = val ?? '';
  if (tag === 'start') level.start = Number(val) || 0;
}

function markOf(levels: ReadonlyMap<number, Level>, counters: readonly (number | undefined)[], at: number): string | null {
  const level = levels.get(at);
  if (level === undefined || level.format === 'none') return null;
  if (level.format === 'bullet') return '•';
  const mark = level.text.replaceAll(/%([1-9])/g, (_, digit: string) => {
    const other = Number(digit) - 1;
    const counted = counters[other] ?? levels.get(other)?.start ?? 1;
    return numberText(counted, levels.get(other)?.format ?? 'decimal');
  });
  return mark.trim() === '' ? null : mark.trim();
}
