import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PDFParse } from 'pdf-parse';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../test/browser/open-browser.ts';
import { compressorManual } from './sources/compressor-manual.ts';
import { converterManual } from './sources/converter-manual.ts';
import type { Manual } from './sources/markup.ts';
import { processSpecification } from './sources/process-specification.ts';
import { KP40, KP40_REVISION_B, KP60 } from './sources/pump-data.ts';
import { pumpManual } from './sources/pump-manual.ts';
import { faultWorkbook, maintenancePlan } from './sources/sheets.ts';

/** Run by a maintainer after a change of sources/: `node samples/build.ts`. Needs a Chromium and fonts for Chinese (Noto Sans CJK). */
const sources = path.join(import.meta.dirname, 'sources');
const documents = path.join(import.meta.dirname, 'documents');

const furniture = (left: string, right: string) =>
  `<div style="font: 8pt DejaVu Sans, Noto Sans CJK SC, sans-serif; width: 100%; padding: 0 18mm 0 22mm; display: flex; justify-content: space-between; color: #444"><span>${left}</span><span>${right}</span></div>`;

async function print(browser: Browser, { language, title, head, foot, body }: Manual): Promise<Buffer> {
  const page = await browser.newPage();
  const css = await readFile(path.join(sources, 'page.css'), 'utf8');
  await page.setContent(
    `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><title>${title}</title><style>${css}</style></head><body>${body}</body></html>`,
  );
  const pdf = await page.pdf({
    format: 'A4',
    printBackground: true,
    preferCSSPageSize: true,
    displayHeaderFooter: true,
    headerTemplate: furniture(...head),
    footerTemplate: furniture(foot, '<span class="pageNumber"></span>'),
    outline: true,
    tagged: true,
  });
  await page.close();
  return pdf;
}

/** Where each heading came out, for the contents page: a first printing without numbers tells. */
async function headingPages(pdf: Buffer): Promise<Map<string, number>> {
  const { pages } = await new PDFParse({ data: new Uint8Array(pdf) }).getText();
  const found = new Map<string, number>();
  for (const { num, text } of pages) {
    if (num <= 2) continue;
    for (const line of text.split('\n')) {
      const heading = line.replaceAll(/\s+/g, '');
      if (!found.has(heading)) found.set(heading, num);
    }
  }
  return found;
}

async function printManual(browser: Browser, make: (pages: Map<string, number>) => Manual): Promise<void> {
  const pages = await headingPages(await print(browser, make(new Map())));
  const manual = make(pages);
  await writeFile(path.join(documents, manual.file), undated(await print(browser, manual)));
}

/** A page as a photograph of itself: no text inside. */
async function printScan(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1240, height: 1754 } });
  await page.setContent(await readFile(path.join(sources, 'scanned-page.html'), 'utf8'));
  const image = (await page.screenshot({ type: 'jpeg', quality: 62 })).toString('base64');
  await page.setContent(
    `<!doctype html><html lang="en"><title>Scan</title><style>@page { size: A4; margin: 0 } body { margin: 0 } img { width: 100vw; display: block }</style><img alt="" src="data:image/jpeg;base64,${image}"></html>`,
  );
  await writeFile(path.join(documents, 'commissioning-record-scan.pdf'), undated(await page.pdf({ format: 'A4', printBackground: true })));
  await page.close();
}

/** The same sources give the same bytes: the time of printing is set to one fixed time of the same length. */
function undated(pdf: Buffer): Buffer {
  return Buffer.from(pdf.toString('latin1').replaceAll(/\((D:)\d{14}/g, '($120240601000000'), 'latin1');
}

await mkdir(documents, { recursive: true });
const browser = await openBrowser();
await printManual(browser, (pages) => pumpManual(KP40, pages));
await printManual(browser, (pages) => pumpManual(KP40_REVISION_B, pages));
await printManual(browser, (pages) => pumpManual(KP60, pages));
await printManual(browser, converterManual);
await printManual(browser, compressorManual);
await printScan(browser);
await browser.close();
await writeFile(path.join(documents, 'ps-fl-012-process-specification.docx'), await processSpecification());
await writeFile(path.join(documents, 'fl1-fault-codes.xlsx'), await faultWorkbook());
await writeFile(path.join(documents, 'maintenance-plan.csv'), maintenancePlan());
await writeFile(path.join(documents, 'wi-fl-031-valve-seals-zh.md'), await readFile(path.join(sources, 'work-instruction.md')));
