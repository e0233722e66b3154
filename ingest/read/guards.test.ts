import { describe, expect, it } from 'vitest';
import { linesOf, readBytes, zipOf } from './fixtures/read-bytes.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const docx = (body: string, before = '') =>
  zipOf({ 'word/document.xml': `${before}<w:document ${W}><w:body>${body}</w:body></w:document>` });
const words = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const cfb = (stream: string) => {
  const file = Buffer.alloc(2_048);
  file.set(Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  file.write(stream, 1_024 + 128, 'utf16le');
  file.writeUInt16LE(stream.length * 2 + 2, 1_024 + 128 + 64);
  return file;
};

describe('What a file is', () => {
  it.each([
    ['WordDocument', 'file_kind_unknown', /\.doc\).*save it as \.docx/],
    ['Workbook', 'file_kind_unknown', /\.xls\).*save it as \.xlsx/],
    ['PowerPoint Document', 'file_kind_unknown', /\.ppt\).*save it as \.pptx/],
    ['__nameid_version1.0', 'file_kind_unknown', /\.msg\).*as \.eml/],
    ['EncryptedPackage', 'file_encrypted', /password/],
    ['Something', 'file_kind_unknown', /old kind/],
  ])('is told of the old container with %s', async (stream, code, message) => {
    await expect(readBytes('plan.docx', cfb(stream))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('is decided by content, not by name', async () => {
    expect((await readBytes('plan.pdf.bin', await docx(words('Oil it.')))).format).toBe('docx');
    expect((await readBytes('page.txt', '<!doctype html><html><body><p>Oil it.</p></body></html>')).format).toBe('html');
    expect((await readBytes('text.doc', '{\\rtf1 Oil it.}')).format).toBe('rtf');
    await expect(readBytes('a.pptx', await docx(words('Oil it.'))).then(({ format }) => format)).resolves.toBe('docx');
    await expect(readBytes('a.docx', await zipOf({ 'a.txt': 'x' }))).rejects.toMatchObject({ code: 'file_damaged' });
    await expect(readBytes('a.odt', 'words')).rejects.toMatchObject({ code: 'file_damaged' });
    await expect(readBytes('a.xlsb', await zipOf({ 'xl/workbook.bin': 'x' }))).rejects.toMatchObject({ code: 'file_kind_unknown' });
  });
});

describe('Files that are built to hurt', () => {
  const ENTITIES = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  it.each([
    ['entities', ENTITIES, '&b;'],
    ['an outside entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', '&e;'],
  ])('%s of XML are refused, never expanded', async (_, before, reference) => {
    const message = expect.stringMatching(/^"a\.docx" is damaged inside \(word\/document\.xml: it uses entities of its own/);
    await expect(readBytes('a.docx', await docx(words(reference), before))).rejects.toMatchObject({ code: 'file_damaged', message });
    const odt = zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': `${before}<o><p>${reference}</p></o>` });
    await expect(readBytes('a.odt', await odt)).rejects.toMatchObject({ code: 'file_damaged' });
  });

  it('are refused before anything is unpacked where they would unfold too far', async () => {
    const bomb = await docx(words('x').repeat(3_000));
    await expect(readBytes('a.docx', bomb, { maxUnpackedBytes: 50_000 })).rejects.toMatchObject({
      code: 'file_too_large',
      message: expect.stringContaining('"a.docx"'),
    });
    expect((await readBytes('a.docx', bomb)).blocks).toHaveLength(3_000);
  });

  it('are read however deep they nest', async () => {
    const deep = 30_000;
    const nested = await docx(`${'<w:tbl><w:tr><w:tc>'.repeat(2_000)}${words('Deep.')}${'</w:tc></w:tr></w:tbl>'.repeat(2_000)}`);
    expect(linesOf((await readBytes('a.docx', nested)).blocks)).toEqual(['! Deep.']);
    expect(linesOf((await readBytes('a.rtf', `{\\rtf1 ${'{'.repeat(deep)}Deep.${'}'.repeat(deep)}}`)).blocks)).toEqual(['Deep.']);
    expect(linesOf((await readBytes('a.html', `<html><body>${'<ul><li>'.repeat(deep)}Deep.`)).blocks)).toEqual([
      `${'  '.repeat(19)}• Deep.`,
    ]);
    const odt = zipOf({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': `<o>${'<list><list-item>'.repeat(deep)}<p>Deep.</p>${'</list-item></list>'.repeat(deep)}</o>`,
    });
    expect(linesOf((await readBytes('a.odt', await odt)).blocks)).toEqual([`${'  '.repeat(9)}• Deep.`]);
  });

  it('on one endless line are read in parts', async () => {
    const { blocks } = await readBytes('a.txt', 'word '.repeat(100_000));
    expect(blocks.length).toBeGreaterThan(10);
    expect(linesOf(blocks).join(' ')).toBe('word '.repeat(100_000).trim());
    expect(linesOf((await readBytes('a.rtf', '{\\rtf1 Before. {\\pict\\bin999999999 xx}After.}')).blocks)).toEqual([
      'Before. After.',
      '[]',
    ]);
  });

  it('without words are empty', async () => {
    await expect(readBytes('a.docx', await docx('<w:p/>'))).rejects.toMatchObject({
      code: 'file_empty',
      message: expect.stringContaining('"a.docx"'),
    });
    await expect(readBytes('a.pptx', await zipOf({ 'ppt/presentation.xml': '<p/>' }))).rejects.toMatchObject({ code: 'file_empty' });
    await expect(readBytes('a.html', '<html><body><script>x</script></body></html>')).rejects.toMatchObject({ code: 'file_empty' });
  });

  it('with macros are read as the document that they are', async () => {
    const macros = await zipOf({
      'word/document.xml': `<w:document ${W}><w:body>${words('Oil it.')}</w:body></w:document>`,
      'word/vbaProject.bin': 'Sub AutoOpen()',
    });
    expect(linesOf((await readBytes('a.docm', macros)).blocks)).toEqual(['Oil it.']);
  });
});

describe('Sheets', () => {
  const workbook = (sheet: string, more: Record<string, string> = {}) =>
    zipOf({
      'xl/workbook.xml': '<workbook><sheets><sheet name="A"/></sheets></workbook>',
      'xl/worksheets/sheet1.xml': `<worksheet>${sheet}</worksheet>`,
      ...more,
    });
  const row = (number: number, ...texts: string[]) =>
    `<row r="${number}">${texts.map((text, column) => (text === '' ? '' : `<c r="${String.fromCharCode(65 + column)}${number}" t="str"><v>${text}</v></c>`)).join('')}</row>`;

  it('keep tables beside each other and below each other apart, and hidden columns out', async () => {
    const rows = [row(1, 'Part', 'Mass', '', 'Code', 'Cause'), row(2, 'Bolt', '12 g', '', 'E-1', 'Jam'), row(4, 'Nut', '3 g', '', '', '')];
    const { blocks } = await readBytes('a.xlsx', await workbook(`<sheetData>${rows.join('')}</sheetData>`));
    expect(linesOf(blocks)).toEqual(['# A', '== Part | Mass', '= Bolt | 12 g', '== Code | Cause', '= E-1 | Jam', 'Nut', '3 g']);
    const hidden = await readBytes(
      'a.xlsx',
      await workbook(
        `<cols><col min="2" max="2" hidden="1"/></cols><sheetData>${row(1, 'Part', 'Cost', 'Mass')}${row(2, 'Bolt', '9', '12 g')}</sheetData>`,
      ),
    );
    expect([linesOf(hidden.blocks), hidden.warnings.map(({ code }) => code)]).toEqual([
      ['# A', '== Part | Mass', '= Bolt | 12 g'],
      ['columns_hidden'],
    ]);
  });

  it('take a filter or named table for the end of the header', async () => {
    const rows = [row(1, 'P100', 'P200'), row(2, 'P101', 'P201'), row(3, 'P102', 'P202')].join('');
    const { blocks } = await readBytes('a.xlsx', await workbook(`<sheetData>${rows}</sheetData><autoFilter ref="A1:B3"/>`));
    expect(linesOf(blocks)).toEqual(['# A', '== P100 | P200', '= P101 | P201', '= P102 | P202']);
    const without = await readBytes('a.xlsx', await workbook(`<sheetData>${rows}</sheetData>`));
    expect(linesOf(without.blocks)).toEqual(['# A', '= P100 | P200', '= P101 | P201', '= P102 | P202']);
  });

  it.each([
    ['0.0" bar"', '6.5', '6.5 bar'],
    ['0.00\\ "°C"', '20', '20.00 °C'],
    ['[$€-407]\\ 0.00', '3', '€ 3.00'],
    ['#,##0', '1200', '1200'],
    ['0%', '0.25', '25%'],
    ['yyyy\\-mm\\-dd', '45000', '2023-03-15'],
    ['[h]:mm', '1.5', '36:00'],
    ['General', '0.1', '0.1'],
    ['0;-0;"off"', '0', 'off'],
  ])('show a number as the format %s writes it', async (format, value, shown) => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="${format.replaceAll('"', '&quot;')}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`;
    const sheet = `<sheetData><row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Value</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" s="1"><v>${value}</v></c></row></sheetData>`;
    const { blocks } = await readBytes('a.xlsx', await workbook(sheet, { 'xl/styles.xml': styles }));
    expect(linesOf(blocks).at(-1)).toBe(`= x | ${shown}`);
  });
});
