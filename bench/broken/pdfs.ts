import { deflateSync } from 'node:zlib';
import { contentBomb } from '../../ingest/jobs/fixtures/broken-files.ts';

const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const WORDS = 'BT /F1 12 Tf 72 700 Td (Tighten the casing bolts to 45 Nm.) Tj ET';

/** A PDF of numbered objects as they are given. */
function pdfOf(objects: readonly string[], trailer = ''): Buffer {
  let body = '%PDF-1.5\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(Buffer.byteLength(body, 'latin1'));
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const start = Buffer.byteLength(body, 'latin1');
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  );
}

const stream = (content: string, entries = '') => `<< /Length ${content.length} ${entries} >>\nstream\n${content}\nendstream`;
const page = (resources: string, contents: string, more = '') =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> ${resources} >> /Contents ${contents} ${more} >>`;
const TREE = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'];

/** PDFs that lead readers round in circles or promise more than there is. */
export function brokenPdfs(): Record<string, Buffer> {
  const image = (side: number, data: string) =>
    stream(
      data,
      `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode`,
    );
  const pixels = deflateSync(Buffer.alloc(30_000_000), { level: 1 }).toString('latin1');
  const nested = '['.repeat(50_000) + ']'.repeat(50_000);
  return {
    'loop-pages.pdf': pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 3 0 R >>',
      '<< /Type /Pages /Kids [2 0 R] /Count 2 /Parent 2 0 R >>',
    ]),
    'loop-outline.pdf': pdfOf([
      '<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>',
      TREE[1]!,
      page('', '5 0 R'),
      FONT,
      stream(WORDS),
      '<< /Type /Outlines /First 7 0 R /Last 7 0 R >>',
      '<< /Title (Bolts) /Parent 6 0 R /Next 7 0 R /First 7 0 R /Dest [3 0 R /Fit] >>',
    ]),
    'loop-form.pdf': pdfOf([
      ...TREE,
      page('/XObject << /X 6 0 R >>', '5 0 R'),
      FONT,
      stream('/X Do'),
      stream('/X Do', '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>'),
    ]),
    'loop-tags.pdf': pdfOf([
      '<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>',
      TREE[1]!,
      page('', '5 0 R', '/StructParents 0'),
      FONT,
      stream(`/P << /MCID 0 >> BDC ${WORDS} EMC`),
      '<< /Type /StructTreeRoot /K 7 0 R /ParentTree 8 0 R >>',
      '<< /Type /StructElem /S /P /P 7 0 R /K [7 0 R 0] /Pg 3 0 R >>',
      '<< /Nums [0 [7 0 R]] >>',
    ]),
    'loop-contents.pdf': pdfOf([...TREE, page('', '5 0 R'), FONT, '[5 0 R 5 0 R]']),
    'loop-tables.pdf': pdfOf([...TREE, page('', '5 0 R'), FONT, stream(WORDS)], '/Prev 9'),
    'loop-length.pdf': pdfOf([...TREE, page('', '5 0 R'), FONT, `<< /Length 5 0 R >>\nstream\n${WORDS}\nendstream`]),
    'empty-pages.pdf': pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [${'3 0 R '.repeat(100_000)}] /Count 100000 >>`,
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    ]),
    'promised-pages.pdf': pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    ]),
    'huge-image.pdf': pdfOf([
      ...TREE,
      page('/XObject << /I 6 0 R >>', '5 0 R'),
      FONT,
      stream(`${WORDS} q 500 0 0 500 0 0 cm /I Do Q`),
      image(10_000, pixels),
    ]),
    'claimed-image.pdf': pdfOf([
      ...TREE,
      page('/XObject << /I 6 0 R >>', '5 0 R'),
      FONT,
      stream(`${WORDS} q 500 0 0 500 0 0 cm /I Do Q`),
      image(1_000_000_000, 'x'),
    ]),
    'huge-page.pdf': pdfOf([
      ...TREE,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e12 1e12] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>`,
      FONT,
      stream(WORDS),
    ]),
    'deep-arrays.pdf': pdfOf([...TREE, page('', '5 0 R', `/Annots ${nested}`), FONT, stream(WORDS)]),
    'no-root.pdf': Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer << /Root 9 0 R >>\n%%EOF'),
    'only-mark.pdf': Buffer.from('%PDF-1.7\n%%EOF'),
    'script.pdf': pdfOf([
      '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(1\\){}) >> >>',
      TREE[1]!,
      page('', '5 0 R'),
      FONT,
      stream(WORDS),
    ]),
    'content-bomb.pdf': contentBomb(300),
  };
}
