import type { Block, ReadResult, ReadWarning } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { textBlock } from '../make-block.ts';
import { attachCaptions } from '../office/attach-captions.ts';
import { coreProperties, relationsOf, walkXml } from '../office/walk-xml.ts';
import type { Reader } from '../reader.ts';
import { zipEntries } from '../zip-entries.ts';
import { slideBlocks } from './slide-blocks.ts';
import { type Slide, SlideWalk } from './slide-walk.ts';

const PARTS =
  /^ppt\/(?:presentation\.xml|_rels\/presentation\.xml\.rels|slides\/[^/]+\.xml|slides\/_rels\/[^/]+\.rels|notesSlides\/[^/]+\.xml|diagrams\/data\d*\.xml)$|^docProps\/core\.xml$/;

type Entries = ReadonlyMap<string, Buffer>;

/** Presentations: a slide is a page and a section named by its title, its notes behind it. Hidden slides stay out, and are said. */
export const pptxReader: Reader = {
  format: 'pptx',
  async read({ path, name, limits, onPage }): Promise<ReadResult> {
    const entries = await zipEntries(path, name, limits.maxUnpackedBytes, (entry) => PARTS.test(entry));
    const order = slideOrder(entries, name);
    if (order.length > limits.maxPages)
      throw new MillwrightError(`"${name}" has ${order.length} slides; ${limits.maxPages} are the most. Split it.`, {
        code: 'file_too_large',
      });
    const blocks: Block[] = [];
    const furniture = new Set<string>();
    const warnings: ReadWarning[] = [];
    for (const [index, part] of order.entries()) {
      const page = index + 1;
      const slide = readSlide(entries, name, part, page);
      if (slide.hidden) warnings.push({ code: 'slide_hidden', message: `Slide ${page} is hidden and was left out.`, page });
      else blocks.push(...slideBlocks(slide, page));
      for (const text of slide.furniture) furniture.add(text);
      onPage?.(page, order.length);
    }
    return {
      format: 'pptx',
      pageCount: order.length,
      pageLabels: {},
      outline: [],
      properties: coreProperties(entries.get('docProps/core.xml'), { file: name, part: 'docProps/core.xml' }),
      furniture: [...furniture],
      blocks: attachCaptions(blocks),
      warnings,
      prepared: null,
    };
  },
};

/** Parts of the slides in the order in which they are shown. */
function slideOrder(entries: Entries, name: string): string[] {
  const xml = entries.get('ppt/presentation.xml');
  if (xml === undefined)
    throw new MillwrightError(`"${name}" has no presentation inside. Open it in PowerPoint or LibreOffice and save it anew as .pptx.`, {
      code: 'file_damaged',
    });
  const targets = relationsOf(entries.get('ppt/_rels/presentation.xml.rels'), { file: name, part: 'presentation.xml.rels' }, 'ppt');
  const order: string[] = [];
  walkXml(
    xml,
    { file: name, part: 'ppt/presentation.xml' },
    {
      open: (tag, attributes) => {
        const part = tag === 'sldId' ? targets.get(attributes['r:id'] ?? '') : undefined;
        if (part !== undefined && !order.includes(part)) order.push(part);
      },
    },
  );
  return order;
}

function readSlide(entries: Entries, file: string, part: string, page: number): Slide & { notes: Block[] } {
  const xml = entries.get(part);
  if (xml === undefined)
    throw new MillwrightError(`"${file}" is damaged: its slide ${page} is missing. Open it in its program and save it anew.`, {
      code: 'file_damaged',
    });
  const slide = new SlideWalk(page).walk(xml, { file, part });
  const relations = part.replace(/([^/]+)$/, '_rels/$1.rels');
  const targets = relationsOf(entries.get(relations), { file, part: relations }, 'ppt/slides');
  for (const id of slide.diagrams) slide.blocks.push(...diagramBlocks(entries, file, targets.get(id), page));
  const notesPart = [...targets.values()].find((target) => target.startsWith('ppt/notesSlides/'));
  const notesXml = entries.get(notesPart ?? '');
  const notes = notesXml === undefined ? [] : new SlideWalk(page).walk(notesXml, { file, part: notesPart! }).blocks;
  return { ...slide, notes: notes.filter(({ kind }) => kind !== 'figure').map((block) => asProse(block)) };
}

/** Notes are written as prose; their placeholder would make points of them. */
function asProse(block: Block): Block {
  return block.kind === 'list_item' && block.marker === '•' ? { ...block, kind: 'text', marker: null } : block;
}

/** The words of a diagram, a point a shape. */
function diagramBlocks(entries: Entries, file: string, part: string | undefined, page: number): Block[] {
  const xml = entries.get(part ?? '');
  const blocks: Block[] = [];
  if (xml === undefined) return blocks;
  let text = '';
  let inText = false;
  walkXml(
    xml,
    { file, part: part! },
    {
      open: (tag) => {
        inText = tag === 't';
      },
      text: (value) => {
        if (inText) text += value;
      },
      close: (tag) => {
        inText = false;
        if (tag !== 'p') return;
        if (text.trim() !== '') blocks.push(textBlock(text.replaceAll(/\s+/g, ' ').trim(), { kind: 'list_item', marker: '•', page }));
        text = '';
      },
    },
  );
  return blocks;
}
