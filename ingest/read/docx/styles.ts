import { walkXml } from '../office/walk-xml.ts';

/** What a paragraph style says, its ancestors' say included. */
export type DocxStyle = {
  name: string;
  /** Heading level from 1; null: none. */
  heading: number | null;
  numId: string | null;
  ilvl: number;
  bold: boolean;
  /** Points. */
  size: number | null;
  boxed: boolean;
};

type Raw = {
  name: string;
  basedOn: string | null;
  outline: number | null;
  numId: string | null;
  ilvl: number | null;
  bold: boolean | null;
  size: number | null;
  boxed: boolean;
};

const NONE: DocxStyle = { name: '', heading: null, numId: null, ilvl: 0, bold: false, size: null, boxed: false };
/** A style that is its own ancestor (broken files) ends here. */
const MAX_ANCESTORS = 20;

/** Paragraph styles by id; unknown ids give a style that says nothing. */
export class DocxStyles {
  readonly #raw = new Map<string, Raw>();
  readonly #known = new Map<string, DocxStyle>();
  #default: string | null = null;
  #defaultSize = 10;

  constructor(xml: Buffer | undefined, file: string) {
    if (xml !== undefined) this.#read(xml, file);
  }

  of(id: string | null): DocxStyle {
    const key = id ?? this.#default ?? '';
    const known = this.#known.get(key);
    if (known) return known;
    const style = this.#resolve(key);
    this.#known.set(key, style);
    return style;
  }

  #resolve(id: string): DocxStyle {
    const style: DocxStyle = { ...NONE, size: this.#defaultSize };
    const chain: Raw[] = [];
    for (let raw = this.#raw.get(id); raw !== undefined && chain.length < MAX_ANCESTORS; raw = this.#raw.get(raw.basedOn ?? ''))
      chain.push(raw);
    for (const raw of chain.toReversed()) {
      style.name = raw.name;
      if (raw.outline !== null) style.heading = raw.outline < 9 ? raw.outline + 1 : null;
      if (raw.numId !== null) style.numId = raw.numId;
      if (raw.ilvl !== null) style.ilvl = raw.ilvl;
      if (raw.bold !== null) style.bold = raw.bold;
      if (raw.size !== null) style.size = raw.size;
      if (raw.boxed) style.boxed = true;
    }
    style.heading ??= headingByName(style.name);
    return style;
  }

  #read(xml: Buffer, file: string): void {
    let style: Raw | null = null;
    let inDefaults = false;
    walkXml(
      xml,
      { file, part: 'word/styles.xml' },
      {
        open: (tag, attributes) => {
          if (tag === 'docDefaults') inDefaults = true;
          if (tag === 'sz' && inDefaults) this.#defaultSize = Number(attributes.val) / 2 || this.#defaultSize;
          if (tag === 'style' && attributes.type === 'paragraph') {
            style = { name: '', basedOn: null, outline: null, numId: null, ilvl: null, bold: null, size: null, boxed: false };
            this.#raw.set(attributes.styleId ?? '', style);
            if (isOn(attributes.default, false)) this.#default = attributes.styleId ?? null;
          } else if (style !== null) takeProperty(style, tag, attributes);
        },
        close: (tag) => {
          if (tag === 'style') style = null;
          if (tag === 'docDefaults') inDefaults = false;
        },
      },
    );
  }
}

function takeProperty(style: Raw, tag: string, { val, fill }: Record<string, string>): void {
  if (tag === 'name') style.name = val ?? '';
  else if (tag === 'basedOn') style.basedOn = val ?? null;
  else if (tag === 'outlineLvl') style.outline = Number(val);
  else if (tag === 'numId') style.numId = val ?? null;
  else if (tag === 'ilvl') style.ilvl = Number(val) || 0;
  else if (tag === 'b') style.bold = isOn(val, true);
  else if (tag === 'sz') style.size = Number(val) / 2 || null;
  else if (tag === 'pBdr') style.boxed = true;
  else if (tag === 'shd') style.boxed ||= isShade(fill);
}

function headingByName(name: string): number | null {
  const level = /^(?:heading|überschrift|标题|titre|título)\s*([1-9])$/i.exec(name)?.[1];
  if (level !== undefined) return Number(level);
  return /^(?:title|标题)$/i.test(name) ? 1 : null;
}

/** OOXML's switches: absent value means on. */
export function isOn(value: string | undefined, absent: boolean): boolean {
  return value === undefined ? absent : !/^(?:0|false|off|none|nil)$/.test(value);
}

/** A fill that can be seen on white paper. */
export function isShade(fill: string | undefined): boolean {
  return fill !== undefined && !/^(?:auto|ffffff|none)$/i.test(fill);
}
