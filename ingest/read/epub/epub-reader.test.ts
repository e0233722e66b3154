import { describe, expect, it } from 'vitest';
import { linesOf, readBytes, zipOf } from '../fixtures/read-bytes.ts';

const CONTAINER =
  '<container xmlns="c"><rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>';
const OPF = `<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Pump book</dc:title><dc:creator>Works</dc:creator></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="b" href="text/b%20two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine></package>`;
const page = (body: string) =>
  `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head><body>${body}</body></html>`;
const ENTRIES = {
  mimetype: 'application/epub+zip',
  'META-INF/container.xml': CONTAINER,
  'OPS/book.opf': OPF,
  'OPS/nav.xhtml': page('<nav>Contents: First, Second</nav>'),
  'OPS/text/b two.xhtml': page('<h1>Second</h1><p>Oil <a id="x"/>it.</p>'),
  'OPS/text/a.xhtml': page('<h1>First</h1><p>Stop the pump.</p><ol><li>Lock.</li></ol>'),
};

describe('Electronic books', () => {
  it('are read in the order of the spine, without the contents page; elements that close themselves swallow nothing', async () => {
    const { blocks, properties } = await readBytes('book.bin', await zipOf(ENTRIES));
    expect(linesOf(blocks)).toEqual(['# First', 'Stop the pump.', '1. Lock.', '# Second', 'Oil it.']);
    expect(properties).toMatchObject({ title: 'Pump book', creator: 'Works' });
  });

  it('that are protected are refused; scrambled fonts do not matter', async () => {
    const encryption = (algorithm: string) =>
      `<encryption xmlns="c" xmlns:e="e"><e:EncryptedData><e:EncryptionMethod Algorithm="${algorithm}"/></e:EncryptedData></encryption>`;
    const with_ = async (algorithm: string) =>
      readBytes('book.epub', await zipOf({ ...ENTRIES, 'META-INF/encryption.xml': encryption(algorithm) }));
    await expect(with_('http://www.w3.org/2001/04/xmlenc#aes128-cbc')).rejects.toMatchObject({ code: 'file_encrypted' });
    expect((await with_('http://www.idpf.org/2008/embedding')).blocks).toHaveLength(5);
  });

  it('without a list of chapters are damaged', async () => {
    const rest = { mimetype: ENTRIES.mimetype, 'META-INF/container.xml': CONTAINER };
    await expect(readBytes('book.epub', await zipOf(rest))).rejects.toMatchObject({
      code: 'file_damaged',
      message: expect.stringContaining('"book.epub"'),
    });
  });
});
