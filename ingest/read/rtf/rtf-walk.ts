import type { Block } from '../../../knowledge/document/block.ts';
import { textBlock } from '../make-block.ts';
import { symbolText } from '../office/symbols.ts';
import { raise, tidySpaces } from '../pdf/text-joining.ts';
import { encodingOfCharset, encodingOfCodePage } from './rtf-encoding.ts';
import { RtfTables } from './rtf-tables.ts';
import { type RtfToken, rtfTokens } from './rtf-tokens.ts';
import { CHARACTERS, HEADS, INFO, KNOWN_STARRED, SKIPPED } from './rtf-words.ts';

/** Where the words of a group go. */
type Destination = 'body' | 'fonts' | 'styles' | 'marker' | 'head' | 'note' | 'info' | 'skip';
type Group = {
  to: Destination;
  infoName: string;
  bold: boolean;
  size: number;
  raised: boolean;
  hidden: boolean;
  font: number;
  skipAfterUnicode: number;
};
type Style = { name: string; level: number | null };
type Paragraph = {
  text: string;
  boldLetters: number;
  letters: number;
  sizes: Map<number, number>;
  marker: string;
  notes: string[];
  figures: number;
};
type ParagraphLook = { style: number; outline: number | null; boxed: boolean; indent: number; level: number; inTable: boolean };

const TWIPS_A_LEVEL = 720;
const NO_LOOK: ParagraphLook = { style: 0, outline: null, boxed: false, indent: 0, level: 0, inTable: false };

export type RtfDocument = { blocks: Block[]; properties: Record<string, string>; furniture: string[] };

