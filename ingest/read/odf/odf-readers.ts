import type { Block, DocumentFormat, ReadResult, ReadWarning } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { attachCaptions } from '../office/attach-captions.ts';
import { sheetsResult } from '../office/sheets-result.ts';
import { coreProperties, walkXml } from '../office/walk-xml.ts';
import { slideBlocks } from '../pptx/slide-blocks.ts';
import { paged } from '../pptx/slide-walk.ts';
import type { Reader, ReadInput } from '../reader.ts';
import { zipEntries } from '../zip-entries.ts';
import { readOdfSheets } from './odf-sheets.ts';
import { OdfStyles } from './odf-styles.ts';
import { OdfWalk } from './odf-walk.ts';

const PARTS = /^(?:content|styles|meta)\.xml$|^META-INF\/manifest\.xml$/;

type Package = { content: Buffer; styles: OdfStyles; properties: Record<string, string>; furniture: string[] };

/** OpenDocument texts, as LibreOffice and OpenOffice write them. */
export const odtReader: Reader = {
  format: 'odt',
  async read(input): Promise<ReadResult> {
    const { content, styles, ...rest } = await openPackage(input);
    const blocks = attachCaptions(new OdfWalk(styles).walk(content, { file: input.name, part: 'content.xml' }));
    return result('odt', { ...rest, blocks });
  },
};

/** OpenDocument presentations: a slide is a page and a section. Hidden slides stay out, and are said. */
export const odpReader: Reader = {
  format: 'odp',
  async read(input): Promise<ReadResult> {
    const { content, styles, ...rest } = await openPackage(input);
    const walk = new OdfWalk(styles);
    walk.walk(content, { file: input.name, part: 'content.xml' });
    const warnings: ReadWarning[] = [];
    const blocks = walk.pages.flatMap((slide, index) => {
      const page = index + 1;
      if (slide.hidden) warnings.push({ code: 'slide_hidden', message: `Slide ${page} is hidden and was left out.`, page });
      return slide.hidden ? [] : slideBlocks(slide, page).map((block) => paged(block, page));
    });
    return { ...result('odp', { ...rest, blocks: attachCaptions(blocks) }), pageCount: walk.pages.length, warnings };
  },
};

/** OpenDocument spreadsheets: as XLSX. */
export const odsReader: Reader = {
  format: 'ods',
  async read(input): Promise<ReadResult> {
    const { content, styles, properties } = await openPackage(input);
    const sheets = readOdfSheets(content, styles, { file: input.name, part: 'content.xml' });
    return sheetsResult({ format: 'ods', sheets, properties }, input);
  },
};

async function openPackage({ path, name, limits }: ReadInput): Promise<Package> {
  const entries = await zipEntries(path, name, limits.maxUnpackedBytes, (entry) => PARTS.test(entry));
  if (entries.get('META-INF/manifest.xml')?.includes('encryption-data'))
    throw new MillwrightError(`"${name}" is protected by a password. Open it with the password and save a copy without.`, {
      code: 'file_encrypted',
    });
  const content = entries.get('content.xml');
  if (content === undefined)
    throw new MillwrightError(`"${name}" has no content inside. Open it in LibreOffice and save it anew.`, { code: 'file_damaged' });
  const styles = new OdfStyles();
  styles.read(entries.get('styles.xml'), name, 'styles.xml');
  styles.read(content, name, 'content.xml');
  return {
    content,
    styles,
    properties: coreProperties(entries.get('meta.xml'), { file: name, part: 'meta.xml' }),
    furniture: runningHeads(entries.get('styles.xml'), name),
  };
}

/** What stands in the headers and footers of the master pages. */
function runningHeads(xml: Buffer | undefined, file: string): string[] {
  const heads = new Set<string>();
  if (xml === undefined) return [];
  let text: string | null = null;
  walkXml(
    xml,
    { file, part: 'styles.xml' },
    {
      open: (tag) => {
        if (/^(?:header|footer)(?:-left|-first)?$/.test(tag)) text = '';
        else if (text !== null && (tag === 'tab' || tag === 's' || tag === 'p')) text += ' ';
      },
      text: (value) => {
        if (text !== null) text += value;
      },
      close: (tag) => {
        if (text === null || !/^(?:header|footer)(?:-left|-first)?$/.test(tag)) return;
        const head = text.replaceAll(/\s+/g, ' ').trim();
        if (head !== '') heads.add(head);
        text = null;
      },
    },
  );
  return [...heads];
}

function result(
  format: DocumentFormat,
  { blocks, properties, furniture }: { blocks: Block[]; properties: Record<string, string>; furniture: string[] },
): ReadResult {
  return { format, pageCount: null, pageLabels: {}, outline: [], properties, furniture, blocks, warnings: [], prepared: null };
}
