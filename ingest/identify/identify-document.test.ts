import { describe, expect, it } from 'vitest';
import type { Block, ReadResult, TextBlock } from '../../knowledge/document/block.ts';
import { identifyDocument } from './identify-document.ts';

function line(text: string, change: Partial<TextBlock> = {}): TextBlock {
  const box = { page: change.page ?? 1, x: 0.1, y: 0.1, width: 0.8, height: 0.02 };
  const spans = [{ start: 0, end: text.length, box }];
  return { kind: 'text', text, spans, page: 1, fontSize: 10, bold: false, level: null, marker: null, indent: 0, boxed: false, ...change };
}

function table(rows: string[][]): Block {
  const cells = rows.map((row) => row.map((text) => ({ text, spans: [], repeated: false })));
  return { kind: 'table', caption: null, headerRows: 1, rows: cells, page: 2, pageEnd: 2, box: null };
}

function identify(blocks: Block[], { name = 'a.pdf', ...read }: Partial<ReadResult> & { name?: string } = {}) {
  const bare = {
    format: 'pdf',
    pageCount: 9,
    pageLabels: {},
    outline: [],
    properties: {},
    furniture: [],
    warnings: [],
    prepared: null,
  } as const;
  return identifyDocument({ ...bare, pageLabels: {}, outline: [], furniture: [], warnings: [], blocks, ...read }, name);
}

