import type { Block, ReadResult, ReadWarning } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { textBlock } from '../markdown/markdown-blocks.ts';
import type { Reader } from '../reader.ts';
import { coreProperties } from '../xml-text.ts';
import { zipEntries } from '../zip-entries.ts';
import { readSheet } from './read-sheet.ts';
import { sheetBlocks } from './sheet-blocks.ts';
import { readWorkbook } from './workbook.ts';

const PARTS = /^xl\/(?:workbook|sharedStrings|styles|_rels\/workbook)\.xml(?:\.rels)?$|^xl\/worksheets\/[^/]+\.xml$|^docProps\/core\.xml$/;

/** Excel workbooks: a sheet is a page and a section, its blocks of cells are tables. Hidden sheets and rows stay out, and are said. */
export const xlsxReader: Reader = {
  format: 'xlsx',
  async read({ path, name, limits, onPage }): Promise<ReadResult> {
    const entries = await zipEntries(path, name, limits.maxUnpackedBytes, (entry) => PARTS.test(entry));
    const workbook = readWorkbook(entries, name);
    const blocks: Block[] = [];
    const warnings: ReadWarning[] = [];
    for (const [index, sheet] of workbook.sheets.entries()) {
      const page = index + 1;
      const xml = entries.get(sheet.part);
      if (sheet.hidden) warnings.push({ code: 'sheet_hidden', message: `The sheet "${sheet.name}" is hidden and was left out.`, page });
      else if (xml !== undefined) {
        const { rows, hiddenRows } = readSheet(xml, sheet.part, workbook);
        if (hiddenRows > 0)
          warnings.push({ code: 'rows_hidden', message: `${hiddenRows} hidden rows of the sheet "${sheet.name}" were left out.`, page });
        const own = sheetBlocks(rows, page);
        if (own.length > 0) blocks.push(textBlock(sheet.name, { kind: 'heading', level: 1, page, bold: true }), ...own);
      }
      onPage?.(page, workbook.sheets.length);
    }
    if (blocks.length === 0) throw new MillwrightError(`"${name}" holds no visible cell with text.`, { code: 'file_empty' });
    return {
      format: 'xlsx',
      pageCount: workbook.sheets.length,
      pageLabels: {},
      outline: [],
      properties: coreProperties(entries.get('docProps/core.xml')),
      furniture: [],
      blocks,
      warnings,
      prepared: null,
    };
  },
};
