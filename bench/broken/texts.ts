import { deflateSync } from 'node:zlib';
import { numberGenerator } from '../number-generator.ts';

/** Texts, pages, mails and pictures that are built to hurt; the names of some files hurt too. */
export function brokenTexts(): Record<string, Buffer> {
  const random = numberGenerator(7);
  const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256)));
  const texts: Record<string, string> = {
    'deep.html': `<html><body>${'<div>'.repeat(200_000)}Deep words.${'</div>'.repeat(200_000)}`,
    'deep-lists.html': `<html><body>${'<ul><li>'.repeat(30_000)}Deep item.`,
    'deep-tables.html': `<html><body>${'<table><tr><td>'.repeat(20_000)}Deep cell.`,
    'spans.html': `<html><body><table>${`<tr>${'<td colspan=200 rowspan=200>x'.repeat(200)}`.repeat(1_000)}</table>`,
    'unclosed.html': `<html><body>${'<b><i>'.repeat(30_000)}words`,
    'attributes.html': `<html><body><p ${Array.from({ length: 100_000 }, (_, n) => `a${n}=1`).join(' ')}>Words.</p>`,
    'entities.html': `<!DOCTYPE html [<!ENTITY a "b">]><html><body>&a;&a;&#99999999;words`,
    'no-words.html': '<html><body><script>document.write("words")</script></body></html>',
    'quotes.md': `${'>'.repeat(50_000)} Deep quote.\n`,
    'lists.md': Array.from({ length: 3_000 }, (_, n) => `${' '.repeat(2 * Math.min(n, 400))}- item ${n}`).join('\n'),
    'stars.md': `# A\n\n${'*a_ '.repeat(60_000)}\n`,
    'brackets.md': `${'['.repeat(60_000)}\n`,
    'rules.md': `|${'a|'.repeat(5_000)}\n|${'-|'.repeat(5_000)}\n${`|${'b|'.repeat(5_000)}\n`.repeat(20)}`,
    'wide.csv': `${'a,'.repeat(100_000)}\n${'1,'.repeat(100_000)}\n`,
    'quote.csv': `a,b\n"${'x,\n'.repeat(200_000)}`,
    'ragged.csv': Array.from({ length: 20_000 }, (_, n) => 'x;'.repeat(n % 50)).join('\n'),
    'long-line.txt': 'word '.repeat(4_000_000),
    'many-lines.txt': 'Check the oil level.\n\n'.repeat(100_000),
    'steps.txt': Array.from({ length: 20_000 }, (_, n) => `${n + 1}. Turn valve ${n}.`).join('\n'),
    'blank.txt': ' \n\t\n'.repeat(10_000),
    'deep.rtf': `{\\rtf1 ${'{'.repeat(200_000)}Deep words.${'}'.repeat(200_000)}}`,
    'unclosed.rtf': `{\\rtf1 {\\*\\x ${'{\\b '.repeat(1_000)}`,
    'binary.rtf': `{\\rtf1 {\\pict\\bin999999999 xx}Words.}`,
    'spans.rtf': `{\\rtf1 ${`\\trowd${Array.from({ length: 300 }, (_, n) => `\\clmrg\\cellx${n * 100}`).join('')}\\intbl ${'x\\cell'.repeat(300)}\\row `.repeat(50)}}`,
    'names.jsonl': `{"doc_id":"../../../etc/x","id":"1","text":"Words of a bad name."}\n`,
    'deep.jsonl': `{"doc_id":"d","id":"1","text":"x","path":${'['.repeat(10_000)}${']'.repeat(10_000)}}\n`,
    'nested.eml': `From: a@b\nSubject: x\nMIME-Version: 1.0\n${Array.from({ length: 500 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join('')}\nwords`,
    'attachments.eml': `From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${Array.from({ length: 40 }, (_, n) => `--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="../${n}.txt"\n\nWords ${n}.\n`).join('')}--b--\n`,
    'broken-base64.eml':
      'From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!\n',
    'headers.eml': `From: a@b\nSubject: ${'x'.repeat(3_000_000)}\n\nwords\n`,
    'entities.svg': '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><svg>&a;</svg>',
    [`${'n'.repeat(240)}.txt`]: 'Words under a long name.',
    '🔧 Schlüssel 扳手.txt': 'Words under a name with a picture.',
    'two\nlines.txt': 'Words under a name of two lines.',
    'quote".txt': 'Words under a name with a quote.',
    '..hidden.. .txt': 'Words under a name with dots.',
  };
  const made: Record<string, Buffer> = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
  for (let copy = 0; copy < 12; copy += 1) made[`noise-${copy}.${['txt', 'pdf', 'docx', 'md'][copy % 4]}`] = noise(500 * (copy + 1));
  made['nul.txt'] = Buffer.alloc(5_000);
  made['half-utf16.txt'] = Buffer.from('\uFEFFWords', 'utf16le').subarray(0, 9);
  for (const side of [10_000, 60_000]) made[`picture-${side}.png`] = png(side);
  made['old.doc'] = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5_000)]);
  made['loop.xls'] = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5_000, 0xff)]);
  made['a.gz'] = Buffer.from('1f8b0800000000000003', 'hex');
  made['a.7z'] = Buffer.from('377abcaf271c0004', 'hex');
  made['program.exe'] = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2_000)]);
  return made;
}

/** A black picture of `side` times `side` pixels that takes some kilobytes; the larger one only says its size. */
function png(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = side > 20_000 ? Buffer.alloc(100) : Buffer.alloc(side * Math.ceil(side / 8 + 1));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
