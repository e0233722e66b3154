import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type FractionBox = { page: number; x: number; y: number; width: number; height: number };

/** The words of a PDF whose middle lies inside any of the boxes: an independent look at what a highlight covers.
 *  Items are cut into words in proportion to their characters. */
export async function wordsUnderBoxes(pdf: Uint8Array, boxes: FractionBox[]): Promise<string[]> {
  const document = await getDocument({ data: pdf.slice(), isEvalSupported: false }).promise;
  const words: string[] = [];
  for (const pageNumber of new Set(boxes.map((box) => box.page))) {
    const page = await document.getPage(pageNumber);
    const { width, height } = page.getViewport({ scale: 1 });
    const here = boxes.filter((box) => box.page === pageNumber);
    const { items } = await page.getTextContent();
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      for (const word of item.str.matchAll(/\S+/g)) {
        const middle = (word.index + word[0].length / 2) / item.str.length;
        const x = (item.transform[4] + middle * item.width) / width;
        const y = 1 - (item.transform[5] + item.height / 3) / height;
        if (here.some((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height)) words.push(word[0]);
      }
    }
  }
  await document.destroy();
  return words;
}
