import { numberText } from '../office/number-text.ts';
import { walkXml } from '../office/walk-xml.ts';

type Raw = {
  parent: string | null;
  name: string;
  bold: boolean | null;
  size: number | null;
  raised: boolean | null;
  boxed: boolean;
  outline: number | null;
  list: string | null;
  hidden: boolean;
  indent: number;
};
export type OdfStyle = Omit<Raw, 'parent' | 'bold' | 'raised'> & {
  bold: boolean;
  raised: boolean /** Names from the style itself up to its oldest ancestor. */;
  names: string[];
};
type Level = { format: string | null; prefix: string; suffix: string; start: number; display: number };

const MAX_ANCESTORS = 20;
const MAX_LEVELS = 10;
/** The style of numbered headings. */
export const OUTLINE = '\u0000outline';

/** Styles and list styles of styles.xml and content.xml together. */
export class OdfStyles {
  readonly #raw = new Map<string, Raw>();
  readonly #known = new Map<string, OdfStyle>();
  readonly #lists = new Map<string, Map<number, Level>>();

  read(xml: Buffer | undefined, file: string, part: string): void {
    if (xml === undefined) return;
    let style: Raw | null = null;
    let list: Map<number, Level> | null = null;
    walkXml(
      xml,
      { file, part },
      {
        open: (tag, attributes) => {
          if (tag === 'style' && attributes.name !== undefined) {
            style = newStyle(attributes);
            this.#raw.set(attributes.name, style);
          } else if (tag === 'list-style' || tag === 'outline-style') {
            list = new Map();
            this.#lists.set(tag === 'outline-style' ? OUTLINE : (attributes.name ?? ''), list);
          } else if (/^(?:list-level-style-|outline-level-style)/.test(tag))
            list?.set(Number(attributes.level) || 1, newLevel(tag, attributes));
          else if (style !== null && tag.endsWith('-properties')) takeProperties(style, attributes);
        },
        close: (tag) => {
          if (tag === 'style') style = null;
          if (tag === 'list-style' || tag === 'outline-style') list = null;
        },
      },
    );
  }

  of(name: string | undefined): OdfStyle {
    const key = name ?? '';
    const known = this.#known.get(key);
    if (known) return known;
    const style: OdfStyle = {
      name: '',
      names: [],
      bold: false,
      raised: false,
      size: null,
      boxed: false,
      outline: null,
      list: null,
      hidden: false,
      indent: 0,
    };
    const chain: [string, Raw][] = [];
    for (let id: string | null = key; id !== null && chain.length < MAX_ANCESTORS; ) {
      const raw = this.#raw.get(id);
      if (raw === undefined) break;
      chain.push([raw.name || id, raw]);
      id = raw.parent;
    }
    for (const [id, raw] of chain.toReversed()) {
      style.names.unshift(id);
      style.bold = raw.bold ?? style.bold;
      style.raised = raw.raised ?? style.raised;
      style.size = raw.size ?? style.size;
      style.outline = raw.outline ?? style.outline;
      style.list = raw.list ?? style.list;
      style.boxed ||= raw.boxed;
      style.hidden ||= raw.hidden;
      style.indent = raw.indent || style.indent;
    }
    this.#known.set(key, style);
    return style;
  }

  /** The mark of an item whose counters are given, the item's own last; null: it bears none. */
  mark(list: string | null, counters: readonly number[]): string | null {
    const levels = this.#lists.get(list ?? '');
    const at = counters.length;
    const level = levels?.get(Math.min(at, MAX_LEVELS));
    if (level === undefined) return list === OUTLINE ? null : '•';
    if (level.format === null) return '•';
    const first = Math.max(1, at - level.display + 1);
    const numbers: string[] = [];
    for (let shown = first; shown <= at; shown += 1) {
      const text = numberText(counters[shown - 1] ?? 1, levels?.get(shown)?.format ?? '');
      if (text !== '') numbers.push(text);
    }
    return numbers.length === 0 ? null : `${level.prefix}${numbers.join('.')}${level.suffix}`.trim();
  }

  startOf(list: string | null, level: number): number {
    return this.#lists.get(list ?? '')?.get(level)?.start ?? 1;
  }
}

function newStyle(attributes: Record<string, string>): Raw {
  const outline = Number(attributes['default-outline-level']);
  return {
    parent: attributes['parent-style-name'] ?? null,
    name: (attributes['display-name'] ?? attributes.name ?? '').replaceAll('_20_', ' '),
    bold: null,
    size: null,
    raised: null,
    boxed: false,
    outline: outline > 0 ? outline : null,
    list: attributes['list-style-name'] || null,
    hidden: false,
    indent: 0,
  };
}

function takeProperties(style: Raw, attributes: Record<string, string>): void {
  const weight = attributes['font-weight'];
  if (weight !== undefined) style.bold = weight === 'bold' || Number(weight) >= 600;
  const size = /^([\d.]+)pt$/.exec(attributes['font-size'] ?? '')?.[1];
  if (size !== undefined) style.size = Number(size);
  const position = attributes['text-position'];
  if (position !== undefined) style.raised = /^(?:super|[1-9])/.test(position);
  const fill = attributes['background-color'];
  if (fill !== undefined && !/^(?:transparent|#ffffff)$/i.test(fill)) style.boxed = true;
  if (/\d.*(?:solid|double|dashed)/.test(attributes.border ?? '')) style.boxed = true;
  if (attributes.display === 'none' || attributes.display === 'false' || attributes.visibility === 'hidden') style.hidden = true;
  if ((attributes['text-line-through-style'] ?? 'none') !== 'none') style.hidden = true;
  const left = /^([\d.]+)(cm|in|mm)$/.exec(attributes['margin-left'] ?? '');
  if (left) style.indent = Math.min(8, Math.ceil((Number(left[1]) * (left[2] === 'in' ? 2.54 : left[2] === 'mm' ? 0.1 : 1)) / 1.3 - 0.3));
}

function newLevel(tag: string, attributes: Record<string, string>): Level {
  const numbered = !/bullet|image/.test(tag);
  return {
    format: numbered ? (attributes['num-format'] ?? '') : null,
    prefix: attributes['num-prefix'] ?? '',
    suffix: attributes['num-suffix'] ?? '',
    start: Number(attributes['start-value']) || 1,
    display: Number(attributes['display-levels']) || 1,
  };
}
