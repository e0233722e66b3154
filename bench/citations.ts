import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RecognizerChoice } from '../ingest/read/recognize/open-recognition.ts';
import { DRAWN_RIGHT, judgePrinted } from './citations/printed.ts';
import { judgeRecognized } from './citations/recognized.ts';
import type { Judged } from './citations/sentences.ts';
import { judgeUnpaged } from './citations/unpaged.ts';
import { numberGenerator } from './number-generator.ts';
import { quantile, ROOT, record, rounded } from './record.ts';

/** Does what is marked cover the sentence that is cited? 200 random sentences over all formats.
 *  Where there are pages: intersection over union of the boxes drawn with the sentence's true place, 0.8 or more is right. The true place is the
 *  ink: one rectangle for each printed line, from the left edge of the sentence's first letter on it to the right edge of its last, as high as
 *  the ink of that line. None of it comes from our reader:
 *  - PDF: which letters stand where is told by pdftotext (poppler), their outlines by pdftocairo, both of another renderer.
 *  - Recognised: pages of known text drawn by a browser, which tells where each letter stands; then turned by 2 degrees, with noise, JPEG at
 *    quality 60. The page being askew, each word (in Chinese each character) has an upright rectangle of its own.
 *  Elsewhere: the words are marked in the passage as the chat page marks them, and are in the file as another extraction finds them.
 *  Beside it, for PDF: the boxes of the whole passage, what a citation by passage would mark.
 *  Run: node bench/citations.ts [--groups=pdf,unpaged,recognised] [--recognizer=NAME] [--sentences=N] [PDF...]: of PDFs the samples, and those
 *  given or else Debian's that are installed.
 *  Needs poppler-utils, unzip, a Chromium and Noto CJK fonts. */
const SHARES = { pdf: 0.4, recognised: 0.3, unpaged: 0.3 };
const sample = (name: string) => path.join(ROOT, 'samples', 'documents', name);
const PDFS = ['kestrel-kp-40-manual.pdf', 'kestrel-kp-60-manual.pdf', 'auster-ac-75-manual.pdf', 'ruineng-rf300-manual-zh.pdf'].map(sample);
const DEBIAN = [
  'linuxcnc/LinuxCNC_Getting_Started.pdf',
  'nut-doc/pdf/user-manual.pdf',
  'debmake-doc/debmake-doc.zh-cn.pdf',
  '../debian-reference/debian-reference.zh-cn.pdf',
].map((name) => path.join('/usr/share/doc', name));
const office = (name: string) => path.join(ROOT, 'ingest', 'read', 'office', 'fixtures', name);
const UNPAGED = [
  ...['ps-fl-012-process-specification.docx', 'fl1-fault-codes.xlsx', 'maintenance-plan.csv', 'wi-fl-031-valve-seals-zh.md'].map(sample),
  ...['docx', 'epub', 'odt', 'rtf'].map((kind) => office(`handbook.${kind}`)),
  ...['sheets.ods', 'sheets.xlsx', 'slides.odp', 'slides.pptx'].map(office),
  ...['notices', 'chinese'].map((name) => path.join(ROOT, 'ingest', 'read', 'pdf', 'fixtures', 'sources', `${name}.html`)),
];

const option = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
const given = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const sentences = Number(option('sentences') ?? 200);
const recognizer = (option('recognizer') ?? 'tesseract') as RecognizerChoice;
type Group = keyof typeof SHARES;
const groups = (option('groups')?.split(',') ?? Object.keys(SHARES)) as Group[];
const words = process.argv
  .slice(2)
  .filter((word) => word.startsWith('--'))
  .map((word) => ` ${word}`)
  .join('');
const folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
try {
  const pdfs = [...PDFS, ...(given.length > 0 ? given : DEBIAN.filter((file) => existsSync(file)))];
  const number = (name: Group) => (groups.includes(name) ? Math.round(sentences * SHARES[name]) : 0);
  const printed = await judgePrinted(number('pdf') > 0 ? pdfs : [], number('pdf'), numberGenerator(7));
  const unpaged = await judgeUnpaged(number('unpaged') > 0 ? [...UNPAGED, mail(folder)] : [], number('unpaged'), numberGenerator(11));
  const recognised = number('recognised') > 0 ? await judgeRecognized(recognizer, number('recognised'), numberGenerator(13)) : [];
  const all = [...printed.judged, ...recognised, ...unpaged];
  record('citations', `node bench/citations.ts${words}${given.length > 0 ? ' [PDF...]' : ''}`, {
    sentences: all.length,
    right: share(all),
    groups: {
      ...(printed.judged.length > 0 && { pdf: { ...summary(printed.judged), wholePassage: { right: rightOf(printed.whole) } } }),
      ...(recognised.length > 0 && { recognised: { recognizer, ...summary(recognised) } }),
      ...(unpaged.length > 0 && { unpaged: { sentences: unpaged.length, right: share(unpaged) } }),
    },
    byFile: Object.fromEntries(
      [...Map.groupBy(all, ({ file }) => file)].map(([file, judged]) => [file, { sentences: judged.length, right: share(judged) }]),
    ),
    wrong: all
      .filter(({ right }) => !right)
      .map(({ right: _, overlap, ...rest }) => ({ ...rest, overlap: overlap === null ? null : rounded(overlap, 3) })),
    notFoundByPoppler: printed.untested,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function rightOf(overlaps: readonly number[]): number {
  return rounded(overlaps.filter((value) => value >= DRAWN_RIGHT).length / overlaps.length, 3);
}

function share(judged: readonly Judged[]): number {
  return rounded(judged.filter(({ right }) => right).length / judged.length, 3);
}

function summary(judged: readonly Judged[]): Record<string, number> {
  const overlaps = judged.map(({ overlap }) => overlap ?? 0);
  return {
    sentences: judged.length,
    right: share(judged),
    medianIoU: rounded(quantile(overlaps, 0.5), 3),
    p05IoU: rounded(quantile(overlaps, 0.05), 3),
    leastIoU: rounded(Math.min(...overlaps), 3),
  };
}

/** A message with the words of a sample, packed as mail programs pack them. */
function mail(into: string): string {
  const words = readFileSync(sample('wi-fl-031-valve-seals-zh.md'));
  const head = [
    'From: a@example.org',
    'To: b@example.org',
    'Subject: WI-FL-031',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  const file = path.join(into, 'message.eml');
  const body = words.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  writeFileSync(file, `${[...head, 'Content-Transfer-Encoding: base64', '', body].join('\r\n')}\r\n`);
  return file;
}