/** The blocks of an RTF document, without recursion over its groups. */
export class RtfWalk {
  readonly #groups: Group[] = [
    { to: 'body', infoName: '', bold: false, size: 12, raised: false, hidden: false, font: 0, skipAfterUnicode: 1 },
  ];
  readonly #fonts = new Map<number, string | null>();
  readonly #symbolFonts = new Set<number>();
  readonly #styles = new Map<number, Style>();
  readonly #properties: Record<string, string> = {};
  readonly #heads = new Set<string>();
  readonly #blocks: Block[] = [];
  readonly #tables = new RtfTables();
  #encoding = 'windows-1252';
  #defaultFont = 0;
  #pending = '';
  #toSkip = 0;
  #paragraph = newParagraph();
  #look: ParagraphLook = { ...NO_LOOK };
  #side = '';
  #style = 0;
  #noteNumber = 0;

  walk(rtf: string): RtfDocument {
    for (const token of rtfTokens(rtf)) this.#take(token);
    this.#flush();
    this.#endParagraph();
    for (const block of this.#tables.end()) this.#blocks.push(block);
    return { blocks: this.#blocks, properties: this.#properties, furniture: [...this.#heads].filter((text) => text !== '') };
  }

  get #group(): Group {
    return this.#groups.at(-1)!;
  }

  #take(token: RtfToken): void {
    if (token.kind === 'bytes') {
      const skipped = Math.min(this.#toSkip, token.text.length);
      this.#toSkip -= skipped;
      if (this.#group.to !== 'skip') this.#pending += token.text.slice(skipped);
      return;
    }
    this.#flush();
    if (token.kind === 'open') {
      this.#groups.push({ ...this.#group });
      // A style without a number is the default one or one of characters: neither makes headings.
      if (this.#group.to === 'styles') this.#style = -1;
    }
    if (token.kind === 'close') this.#closeGroup();
    if (token.kind === 'word') this.#word(token);
    if (token.kind !== 'word' || token.name !== 'u') this.#toSkip = 0;
  }

  /** Bytes gathered so far become words by the encoding of their font. */
  #flush(): void {
    if (this.#pending === '') return;
    const bytes = Buffer.from(this.#pending, 'latin1');
    this.#pending = '';
    const { font } = this.#group;
    if (this.#symbolFonts.has(font))
      this.#addText([...bytes].map((byte) => symbolText('Symbol', byte) || String.fromCharCode(byte)).join(''));
    else this.#addText(new TextDecoder(this.#fonts.get(font) ?? this.#encoding).decode(bytes));
  }

  #addText(text: string): void {
    const { to, hidden, infoName } = this.#group;
    if (to === 'skip' || hidden) return;
    if (to === 'body') this.#addBody(text);
    else if (to === 'marker') this.#paragraph.marker += text;
    else if (to === 'info') this.#properties[infoName] = ((this.#properties[infoName] ?? '') + text).trim();
    else if (to === 'styles') this.#nameStyle(text);
    else if (to === 'fonts') {
      if (/^symbol\b/i.test(text)) this.#symbolFonts.add(this.#group.font);
    } else this.#side += text;
  }

  #addBody(text: string): void {
    const { bold, size, raised } = this.#group;
    const paragraph = this.#paragraph;
    paragraph.text += raised ? raise(text) : text;
    const letters = text.trim().length;
    paragraph.letters += letters;
    if (bold) paragraph.boldLetters += letters;
    if (letters > 0) paragraph.sizes.set(size, (paragraph.sizes.get(size) ?? 0) + letters);
  }

  #nameStyle(text: string): void {
    const style = this.#styles.get(this.#style) ?? { name: '', level: null };
    style.name = (style.name + text.replace(';', '')).trim();
    const level = /^(?:heading|überschrift|标题|titre)\s*([1-9])$/i.exec(style.name)?.[1];
    if (level !== undefined) style.level ??= Number(level);
    else if (/^(?:title|标题)$/i.test(style.name)) style.level ??= 1;
    this.#styles.set(this.#style, style);
  }

  #closeGroup(): void {
    const group = this.#groups.length > 1 ? this.#groups.pop()! : this.#group;
    const outer = this.#group;
    const side = tidySpaces(this.#side.replaceAll(/\s+/g, ' '));
    if (group.to === 'head' && outer.to !== 'head') {
      this.#heads.add(side);
      this.#side = '';
    } else if (group.to === 'note' && outer.to !== 'note') {
      this.#noteNumber += 1;
      const mark = raise(String(this.#noteNumber));
      this.#paragraph.text += mark;
      this.#paragraph.notes.push(`${mark} ${side}`);
      this.#side = '';
    }
  }

  #word({ name, value, starred }: Extract<RtfToken, { kind: 'word' }>): void {
    const group = this.#group;
    if (this.#startsDestination(name, starred)) return;
    if (group.to === 'skip') return;
    if (name === 'u') {
      const code = value ?? 0;
      this.#addText(String.fromCharCode(code < 0 ? code + 65_536 : code));
      this.#toSkip = group.skipAfterUnicode;
    } else if (name in CHARACTERS) this.#addText(CHARACTERS[name]!);
    else if (name === 'ansicpg') this.#encoding = encodingOfCodePage(value ?? 1252);
    else if (name === 'mac') this.#encoding = 'macintosh';
    else if (name === 'deff') this.#defaultFont = group.font = value ?? 0;
    else if (name === 'uc') group.skipAfterUnicode = Math.max(0, value ?? 1);
    else if (name === 'fcharset' && group.to === 'fonts') this.#setCharset(value ?? 0);
    else if (!this.#character(name, value)) this.#layout(name, value);
  }

  #setCharset(charset: number): void {
    this.#fonts.set(this.#group.font, encodingOfCharset(charset));
    if (charset === 2) this.#symbolFonts.add(this.#group.font);
  }

  #startsDestination(name: string, starred: boolean): boolean {
    const group = this.#group;
    if (group.to === 'skip') return true;
    if (name === 'pict' || name === 'shppict') {
      if (name === 'pict') this.#paragraph.figures += 1;
      if (name === 'pict') group.to = 'skip';
    } else if (SKIPPED.has(name)) group.to = 'skip';
    else if (name === 'fonttbl') group.to = 'fonts';
    else if (name === 'stylesheet') group.to = 'styles';
    else if (name === 'listtext' || name === 'pntext') group.to = 'marker';
    else if (HEADS.test(name)) group.to = 'head';
    else if (name === 'footnote') group.to = 'note';
    else if (name === 'info') Object.assign(group, { to: 'info', infoName: 'comment' });
    else if (starred && !KNOWN_STARRED.has(name)) group.to = group.to === 'styles' ? 'styles' : 'skip';
    else return false;
    return true;
  }

  /** Looks of characters; false: it is none. */
  #character(name: string, value: number | null): boolean {
    const group = this.#group;
    if (group.to === 'info' && INFO.has(name)) group.infoName = name === 'doccomm' ? 'comment' : name;
    else if (group.to === 'info') group.to = 'skip';
    else if (name === 'b') group.bold = value !== 0;
    else if (name === 'fs') group.size = (value ?? 24) / 2;
    else if (name === 'f') group.font = value ?? this.#defaultFont;
    else if (name === 'super') group.raised = true;
    else if (name === 'nosupersub' || name === 'sub') group.raised = false;
    else if (name === 'v' || name === 'deleted' || name === 'strike' || name === 'striked') group.hidden = value !== 0;
    else if (name === 'plain') Object.assign(group, { bold: false, size: 12, raised: false, hidden: false, font: this.#defaultFont });
    else return false;
    return true;
  }

  #layout(name: string, value: number | null): void {
    if (this.#group.to === 'styles') {
      if (name === 's') this.#style = value ?? 0;
      if (name === 'outlinelevel' && value !== null && value < 9) this.#styles.set(this.#style, { name: '', level: value + 1 });
      return;
    }
    if (this.#group.to !== 'body') {
      if (name === 'par' || name === 'cell') this.#side += ' ';
      return;
    }
    if (name === 'par' || name === 'sect' || name === 'page') this.#endParagraph();
    else if (name === 'cell') {
      this.#look.inTable = true;
      this.#endParagraph();
      this.#tables.endCell();
    } else if (name === 'row') this.#tables.endRow();
    else if (name === 'pard') this.#look = { ...NO_LOOK };
    else if (name === 'intbl') this.#look.inTable = true;
    else if (name === 's') this.#look.style = value ?? 0;
    else if (name === 'outlinelevel') this.#look.outline = value !== null && value < 9 ? value + 1 : null;
    else if (name === 'ilvl') this.#look.level = Math.min(8, Math.max(0, value ?? 0));
    else if (name === 'li') this.#look.indent = Math.min(8, Math.max(0, Math.ceil(((value ?? 0) - 200) / TWIPS_A_LEVEL)));
    else if (name === 'brdrt' || name === 'box' || name === 'cbpat') this.#look.boxed ||= name !== 'cbpat' || (value ?? 0) > 1;
    else this.#tables.define(name, value);
  }

  #endParagraph(): void {
    const paragraph = this.#paragraph;
    this.#paragraph = newParagraph();
    const blocks = this.#blocksOf(paragraph);
    if (this.#look.inTable) this.#tables.add(blocks);
    else if (blocks.length > 0) for (const block of [...this.#tables.end(), ...blocks]) this.#blocks.push(block);
  }

  #blocksOf(paragraph: Paragraph): Block[] {
    const text = tidySpaces(paragraph.text.replaceAll(/\s+/g, ' '));
    const notes = paragraph.notes.map((note) => textBlock(note, { aside: 'footnote' }));
    const figures = Array.from({ length: paragraph.figures }, (): Block => ({ kind: 'figure', caption: null, page: null, box: null }));
    if (text === '') return [...figures, ...notes];
    return [this.#textBlock(text, paragraph), ...figures, ...notes];
  }

  #textBlock(text: string, { boldLetters, letters, sizes, marker }: Paragraph): Block {
    const { style, outline, boxed, indent, level } = this.#look;
    const { name, level: styled } = this.#styles.get(style) ?? { name: '', level: null };
    const heading = outline ?? styled;
    const mark = markerText(marker);
    const fontSize = [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
    const look = { bold: letters > 0 && boldLetters >= letters * 0.98, fontSize, boxed };
    if (heading !== null)
      return textBlock(mark && mark !== '•' ? `${mark} ${text}` : text, {
        ...look,
        kind: 'heading',
        level: heading,
        bold: true,
        boxed: false,
      });
    if (/^(?:caption|题注)$/i.test(name)) return textBlock(text, { ...look, kind: 'caption' });
    if (mark !== null) return textBlock(text, { ...look, kind: 'list_item', marker: mark, indent: level });
    return textBlock(text, { ...look, indent });
  }
}

/** Bullets come as signs of dingbat fonts. */
function markerText(marker: string): string | null {
  const text = marker.replaceAll(/\s+/g, '').trim();
  if (text === '') return marker === '' ? null : '•';
  return /[\p{L}\p{N}]/u.test(text) && !/^[o§ü]$/.test(text) ? text : '•';
}

function newParagraph(): Paragraph {
  return { text: '', boldLetters: 0, letters: 0, sizes: new Map(), marker: '', notes: [], figures: 0 };
}
