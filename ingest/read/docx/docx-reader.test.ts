import { describe, expect, it } from 'vitest';
import { linesOf, readBytes, zipOf } from '../fixtures/read-bytes.ts';

const W =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="wp" xmlns:a="a" xmlns:m="m" xmlns:mc="mc" xmlns:v="v"';
const STYLES = `<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="Plant heading"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="Loop"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style></w:styles>`;
const level = (ilvl: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
const NUMBERING = `<w:numbering ${W}>
<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1')}${level(1, 'decimal', '%1.%2')}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%2)')}${level(2, 'lowerRoman', '%3.')}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">${level(0, 'chineseCounting', '第%1步')}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num></w:numbering>`;

const run = (text: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (content: string, properties = '') =>
  `<w:p><w:pPr>${properties}</w:pPr>${content.startsWith('<') ? content : run(content)}</w:p>`;
const styled = (id: string, text: string) => p(text, `<w:pStyle w:val="${id}"/>`);
const item = (num: number, ilvl: number, text: string) => p(text, `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${num}"/></w:numPr>`);
const tc = (text: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${text.startsWith('<') ? text : p(text)}</w:tc>`;
const tr = (cells: string, properties = '') => `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`;

async function read(body: string, parts: Record<string, string> = {}) {
  const document = `<w:document ${W}><w:body>${body}</w:body></w:document>`;
  return readBytes(
    'a.docx',
    await zipOf({ 'word/document.xml': document, 'word/styles.xml': STYLES, 'word/numbering.xml': NUMBERING, ...parts }),
  );
}
const lines = async (body: string, parts?: Record<string, string>) => linesOf((await read(body, parts)).blocks);

describe('Word documents', () => {
  it('number headings and steps as Word shows them, by styles and their ancestors, anew where a list starts anew', async () => {
    const body = [
      styled('1', 'General'),
      styled('2', 'Scope'),
      styled('own', 'Limits'),
      styled('1', 'Service'),
      styled('2', 'Oil'),
      item(2, 0, 'Stop.'),
      item(2, 1, 'Lock.'),
      item(2, 1, 'Tag.'),
      item(2, 2, 'Sign.'),
      item(2, 0, 'Drain.'),
      item(2, 1, 'Wait.'),
      item(3, 0, 'Start.'),
      item(4, 0, '停机'),
      item(4, 0, '断电'),
      styled('loop', 'No heading.'),
    ];
    expect(await lines(body.join(''))).toEqual([
      '# 1 General',
      '## 1.1 Scope',
      '## 1.2 Limits',
      '# 2 Service',
      '## 2.1 Oil',
      '1. Stop.',
      '  a) Lock.',
      '  b) Tag.',
      '    i. Sign.',
      '2. Drain.',
      '  a) Wait.',
      '1. Start.',
      '第一步 停机',
      '第二步 断电',
      'No heading.',
    ]);
  });

  it('leave out what is deleted, moved away, hidden or a contents page, and join paragraphs whose mark is deleted', async () => {
    const body = [
      p(
        `${run('Tighten to ')}${run('38', '<w:strike/>')}<w:del><w:r><w:delText>40</w:delText><w:t>40</w:t></w:r></w:del><w:ins>${run('45')}</w:ins>${run(' N·m')}<w:moveFrom>${run(' gone')}</w:moveFrom>${run(' secret', '<w:vanish/>')}`,
      ),
      `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>${run('One ')}</w:p>`,
      p('sentence.'),
      `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${p('1 Scope 3')}</w:sdtContent></w:sdt>`,
      `<w:sdt><w:sdtContent>${p('Kept.')}</w:sdtContent></w:sdt>`,
      styled('t1', 'Limits 4'),
      `<w:tbl>${tr(tc('Code') + tc('Value'))}${tr(tc('old') + tc('1'), '<w:del/>')}${tr(tc('new') + tc('2'))}</w:tbl>`,
    ];
    expect(await lines(body.join(''))).toEqual(['Tighten to 45 N·m', 'One sentence.', 'Kept.', '== Code | Value', '= new | 2']);
  });

  it('repeat merged cells, keep several header rows, and read a framed cell as a box', async () => {
    const header = '<w:tblHeader/>';
    const table = [
      tr(tc('Size', '<w:vMerge w:val="restart"/>') + tc('Pressure', '<w:gridSpan w:val="2"/>'), header),
      tr(tc('', '<w:vMerge/>') + tc('min') + tc('max'), header),
      tr(tc('A') + tc(`${p('2')}<w:tbl>${tr(tc('inner') + tc('cells'))}</w:tbl>`) + tc('8')),
      tr(tc('short'), '<w:gridBefore w:val="1"/>'),
    ];
    expect(await lines(`<w:tbl>${table.join('')}</w:tbl><w:tbl>${tr(tc(p('WARNING') + p('Hot.')))}</w:tbl>`)).toEqual([
      '== Size | Pressure | Pressure^',
      '== Size^ | min | max',
      '= A | 2 inner cells | 8',
      '=  | short | ',
      '! WARNING',
      '! Hot.',
    ]);
  });

  it('see a header row where none is marked: bold, or words over numbers; names beside values are none', async () => {
    const bold = (text: string) => tc(p(run(text, '<w:b/>')));
    const body = [
      `<w:tbl>${tr(bold('Part') + bold('Use'))}${tr(tc('Seal') + tc('Pump'))}</w:tbl>`,
      p('a'),
      `<w:tbl>${tr(tc('Part') + tc('Torque'))}${tr(tc('Bolt') + tc('45 N·m'))}</w:tbl>`,
      p('b'),
      `<w:tbl>${tr(tc('Maker') + tc('Kestrel'))}${tr(tc('Model') + tc('KP-40'))}</w:tbl>`,
    ];
    expect(await lines(body.join(''))).toEqual([
      '== Part | Use',
      '= Seal | Pump',
      'a',
      '== Part | Torque',
      '= Bolt | 45 N·m',
      'b',
      '= Maker | Kestrel',
      '= Model | KP-40',
    ]);
  });

  it('keep raised digits, symbols, fractions, notes and text boxes where they belong, once each', async () => {
    const box = `<w:txbxContent>${p('Part 4711')}</w:txbxContent>`;
    const body = [
      p(
        run('10') +
          run('3', '<w:vertAlign w:val="superscript"/>') +
          run(' m, 20 ') +
          '<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>' +
          run('C, CO') +
          run('2', '<w:vertAlign w:val="subscript"/>'),
      ),
      p('<m:oMath><m:f><m:num><m:r><m:t>p</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>'),
      p(
        `${run('See')}<w:r><w:footnoteReference w:id="2"/></w:r>${run('.')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>${box}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>`,
      ),
      p('<w:r><w:drawing><wp:docPr descr="Section of the pump"/><a:blip/></w:drawing></w:r>'),
      p('<w:r><w:drawing><wp:docPr descr="Picture 3"/><a:blip/></w:drawing></w:r>'),
    ];
    const footnotes = `<w:footnotes ${W}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">${p('When cold.')}</w:footnote></w:footnotes>`;
    expect(await lines(body.join(''), { 'word/footnotes.xml': footnotes })).toEqual([
      '10³ m, 20 °C, CO2',
      'p/2',
      'See¹.',
      '! Part 4711',
      '¹ When cold.',
      '[Section of the pump]',
      '[]',
    ]);
    const { blocks } = await read(body.join(''), { 'word/footnotes.xml': footnotes });
    expect(blocks.filter((block) => 'aside' in block)).toEqual([expect.objectContaining({ text: '¹ When cold.', aside: 'footnote' })]);
  });

  it('give headers and footers for what they say of the document', async () => {
    const { furniture, properties } = await read(p('Words.'), {
      'word/header1.xml': `<w:hdr ${W}>${p('PS-12')}${p('Revision 7')}</w:hdr>`,
      'word/footer2.xml': `<w:ftr ${W}>${p('PS-12')}${p('Revision 7')}</w:ftr>`,
      'docProps/core.xml': '<c:p xmlns:c="c" xmlns:dc="d"><dc:title>Specification</dc:title></c:p>',
    });
    expect({ furniture, properties }).toEqual({ furniture: ['PS-12 Revision 7'], properties: { title: 'Specification' } });
  });
});
