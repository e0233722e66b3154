import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the installed pdfjs-dist: its character maps and fonts are read from disk, never from a network. */
const PDFJS_ROOT = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));

/** What every opening of a PDF needs. Without the character maps Chinese text is lost silently. */
export function pdfOptions(data: Uint8Array, maxImagePixels: number) {
  return {
    data,
    cMapUrl: `${PDFJS_ROOT}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${PDFJS_ROOT}/standard_fonts/`,
    wasmUrl: `${PDFJS_ROOT}/wasm/`,
    iccUrl: `${PDFJS_ROOT}/iccs/`,
    isEvalSupported: false,
    maxImageSize: maxImagePixels,
  };
}
