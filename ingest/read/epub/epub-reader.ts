import type { Block, ReadResult } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { htmlBlocks } from '../html/html-blocks.ts';
import { textBlock } from '../make-block.ts';
import { attachCaptions } from '../office/attach-captions.ts';
import { inArchive, walkXml, type XmlPart } from '../office/walk-xml.ts';
import type { Reader } from '../reader.ts';
import { decodeText } from '../text/decode-text.ts';
import { zipEntries } from '../zip-entries.ts';

const PARTS = /^META-INF\/(?:container|encryption)\.xml$|\.(?:opf|ncx|x?html?|xml)$/i;
/** Only fonts may be scrambled in a book that can be read. Source: EPUB 3.3, 4.4 "Font obfuscation". */
const FONT_SCRAMBLING = /^http:\/\/(?:www\.idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC)$/;

type Entries = ReadonlyMap<string, Buffer>;
type Package = { chapters: string[]; titles: ReadonlyMap<string, string>; properties: Record<string, string> };

/** Electronic books: the chapters in the order of the spine, without the contents page. */
export const epubReader: Reader = {
  format: 'epub',
  async read({ path, name, limits, onPage }): Promise<ReadResult> {
    const entries = await zipEntries(path, name, limits.maxUnpackedBytes, (entry) => PARTS.test(entry));
    refuseEncrypted(entries, name);
    const { chapters, titles, properties } = readPackage(entries, name);
    const blocks: Block[] = [];
    for (const [index, chapter] of chapters.entries()) {
      const bytes = entries.get(chapter);
      if (bytes !== undefined)
        for (const block of titled(htmlBlocks(asHtml(decodeText(bytes, name).text)).blocks, titles.get(chapter))) blocks.push(block);
      onPage?.(index + 1, chapters.length);
    }
    return {
      format: 'epub',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties,
      furniture: [],
      blocks: attachCaptions(blocks),
      warnings: [],
      prepared: null,
    };
  },
};

function refuseEncrypted(entries: Entries, file: string): void {
  const xml = entries.get('META-INF/encryption.xml');
  if (xml === undefined) return;
  walkXml(
    xml,
    { file, part: 'META-INF/encryption.xml' },
    {
      open: (tag, { Algorithm }) => {
        if (tag === 'EncryptionMethod' && Algorithm !== undefined && !FONT_SCRAMBLING.test(Algorithm))
          throw new MillwrightError(`"${file}" is protected against copying. Ask its maker for a copy without protection.`, {
            code: 'file_encrypted',
          });
      },
    },
  );
}

function readPackage(entries: Entries, file: string): Package {
  let root = '';
  const container = entries.get('META-INF/container.xml');
  if (container)
    walkXml(
      container,
      { file, part: 'META-INF/container.xml' },
      {
        open: (tag, attributes) => {
          if (tag === 'rootfile') root ||= attributes['full-path'] ?? '';
        },
      },
    );
  const xml = entries.get(root);
  if (xml === undefined)
    throw new MillwrightError(`"${file}" has no list of chapters inside. Fetch it again from its maker.`, { code: 'file_damaged' });
  const folder = root.split('/').slice(0, -1).join('/');
  const hrefs = new Map<string, string>();
  const spine: string[] = [];
  const properties: Record<string, string> = {};
  let name: string | null = null;
  let contents = '';
  walkXml(
    xml,
    { file, part: root },
    {
      open: (tag, attributes) => {
        if (tag === 'item' && /x?html/.test(attributes['media-type'] ?? '') && !/\bnav\b/.test(attributes.properties ?? ''))
          hrefs.set(attributes.id ?? '', inArchive(folder, decodedPath(attributes.href ?? '')));
        else if (tag === 'item' && attributes['media-type'] === 'application/x-dtbncx+xml')
          contents = inArchive(folder, decodedPath(attributes.href ?? ''));
        else if (tag === 'itemref') spine.push(attributes.idref ?? '');
        name = /^(?:title|creator|date|identifier|subject|publisher)$/.test(tag) ? tag : null;
      },
      text: (text) => {
        if (name !== null && text.trim() !== '') properties[name] ??= text.trim();
      },
      close: () => {
        name = null;
      },
    },
  );
  const ncx = entries.get(contents);
  const titles = ncx === undefined ? new Map<string, string>() : chapterTitles(ncx, { file, part: contents });
  return { chapters: [...new Set(spine)].flatMap((id) => hrefs.get(id) ?? []), titles, properties };
}

/** What the table of contents (NCX) calls each chapter file; of several entries for one file, the first. */
function chapterTitles(xml: Buffer, where: XmlPart): Map<string, string> {
  const titles = new Map<string, string>();
  const folder = where.part.split('/').slice(0, -1).join('/');
  let label = '';
  let inLabel = false;
  walkXml(xml, where, {
    open: (tag, { src }) => {
      inLabel = tag === 'text';
      if (inLabel) label = '';
      const chapter = tag === 'content' && src ? inArchive(folder, decodedPath(src)) : null;
      if (chapter !== null && !titles.has(chapter)) titles.set(chapter, label.trim());
    },
    text: (text) => {
      if (inLabel) label += text;
    },
    close: () => {
      inLabel = false;
    },
  });
  return titles;
}

/** Some programs write headings as styled paragraphs: the one that the table of contents names is the chapter's. */
function titled(blocks: Block[], title: string | undefined): Block[] {
  if (!title || blocks.some(({ kind }) => kind === 'heading')) return blocks;
  return blocks.map((block) =>
    block.kind === 'text' && block.text === title ? textBlock(title, { kind: 'heading', level: 1, bold: true }) : block,
  );
}

function decodedPath(href: string): string {
  const path = href.split('#')[0]!;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** XHTML as HTML: an element that closes itself would stay open there and swallow what follows. */
function asHtml(xhtml: string): string {
  return xhtml.replaceAll(/<([a-z][\w:-]*)([^<>]*)\/>/gi, (whole, tag: string, attributes: string) =>
    VOID.test(tag) ? whole : `<${tag}${attributes}></${tag}>`,
  );
}
