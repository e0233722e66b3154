import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Browser } from 'playwright-core';
import type { OcrPage } from './pages.ts';
import { PAGE_STYLE } from './pages.ts';

/** A word, or in Chinese a phrase between two marks, with the rectangle that it covers on the level page, in pixels. */
export type PlacedPhrase = { text: string; left: number; top: number; right: number; bottom: number };
export type RenderedPage = {
  page: OcrPage;
  text: string;
  phrases: PlacedPhrase[];
  /** Every letter with its rectangle: as wide as its advance, as high as its font's content area. Pixels of the level page. */
  letters: PlacedPhrase[];
  png: Buffer;
};

export const DPI = 200;
const CSS_DPI = 96;

/** Draws a page in a browser at 200 dots an inch, and asks it what the page says and where each phrase stands. A phrase's
 *  height is .85 of the type size above its baseline and .21 below, as citations are drawn. */
export async function renderPage(browser: Browser, page: OcrPage): Promise<RenderedPage> {
  const tab = await browser.newPage({ viewport: { width: 794, height: 1123 }, deviceScaleFactor: DPI / CSS_DPI });
  const language = page.language === 'zh' ? 'zh-CN' : 'en';
  await tab.setContent(
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><style>${PAGE_STYLE}</style><body>${page.html}</body></html>`,
  );
  const text = await tab.evaluate('document.body.innerText');
  const phrases = await tab.evaluate(`(${phrasesOnPage})()`);
  const letters = await tab.evaluate(`(${lettersOnPage})()`);
  const png = await tab.screenshot({ type: 'png' });
  await tab.close();
  const scale = DPI / CSS_DPI;
  const inPixels = (placed: unknown) =>
    (placed as PlacedPhrase[]).map(({ text: phrase, left, top, right, bottom }) => ({
      text: phrase,
      left: left * scale,
      top: top * scale,
      right: right * scale,
      bottom: bottom * scale,
    }));
  return { page, text: text as string, phrases: inPixels(phrases), letters: inPixels(letters), png };
}

/** Runs in the browser. */
const lettersOnPage = `function () {
  const letters = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at++) {
      if (node.data[at].trim() === '') continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const rect = range.getClientRects()[0];
      if (rect) letters.push({ text: node.data[at], left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom });
    }
  }
  return letters;
}`;

/** Runs in the browser. */
const phrasesOnPage = `function () {
  const phrases = [];
  const context = document.createElement('canvas').getContext('2d');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const style = getComputedStyle(node.parentElement);
    const size = parseFloat(style.fontSize);
    for (const match of node.data.matchAll(/[^\\s，。、；：]+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const rects = [...range.getClientRects()];
      if (rects.length !== 1) continue;
      context.font = style.fontWeight + ' ' + size + 'px ' + style.fontFamily;
      const measured = context.measureText(match[0]);
      const height = measured.fontBoundingBoxAscent + measured.fontBoundingBoxDescent;
      const middle = (rects[0].top + rects[0].bottom) / 2;
      const baseline = middle - height / 2 + measured.fontBoundingBoxAscent;
      phrases.push({ text: match[0], left: rects[0].left, right: rects[0].right, top: baseline - 0.85 * size, bottom: baseline + 0.21 * size });
    }
  }
  return phrases;
}`;

/** What a scanner makes of it: turned about its middle, noise of +-20 levels, JPEG. The same every time. */
export async function scanned(png: Buffer, degrees: number, quality: number): Promise<Buffer> {
  const image = await loadImage(png);
  const { width, height } = image;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(image, -width / 2, -height / 2);
  const pixels = context.getImageData(0, 0, width, height);
  let seed = 1;
  for (let i = 0; i < pixels.data.length; i += 4) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const noise = (seed / 2_147_483_648 - 0.5) * 40;
    for (let c = 0; c < 3; c++) pixels.data[i + c] = pixels.data[i + c]! + noise;
  }
  const noisy = createCanvas(width, height);
  noisy.getContext('2d').putImageData(pixels, 0, 0);
  return noisy.toBuffer('image/jpeg', quality);
}
