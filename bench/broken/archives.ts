import { crc32, deflateRawSync } from 'node:zlib';
import { brokenZips } from '../../ingest/jobs/fixtures/broken-zips.ts';
import { zipOf } from '../../ingest/read/fixtures/read-bytes.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const document = (body: string, before = '') => `<?xml version="1.0"?>${before}<w:document ${W}><w:body>${body}</w:body></w:document>`;
const words = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const ENTITIES = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${'bcdefghij'[n]} "${`&${'abcdefghi'[n]};`.repeat(10)}">`).join('')}]>`;
const OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>';
const sheet = (rows: string, more = '') => `<worksheet><sheetData>${rows}</sheetData>${more}</worksheet>`;
const workbook = (xml: string, shared = '') => ({
  'xl/workbook.xml': '<workbook><sheets><sheet name="A"/></sheets></workbook>',
  'xl/worksheets/sheet1.xml': xml,
  ...(shared === '' ? {} : { 'xl/sharedStrings.xml': shared }),
});
const cell = (place: string, text: string) => `<c r="${place}" t="str"><v>${text}</v></c>`;

/** Office files, books and zips that are built to hurt. */
export async function brokenArchives(): Promise<Record<string, Buffer>> {
  const made: Record<string, Buffer> = { ...(await brokenZips()) };
  const docx = async (name: string, body: string, more: Record<string, string | Buffer> = {}, before = '') => {
    made[name] = await zipOf({ 'word/document.xml': document(body, before), ...more });
  };
  await docx('entities.docx', words('&j;'), {}, ENTITIES);
  await docx('outside-entity.docx', words('&j;'), {}, OUTSIDE);
  await docx('macros.docm', words('Tighten to 45 N·m.'), { 'word/vbaProject.bin': Buffer.from('Sub AutoOpen()') });
  await docx('deep-tables.docx', `${'<w:tbl><w:tr><w:tc>'.repeat(20_000)}${words('x')}${'</w:tc></w:tr></w:tbl>'.repeat(20_000)}`);
  await docx('deep-runs.docx', `<w:p>${'<w:ins>'.repeat(200_000)}<w:r><w:t>x</w:t></w:r>${'</w:ins>'.repeat(200_000)}</w:p>`);
  await docx(
    'spans.docx',
    `<w:tbl>${`<w:tr>${'<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc>'.repeat(50)}</w:tr>`.repeat(500)}</w:tbl>`,
  );
  await docx('style-loop.docx', words('x'), {
    'word/styles.xml': `<w:styles ${W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>`,
  });
  await docx('paragraphs.docx', words('Check the oil.').repeat(200_000));
  await docx('climbing-part.docx', words('x'), {
    'word/_rels/document.xml.rels': '<Relationships><Relationship Id="r1" Target="../../../etc/passwd"/></Relationships>',
  });
  made['no-document.docx'] = await zipOf({ 'word/document.xml': '', '[Content_Types].xml': '<Types/>' });
  made['entities.xlsx'] = await zipOf(
    workbook(sheet(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`), `${ENTITIES}<sst><si><t>&j;</t></si></sst>`),
  );
  made['far-cells.xlsx'] = await zipOf(
    workbook(
      sheet(
        `<row r="1">${cell('A1', 'a')}${cell('XFD1', 'b')}</row><row r="1048576">${cell('A1048576', 'c')}${cell('XFD1048576', 'd')}</row>`,
      ),
    ),
  );
  made['merged-all.xlsx'] = await zipOf(
    workbook(
      sheet(
        `<row r="1">${cell('A1', 'a')}${cell('B1', 'b')}</row>`,
        `<mergeCells>${'<mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:CV100"/>'.repeat(2_000)}</mergeCells>`,
      ),
    ),
  );
  made['odd-numbers.xlsx'] = await zipOf(
    workbook(sheet('<row r="-5"><c r="!!" s="99999"><v>1e999</v></c></row><row r="x"><c t="s"><v>77</v></c><c><v>NaN</v></c></row>')),
  );
  made['macros.xlsm'] = await zipOf({
    ...workbook(sheet(`<row r="1">${cell('A1', 'Oil')}${cell('B1', '46')}</row>`)),
    'xl/vbaProject.bin': 'x',
  });
  made['binary.xlsb'] = await zipOf({ 'xl/workbook.bin': Buffer.alloc(100) });
  made['no-slides.pptx'] = await zipOf({ 'ppt/presentation.xml': '<p:presentation xmlns:p="p"/>' });
  made['lost-slide.pptx'] = await zipOf({
    'ppt/presentation.xml': '<p:presentation xmlns:p="p" xmlns:r="r"><p:sldId r:id="r1"/></p:presentation>',
    'ppt/_rels/presentation.xml.rels': '<Relationships><Relationship Id="r1" Target="slides/slide1.xml"/></Relationships>',
  });
  const odf = (kind: string, content: string, more: Record<string, string> = {}) =>
    zipOf({ mimetype: `application/vnd.oasis.opendocument.${kind}`, 'content.xml': content, ...more });
  made['entities.odt'] = await odf('text', `${ENTITIES}<o><text:p xmlns:text="t">&j;</text:p></o>`);
  made['encrypted.odt'] = await odf('text', 'noise', { 'META-INF/manifest.xml': '<m><encryption-data/></m>' });
  made['deep-lists.odt'] = await odf('text', `<o>${'<list><list-item>'.repeat(50_000)}<p>x</p>${'</list-item></list>'.repeat(50_000)}</o>`);
  made['repeated.ods'] = await odf(
    'spreadsheet',
    `<o><table name="A"><table-row number-rows-repeated="1000000000"><table-cell number-columns-repeated="1000000000"><p>x</p></table-cell></table-row></table></o>`,
  );
  made['spaces.odt'] = await odf('text', `<o><p>a<s c="2000000000"/>b</p></o>`);
  made['no-spine.epub'] = await zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<c><rootfile full-path="../../x.opf"/></c>',
  });
  made['locked.epub'] = await zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/encryption.xml': '<e><EncryptionMethod Algorithm="urn:drm"/></e>',
  });
  made['zeros.docx'] = bigZip('word/document.xml', 500_000_000);
  made['zeros.zip'] = bigZip('zeros.txt', 2_100_000_000);
  made['quine-like.zip'] = await bombTree(3);
  made['many.zip'] = await zipOf(Object.fromEntries(Array.from({ length: 6_000 }, (_, n) => [`${n}.txt`, `Words of file ${n}.`])));
  return made;
}

/** A zip of one entry of zeros, made without holding them. */
function bigZip(name: string, bytes: number): Buffer {
  const megabyte = Buffer.alloc(1_000_000);
  const piece = deflateRawSync(megabyte, { level: 9 });
  // Only the sizes matter: they are read before the data.
  const header = Buffer.alloc(30 + name.length);
  const central = Buffer.alloc(46 + name.length);
  const crc = crc32(megabyte);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(name.length, 26);
  header.write(name, 30);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(crc, 16);
  central.writeUInt32LE(piece.length, 20);
  central.writeUInt32LE(bytes, 24);
  central.writeUInt16LE(name.length, 28);
  central.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(header.length + piece.length, 16);
  return Buffer.concat([header, piece, central, end]);
}

/** Zips of ten zips each, `depth` deep, of files of zeros: small outside, large inside. */
async function bombTree(depth: number): Promise<Buffer> {
  if (depth === 0) return Buffer.alloc(10_000_000);
  const inner = await bombTree(depth - 1);
  return zipOf(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${n}.${depth === 1 ? 'txt' : 'zip'}`, inner])));
}
