import type { ReadResult } from '../../../knowledge/document/block.ts';
import type { Sheet } from '../office/sheet.ts';
import { sheetsResult } from '../office/sheets-result.ts';
import { coreProperties, relationsOf, walkXml } from '../office/walk-xml.ts';
import type { Reader } from '../reader.ts';
import { zipEntries } from '../zip-entries.ts';
import { areaOf, readSheet } from './read-sheet.ts';
import { readWorkbook, type Workbook } from './workbook.ts';

const PARTS =
  /^xl\/(?:workbook|sharedStrings|styles|_rels\/workbook)\.xml(?:\.rels)?$|^xl\/worksheets\/(?:_rels\/)?[^/]+\.(?:xml|rels)$|^xl\/tables\/[^/]+\.xml$|^docProps\/core\.xml$/;

type Entries = Map<string, Buffer>;

/** Excel workbooks, macros left alone. */
export const xlsxReader: Reader = {
  format: 'xlsx',
  async read(input): Promise<ReadResult> {
    const { path, name, limits } = input;
    const entries = await zipEntries(path, name, limits.maxUnpackedBytes, (entry) => PARTS.test(entry));
    const workbook = readWorkbook(entries, name);
    const properties = coreProperties(entries.get('docProps/core.xml'), { file: name, part: 'docProps/core.xml' });
    return sheetsResult({ format: 'xlsx', sheets: sheetsOf(workbook, entries, name), properties }, input, workbook.sheets.length);
  },
};

function* sheetsOf(workbook: Workbook, entries: Entries, file: string): Generator<Sheet> {
  for (const { name, part, hidden } of workbook.sheets) {
    const xml = entries.get(part);
    // Large parts are let go as soon as they are read.
    entries.delete(part);
    const none = { rows: [], skipped: new Set<number>(), hiddenRows: 0, hiddenColumns: 0, headerRows: [] };
    const sheet = hidden || xml === undefined ? none : readSheet(xml, { file, part }, workbook);
    yield { name, hidden, ...sheet, headerRows: [...sheet.headerRows, ...namedTables(entries, file, part)] };
  }
}

/** Rows of column names of the sheet's tables ("Format as table"). */
function namedTables(entries: Entries, file: string, sheetPart: string): number[] {
  const relations = sheetPart.replace(/([^/]+)$/, '_rels/$1.rels');
  const rows: number[] = [];
  for (const part of relationsOf(entries.get(relations), { file, part: relations }, 'xl/worksheets').values()) {
    const xml = part.startsWith('xl/tables/') ? entries.get(part) : undefined;
    if (xml === undefined) continue;
    walkXml(
      xml,
      { file, part },
      {
        open: (tag, { ref, headerRowCount }) => {
          if (tag === 'table' && headerRowCount !== '0') for (const { top } of areaOf(ref) ?? []) rows.push(top);
        },
      },
    );
  }
  return rows;
}
