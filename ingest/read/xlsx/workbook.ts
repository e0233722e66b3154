import { MillwrightError } from '../../../knowledge/errors.ts';
import { relationsOf, walkXml } from '../office/walk-xml.ts';

export type Workbook = {
  sheets: { name: string; part: string; hidden: boolean }[];
  strings: string[];
  /** Number format of each cell style: a built-in number or a pattern. */
  formats: (string | number)[];
  /** Dates count from 1904 (old Macs) instead of 1900. */
  from1904: boolean;
};

/** Sheets in their order, shared texts and number formats. Errors: file_damaged. */
export function readWorkbook(entries: ReadonlyMap<string, Buffer>, name: string): Workbook {
  const xml = entries.get('xl/workbook.xml');
  if (xml === undefined)
    throw new MillwrightError(`"${name}" has no workbook inside. Open it in Excel or LibreOffice and save it anew as .xlsx.`, {
      code: 'file_damaged',
    });
  const targets = relationsOf(entries.get('xl/_rels/workbook.xml.rels'), { file: name, part: 'workbook.xml.rels' }, 'xl');
  const workbook: Workbook = {
    sheets: [],
    strings: sharedStrings(entries.get('xl/sharedStrings.xml'), name),
    formats: cellFormats(entries.get('xl/styles.xml'), name),
    from1904: false,
  };
  walkXml(
    xml,
    { file: name, part: 'xl/workbook.xml' },
    {
      open: (tag, attributes) => {
        if (tag === 'workbookPr') workbook.from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
        if (tag === 'sheet')
          workbook.sheets.push({
            name: attributes.name ?? '',
            part: targets.get(attributes['r:id'] ?? attributes.id ?? '') ?? `xl/worksheets/sheet${workbook.sheets.length + 1}.xml`,
            hidden: (attributes.state ?? 'visible') !== 'visible',
          });
      },
    },
  );
  return workbook;
}

function sharedStrings(xml: Buffer | undefined, file: string): string[] {
  const strings: string[] = [];
  if (xml === undefined) return strings;
  let text = '';
  let inText = false;
  let phonetic = false;
  walkXml(
    xml,
    { file, part: 'xl/sharedStrings.xml' },
    {
      open: (tag) => {
        if (tag === 'si') text = '';
        if (tag === 'rPh') phonetic = true;
        inText = tag === 't' && !phonetic;
      },
      text: (value) => {
        if (inText) text += value;
      },
      close: (tag) => {
        if (tag === 't') inText = false;
        if (tag === 'rPh') phonetic = false;
        if (tag === 'si') strings.push(text);
      },
    },
  );
  return strings;
}

function cellFormats(xml: Buffer | undefined, file: string): (string | number)[] {
  const formats: (string | number)[] = [];
  if (xml === undefined) return formats;
  const patterns = new Map<number, string>();
  let inCells = false;
  walkXml(
    xml,
    { file, part: 'xl/styles.xml' },
    {
      open: (tag, attributes) => {
        if (tag === 'numFmt') patterns.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
        if (tag === 'cellXfs') inCells = true;
        if (tag === 'xf' && inCells) {
          const id = Number(attributes.numFmtId ?? 0);
          formats.push(patterns.get(id) ?? id);
        }
      },
      close: (tag) => {
        if (tag === 'cellXfs') inCells = false;
      },
    },
  );
  return formats;
}