describe('identifyDocument', () => {
  it('reads a title page, each guess with the words and the place', () => {
    const identity = identify([
      line('K E S T R E L P U M P S', { fontSize: 15 }),
      line('KP-40 Process Pump', { fontSize: 30 }),
      line('Operating Manual', { fontSize: 14 }),
      line('Document no. OM-KP40-EN'),
      line('Revision C, March 2024'),
      line('Valid for serial numbers 40-2100 to 40-3999. Equipment tag: P-101'),
      line('The KP-40 is made by Kestrel Pumps for clean water and liquids like it.', { page: 3 }),
    ]);
    const { evidence, ...values } = identity;
    expect(values).toEqual({
      ...{ title: 'KP-40 Process Pump Operating Manual', documentNumber: 'OM-KP40-EN', revision: 'C', revisionDate: '2024-03' },
      ...{ type: 'manual', language: 'en', maker: 'Kestrel Pumps', equipment: ['KP-40'], aliases: ['P-101'] },
      serialNumbers: ['40-2100 to 40-3999'],
    });
    expect(Object.keys(evidence).sort()).toEqual(Object.keys(values).sort());
    const box = { page: 1, x: 0.1, y: 0.1, width: 0.8, height: 0.02 };
    expect(evidence.documentNumber).toEqual([{ source: 'page', words: 'Document no. OM-KP40-EN', page: 1, boxes: [box], property: null }]);
    expect(evidence.revision![0]!.boxes[0]!.width).toBeLessThan(0.8);
  });

  it('reads Chinese title pages and running heads', () => {
    const identity = identify(
      [
        line('睿能电气', { fontSize: 15 }),
        line('RF300 系列变频器', { fontSize: 30 }),
        line('使用手册', { fontSize: 16 }),
        line('版次：A/1　2024年5月6日'),
        line('断电后母线电容仍带有高压，RF300 切断电源后至少等待十分钟。'),
      ],
      { furniture: ['文件编号：RN-RF300-CN'] },
    );
    expect(identity).toMatchObject({
      title: 'RF300 系列变频器 使用手册',
      documentNumber: 'RN-RF300-CN',
      revision: 'A/1',
      revisionDate: '2024-05-06',
    });
    expect(identity).toMatchObject({ type: 'manual', language: 'zh', maker: '睿能电气', equipment: ['RF300'] });
    expect(identity.evidence.documentNumber).toMatchObject([{ source: 'running_head', words: '文件编号：RN-RF300-CN', page: null }]);
  });

  it('takes the last revision of a history, whichever way it is sorted', () => {
    const rows = [
      ['1.0', '2019-01-07', 'First issue'],
      ['1.2', '2023-04-11', 'Torques corrected'],
    ];
    for (const sorted of [rows, rows.toReversed()]) {
      const identity = identify([line('Guide', { fontSize: 20 }), line('text'), table([['Revision', 'Date', 'Change'], ...sorted])]);
      expect(identity).toMatchObject({ revision: '1.2', revisionDate: '2023-04-11' });
      expect(identity.evidence.revision![0]!.words).toBe('1.2  2023-04-11');
    }
  });

  it.each([
    ['Rev. B', 'B'],
    ['Issue 3', '3'],
    ['Version 2.10', '2.10'],
    ['第三版', '3'],
    ['V1.0', 'V1.0'],
    ['Firmware instructions-V1.0', 'V1.0'],
    ['Pump Guide V2.9.0~pre1+git2023, 28 Jun 2026', 'V2.9.0'],
    ['SKR V1.4 board', null],
    ['This version of the manual', null],
    ['Revised by the service department', null],
  ])('reads the revision of "%s"', (text, revision) => {
    expect(identify([line(text)]).revision).toBe(revision);
  });

  it.each([
    ['Date: 11.04.2023', '2023-04-11'],
    ['April 11th, 2023', '2023-04-11'],
    ['2023/4/11', '2023-04-11'],
    ['修改时间：2023 -05', '2023-05'],
    ['04/2023', '2023-04'],
    ['© 2019-2020 Kestrel Pumps', null],
    ['tested to ISO 4406:2017 and GB/T 1234-2008', null],
  ])('reads the date of "%s"', (text, date) => {
    expect(identify([line(text)]).revisionDate).toBe(date);
  });

  it('leaves the version and its date out of the title: they are the revision', () => {
    const title = (text: string) => identify([line(text)], { properties: { title: text } });
    expect(title('MotionCNC V2.9.0~pre1+git2023.f12, 28 Jun 2026')).toMatchObject({
      ...{ title: 'MotionCNC', revision: 'V2.9.0', revisionDate: '2026-06-28' },
      evidence: { title: [{ words: 'MotionCNC V2.9.0~pre1+git2023.f12, 28 Jun 2026' }] },
    });
    expect(title('Board V1.4 Manual 2 layers').title).toBe('Board V1.4 Manual 2 layers');
  });

  it('believes neither titles of programs nor dates of saving, and names the file where nothing else is', () => {
    const properties = { title: 'Microsoft Word - draft7.doc', created: '2024-01-01', modified: '2024-02-02', creator: 'Word' };
    const identity = identify([], { properties, name: 'pumps/wi-fl-031_seal_rev_b.pdf' });
    expect(identity).toMatchObject({ title: 'wi-fl-031 seal rev b', documentNumber: 'WI-FL-031', revision: 'B', revisionDate: null });
    expect(identity.evidence.revision).toEqual([
      { source: 'file_name', words: 'wi-fl-031 seal rev b', page: null, boxes: [], property: null },
    ]);
    expect(identify([line('x')], { properties: { title: 'Seal Guide' } }).evidence.title).toEqual([
      { source: 'property', words: 'Seal Guide', page: null, boxes: [], property: 'title' },
    ]);
  });

  it('takes the number of a paper for no machine', () => {
    const identity = identify([
      line('Commissioning record CR-2023-118', { fontSize: 20 }),
      line('CR-2023-118, CR-2023-118'),
      line('Pump P-202'),
    ]);
    expect(identity).toMatchObject({ documentNumber: 'CR-2023-118', equipment: [], revision: null });
  });

  it('takes companies for makers, not the people of their sentences', () => {
    expect(identify([line('x')], { furniture: ['Shen Zhen Big Tree Technology CO. ,LTD.'] }).maker).toBe(
      'Shen Zhen Big Tree Technology CO. , LTD.',
    );
    expect(identify([line('x')], { furniture: ['深圳市必趣科技有限公司'] }).maker).toBe('深圳市必趣科技有限公司');
    expect(identify([line('制造商：华中数控')]).maker).toBe('华中数控');
    expect(identify([line('NAME'), line('names of things')]).maker).toBeNull();
  });
});
