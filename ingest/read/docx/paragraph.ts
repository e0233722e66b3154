import type { Block, FigureBlock } from '../../../knowledge/document/block.ts';
import { textBlock } from '../make-block.ts';
import { raise, tidySpaces } from '../pdf/text-joining.ts';
import type { Numbering } from './numbering.ts';
import type { DocxStyle, DocxStyles } from './styles.ts';

export type RunStyle = { bold: boolean | null; size: number | null; raised: boolean; hidden: boolean };

const TWIPS_A_LEVEL = 720;
const INDENTED_TWIPS = 200;
const MAX_INDENT = 8;
const CONTENTS = /^(?:toc \d|toc heading|目录|table of figures|index \d)/i;
const CODE = /^(?:html preformatted|preformatted text|(?:source )?code|源代码|plain text)/i;
const QUOTE = /^(?:intense )?quote$/i;

/** A paragraph under way: its words and what they look like. */
export class Paragraph {
  styleId: string | null = null;
  numId: string | null = null;
  ilvl: number | null = null;
  outline: number | null = null;
  boxed = false;
  /** Twips from the margin. */
  left = 0;
  /** The mark at its end was deleted: what follows goes on in the same paragraph. */
  goesOn = false;
  /** Notes that its words refer to, text boxes and pictures anchored in it. */
  readonly notes: string[] = [];
  readonly boxes: Block[] = [];
  readonly figures: FigureBlock[] = [];
  #text = '';
  #boldLetters = 0;
  #plainLetters = 0;
  readonly #sizes = new Map<number, number>();

  addText(text: string, run: RunStyle): void {
    if (run.hidden) return;
    this.#text += run.raised ? raise(text) : text;
    const letters = text.trim().length;
    if (letters === 0) return;
    if (run.bold === true) this.#boldLetters += letters;
    else if (run.bold === false) this.#plainLetters += letters;
    this.#sizes.set(run.size ?? 0, (this.#sizes.get(run.size ?? 0) ?? 0) + letters);
  }

  addMark(text: string): void {
    this.#text += text;
  }

  /** The paragraph's own block with what hangs on it behind. Its number is counted here: call it once, in order. */
  finish(styles: DocxStyles, numbering: Numbering): Block[] {
    const style = styles.of(this.styleId);
    const text = CODE.test(style.name) ? this.#text.replaceAll(/\s+$/g, '') : tidySpaces(this.#text.replaceAll(/\s+/g, ' '));
    const numId = this.numId ?? style.numId;
    const counted = numId !== null && numId !== '0' && (text !== '' || this.figures.length > 0);
    const marker = counted ? numbering.next(numId, this.ilvl ?? style.ilvl) : null;
    const notes = this.notes.map((note) => textBlock(note, { aside: 'footnote' }));
    if (text === '' || CONTENTS.test(style.name)) return [...this.figures, ...this.boxes, ...notes];
    return [this.#block(text, style, marker), ...this.figures, ...this.boxes, ...notes];
  }

  #block(text: string, style: DocxStyle, marker: string | null): Block {
    const heading = this.outline === null ? style.heading : this.outline < 9 ? this.outline + 1 : null;
    const bold = style.bold ? this.#plainLetters === 0 : this.#boldLetters > 0 && this.#isAllBold(text);
    const largest = [...this.#sizes].sort((a, b) => b[1] - a[1])[0]?.[0];
    const fontSize = largest === undefined || largest === 0 ? style.size : largest;
    if (heading !== null) {
      const number = marker !== null && marker !== '•' ? `${marker} ` : '';
      return textBlock(number + text, { kind: 'heading', level: heading, bold: true, fontSize });
    }
    if (/^(?:caption|题注|beschriftung)$/i.test(style.name)) return textBlock(text, { kind: 'caption', fontSize });
    if (CODE.test(style.name)) return textBlock(text, { kind: 'code' });
    const boxed = this.boxed || style.boxed || QUOTE.test(style.name);
    if (marker !== null) return textBlock(text, { kind: 'list_item', marker, indent: this.ilvl ?? style.ilvl, boxed, bold, fontSize });
    const indent = this.left < INDENTED_TWIPS ? 0 : Math.min(MAX_INDENT, Math.ceil(this.left / TWIPS_A_LEVEL));
    return textBlock(text, { indent, boxed, bold, fontSize });
  }

  #isAllBold(text: string): boolean {
    return this.#boldLetters >= text.replaceAll(' ', '').length * 0.98;
  }
}
