import type { Block, DocumentFormat, ReadResult, ReadWarning } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { textBlock } from '../make-block.ts';
import type { ReadInput } from '../reader.ts';
import type { Sheet } from './sheet.ts';
import { sheetBlocks } from './sheet-blocks.ts';

type Workbook = { format: DocumentFormat; sheets: Iterable<Sheet>; properties: Record<string, string> };

/** A workbook read: a sheet is a page and a section, its blocks of cells are tables. Hidden sheets, rows and columns stay out,
 *  and are said. Sheets are taken one by one, so that one at a time is in memory. Errors: file_empty. */
export function sheetsResult({ format, sheets, properties }: Workbook, { name, onPage }: ReadInput, count?: number): ReadResult {
  const blocks: Block[] = [];
  const warnings: ReadWarning[] = [];
  let page = 0;
  for (const sheet of sheets) {
    page += 1;
    warnings.push(...hiddenParts(sheet, page));
    const own = sheet.hidden ? [] : sheetBlocks(sheet, page);
    if (own.length > 0) blocks.push(textBlock(sheet.name, { kind: 'heading', level: 1, page, bold: true }));
    for (const block of own) blocks.push(block);
    onPage?.(page, count ?? page);
  }
  if (blocks.length === 0) throw new MillwrightError(`"${name}" holds no visible cell with text.`, { code: 'file_empty' });
  return { format, pageCount: page, pageLabels: {}, outline: [], properties, furniture: [], blocks, warnings, prepared: null };
}

function hiddenParts({ name, hidden, hiddenRows, hiddenColumns }: Sheet, page: number): ReadWarning[] {
  if (hidden) return [{ code: 'sheet_hidden', message: `The sheet "${name}" is hidden and was left out.`, page }];
  const say = (code: string, count: number, what: string) =>
    count === 0
      ? []
      : [
          {
            code,
            message: `${count} hidden ${what}${count === 1 ? '' : 's'} of the sheet "${name}" ${count === 1 ? 'was' : 'were'} left out.`,
            page,
          },
        ];
  return [...say('rows_hidden', hiddenRows, 'row'), ...say('columns_hidden', hiddenColumns, 'column')];
}
