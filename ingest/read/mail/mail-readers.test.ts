import { describe, expect, it } from 'vitest';
import { linesOf, readBytes } from '../fixtures/read-bytes.ts';

const HEAD = [
  'From: =?utf-8?B?5p2O5bel?= <li@plant.example>',
  'To: shift@plant.example',
  'Subject: =?gb2312?B?scPM5Q==?= P-201: seal',
  'Date: Tue, 18 Jun 2024 09:30:00 +0800',
  'Message-ID: <1@plant.example>',
  'MIME-Version: 1.0',
];
const mail = (...lines: string[]) => [...HEAD, ...lines].join('\r\n');
const PARTS = [
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: multipart/alternative; boundary=y',
  '',
  '--y',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Plain words.',
  '--y',
  'Content-Type: text/html; charset=gbk',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.concat([Buffer.from('<p>'), Buffer.from('b1c3cce5', 'hex'), Buffer.from('</p><ol><li>Stop.</li></ol>')]).toString('base64'),
  '--y--',
  '--x',
  'Content-Type: application/pdf; name=a.pdf',
  'Content-Disposition: attachment; filename=a.pdf',
  'Content-Transfer-Encoding: base64',
  '',
  'JVBERi0=',
  '--x--',
  '',
];

describe('E-mails', () => {
  it('are known by content: subject, who wrote when to whom, the words of the better body', async () => {
    const { format, blocks, properties } = await readBytes('saved', mail(...PARTS));
    expect(format).toBe('eml');
    expect(linesOf(blocks)).toEqual([
      '# 泵体 P-201: seal',
      'From: 李工 <li@plant.example>; To: shift@plant.example; Date: 2024-06-18 01:30',
      '泵体',
      '1. Stop.',
    ]);
    expect(properties).toMatchObject({ creator: '李工 <li@plant.example>', created: '2024-06-18 01:30' });
  });

  it('of plain text keep their paragraphs', async () => {
    const { blocks } = await readBytes(
      'a.eml',
      mail('Content-Type: text/plain; charset=utf-8', '', 'The seal leaks.', '', '1. Stop.', '2. Replace it.'),
    );
    expect(linesOf(blocks).slice(2)).toEqual(['The seal leaks.', '1. Stop.', '2. Replace it.']);
  });

  it('are no texts that only begin with a word and a colon', async () => {
    expect((await readBytes('a', 'Subject: pumps\nOil them weekly.\n')).format).toBe('text');
    expect((await readBytes('log.txt', mail(...PARTS))).format).toBe('text');
  });
});

describe('Web pages saved as one file', () => {
  it('are read as the page', async () => {
    const text = [
      'From: <Saved by Blink>',
      'Snapshot-Content-Location: http://plant.example/',
      'Subject: Valve',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; type="text/html"; boundary="z"',
      '',
      '--z',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<html><head><title>Valve</title></head><body><h1>Valve</h1><p>3 =C2=B0C</p></body></html>',
      '--z',
      'Content-Type: text/css',
      '',
      'p { color: red }',
      '--z--',
      '',
    ];
    const { format, blocks, properties } = await readBytes('page.mhtml', text.join('\r\n'));
    expect([format, properties.title, linesOf(blocks)]).toEqual(['mhtml', 'Valve', ['# Valve', '3 °C']]);
  });
});
