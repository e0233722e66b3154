import { OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { usualWidth } from '../../../knowledge/document/box.ts';
import type { OperatorList } from './page-graphics.ts';

type Glyph = { unicode: string; width: number };
export type FontFace = { bold: boolean; mono: boolean; italic: boolean };

const PLAIN: FontFace = { bold: false, mono: false, italic: false };
/** TeX's fonts say it by two letters: CMBX10, SFBX1000, CMB10, t1xb; CMTT10, CMSLTT10, t1xtt. */
const BOLD_NAME = /bold|black|heavy|demi|^(?:CM|SF|EC|LM)(?:SS)?(?:BX|B\d|RB|XB|SSDC)|^(?:t1)?xb(?:tt|sl|i|ss)?$|-medi(?:ital)?$/i;
const MONO_NAME =
  /mono|courier|consol|menlo|typewriter|^(?:CM|SF|EC|LM)(?:SL|I|V)?TT|^(?:t1)?xb?tt|inconsolata|hack(?:-|$)|fixed|lettergothic|ocr-?[ab]/i;

const CHINESE_NAME =
  /song|simsun|hei|kai|fang|ming|gothic|mincho|cjk|noto(?:sans|serif)(?:sc|tc|jp|kr)|yahei|dengxian|batang|gulim|fallback/i;

/** What the document's fonts look like, by the library's font id.
 *  Names are known only after an operator list was built on a page that uses the font; the face of a font is then
 *  kept for the whole document (the ids are the document's own). */
export class FontBook {
  readonly #faces = new Map<string, FontFace>();
  readonly #widths = new Map<string, Map<string, number>>();

  face(fontId: string): FontFace {
    return this.#faces.get(fontId) ?? PLAIN;
  }

  knowsAll(fontIds: Iterable<string>): boolean {
    for (const id of fontIds) if (!this.#faces.has(id)) return false;
    return true;
  }

  /** Width of a text without its spaces in shares of the type size; usual widths for characters that were not seen in the font. */
  widthOf(fontId: string, text: string): number {
    const widths = this.#widths.get(fontId);
    let width = 0;
    for (const character of text) width += widths?.get(character) ?? usualWidth(character);
    return width;
  }

  /** Learns how wide letters are, from the letters that a page prints. Operators: pdfjs-dist 5.4, OPS; its widths are thousandths. */
  learnWidths({ fnArray, argsArray }: OperatorList): void {
    let widths = new Map<string, number>();
    for (const [index, operator] of fnArray.entries()) {
      if (operator === OPS.setFont) {
        const id = String((argsArray[index] as unknown[])[0]);
        widths = this.#widths.get(id) ?? new Map();
        this.#widths.set(id, widths);
      } else if (operator === OPS.showText) {
        for (const glyph of (argsArray[index] as [(Glyph | number | null)[]])[0])
          if (glyph !== null && typeof glyph === 'object' && glyph.width > 0) widths.set(glyph.unicode, glyph.width / 1000);
      }
    }
  }

  /** Learns the fonts of a page whose operator list was built. `families`: what the text layer says of each font. */
  learn(page: PDFPageProxy, families: Record<string, { fontFamily: string }>): void {
    for (const [id, style] of Object.entries(families)) {
      if (this.#faces.has(id)) continue;
      const font = page.commonObjs.has(id) ? (page.commonObjs.get(id) as { name?: string } | null) : null;
      const name = font?.name?.replace(/^[A-Z]{6}\+/, '') ?? '';
      if (name === '') continue;
      this.#faces.set(id, {
        bold: BOLD_NAME.test(name),
        // Chinese fonts count as monospaced in their files, since all their characters are of one width.
        mono: MONO_NAME.test(name) || (style.fontFamily === 'monospace' && !CHINESE_NAME.test(name)),
        italic: /italic|oblique/i.test(name),
      });
    }
  }
}
