import mammoth from 'mammoth';
import type { ReadResult } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { htmlBlocks } from '../html/html-blocks.ts';
import type { Reader } from '../reader.ts';
import { coreProperties, walkXml } from '../xml-text.ts';
import { zipEntries } from '../zip-entries.ts';

const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='标题'] => h1:fresh",
];

/** Word documents. Headers and footers go to `furniture`: they often hold number and revision. */
export const docxReader: Reader = {
  format: 'docx',
  async read({ path, name, limits }): Promise<ReadResult> {
    const entries = await zipEntries(path, name, limits.maxUnpackedBytes, (entry) =>
      /^word\/(?:header|footer)\d*\.xml$|^docProps\/core\.xml$/.test(entry),
    );
    const furniture = [...entries].filter(([entry]) => entry.startsWith('word/')).map(([entry, xml]) => wordsOf(xml, entry));
    const html = await convert(path, name);
    const { blocks } = htmlBlocks(html);
    return {
      format: 'docx',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties: coreProperties(entries.get('docProps/core.xml')),
      furniture: [...new Set(furniture.filter((text) => text !== ''))],
      blocks,
      warnings: [],
      prepared: null,
    };
  },
};

async function convert(path: string, name: string): Promise<string> {
  try {
    // Pictures would be carried along as base64 text; only their alternative text is wanted.
    const convertImage = mammoth.images.imgElement(async () => ({ src: '' }));
    return (await mammoth.convertToHtml({ path }, { styleMap: STYLES, convertImage })).value;
  } catch (error) {
    throw new MillwrightError(
      `"${name}" cannot be read as a Word document (${(error as Error).message}). Open it in Word or LibreOffice and save it anew as .docx.`,
      { code: 'file_damaged', cause: error },
    );
  }
}

function wordsOf(xml: Buffer, part: string): string {
  let text = '';
  walkXml(xml, part, {
    text: (value) => {
      text += value;
    },
    close: (tag) => {
      if (tag === 'p' || tag === 'tc') text += ' ';
    },
  });
  return text.replaceAll(/\s+/g, ' ').trim();
}
