import { createHash } from 'node:crypto';
import type { ReadResult, TextBlock } from '../../knowledge/document/block.ts';
import { confidenceUnder } from '../../knowledge/document/box.ts';
import type { Passage, TableRecord } from '../../knowledge/document/passage.ts';
import { findCodes, normalizeCode } from '../../knowledge/text/codes.ts';
import { detectLanguage } from '../../knowledge/text/language.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';
import type { Section } from '../structure/section.ts';
import { structureDocument } from '../structure/structure-document.ts';
import { countTokens } from './count-tokens.ts';
import { addNamedFigures } from './named-figures.ts';
import { append, emptyPiece, headingLine, type Piece, type PieceKind } from './piece.ts';
import { recordKeys } from './record-keys.ts';
import { rowQuantities } from './row-quantities.ts';
import { sectionPieces } from './section-pieces.ts';
import { splitLong } from './split-long.ts';

/** A passage is filled up to this many tokens, and no piece of prose is longer. */
const FULL_TOKENS = 320;
/** A procedure is kept whole with its notices up to here: a step without its warning is worse than a long passage. */
const PROCEDURE_TOKENS = 600;
/** Sections smaller than this are put together with their next sibling, headings kept. */
const SMALL_TOKENS = 50;
const MERGED_TOKENS = 200;

export type MadePassages = { passages: Passage[]; records: TableRecord[] };

/** `heading`: the last of the path, where it is known as it is printed. */
type Draft = { path: string[]; piece: Piece; heading?: TextBlock | null };

/** Passages and records of a whole document, in reading order. */
export async function makePassages(root: Section): Promise<MadePassages> {
  const drafts: Draft[] = [];
  await collect(root, [], drafts);
  return finish(drafts.map((draft) => ({ ...draft, externalId: null, page: null })));
}

/** Prepared passages keep their ids: each is one passage, or several with the same external id where it is long. */
export async function preparedPassages(prepared: NonNullable<ReadResult['prepared']>): Promise<MadePassages> {
  const drafts: (Draft & { externalId: string; page: number | null })[] = [];
  for (const { id, title, path, page, blocks } of prepared) {
    const own: Draft[] = [];
    const base = title === null || path.at(-1) === title ? path : [...path, title];
    await collect(structureDocument({ blocks }), base, own);
    const wholes = await regrouped(own, base);
    for (const draft of wholes) drafts.push({ ...draft, externalId: id, page });
  }
  return finish(drafts);
}

/** A prepared passage is somebody's own unit: its sections stay together as far as a passage may be long. */
async function regrouped(drafts: readonly Draft[], base: string[]): Promise<Draft[]> {
  const whole: Draft[] = [];
  for (const { path, piece } of drafts) {
    const heading = path.length > base.length ? path.slice(base.length).at(-1)! : '';
    const titled = heading === '' || piece.text.startsWith(heading) ? piece : append(headingLine(piece.kind, heading, piece.page), piece);
    const last = whole.at(-1);
    if (last && countTokens(last.piece.text) + countTokens(titled.text) <= PROCEDURE_TOKENS)
      last.piece = { ...append(last.piece, titled), kind: mixed(last.piece.kind, titled.kind) };
    else whole.push({ path: base, piece: titled });
  }
  return whole;
}

async function collect(section: Section, path: string[], drafts: Draft[]): Promise<void> {
  const own = section.title === '' ? path : [...path, section.title];
  const { pieces, loose } = sectionPieces(section.content);
  const heading = section.heading?.text === section.title ? section.heading : null;
  for (const piece of await filled(pieces)) drafts.push({ path: own, piece, heading });
  if (pieces.length === 0 && section.sections.length === 0 && section.title !== '')
    drafts.push({ path, piece: { ...headingPiece(section), figures: loose } });
  const first = drafts.length;
  for (const child of section.sections) await collect(child, own, drafts);
  if (section.sections.length > 0) drafts[first]?.piece.figures.unshift(...loose);
  mergeSmall(drafts, first, own);
}

/** Small neighbours under the same parent become one passage; each keeps its heading as its first line. */
function mergeSmall(drafts: Draft[], first: number, parent: readonly string[]): void {
  const mayMerge = ({ path, piece }: Draft) => path.length === parent.length + 1 && piece.kind !== 'table' && piece.kind !== 'procedure';
  const merged: Draft[] = [];
  let group: Draft[] = [];
  let grouped = 0;
  const close = () => {
    if (group.length < 2) merged.push(...group);
    else
      merged.push({
        path: [...parent],
        piece: group.map(titled).reduce((whole, next) => ({ ...append(whole, next), kind: mixed(whole.kind, next.kind) })),
      });
    group = [];
    grouped = 0;
  };
  for (const draft of drafts.splice(first)) {
    const tokens = mayMerge(draft) ? countTokens(draft.piece.text) : Number.POSITIVE_INFINITY;
    if (grouped + tokens > MERGED_TOKENS) close();
    if (tokens < SMALL_TOKENS) {
      group.push(draft);
      grouped += tokens;
    } else {
      close();
      merged.push(draft);
    }
  }
  close();
  for (const draft of merged) drafts.push(draft);
}

function titled({ path, piece, heading }: Draft): Piece {
  return append(headingLine(piece.kind, path.at(-1)!, piece.page, heading?.spans), piece);
}

function headingPiece({ title, heading, page }: Section): Piece {
  return { ...emptyPiece('prose'), text: title, spans: heading?.spans ?? [], page };
}

/** Pieces put together to passages; what is too long by itself is cut. A table stands alone with the words before it. */
async function filled(pieces: readonly Piece[]): Promise<Piece[]> {
  const passages: Piece[] = [];
  const parts = (
    await Promise.all(
      pieces.map((piece) =>
        piece.kind === 'table' ? [piece] : splitLong(piece, piece.kind === 'procedure' ? PROCEDURE_TOKENS : FULL_TOKENS),
      ),
    )
  ).flat();
  for (const part of parts) {
    const last = passages.at(-1);
    const limit = last?.kind === 'procedure' && part.kind === 'procedure' ? PROCEDURE_TOKENS : FULL_TOKENS;
    const fits = last !== undefined && countTokens(last.text) + countTokens(part.text) <= limit;
    if (fits && !(last.rows.length > 0 && part.rows.length > 0))
      passages[passages.length - 1] = { ...append(last, part), kind: mixed(last.kind, part.kind) };
    else passages.push(part);
  }
  return passages;
}

function mixed(one: PieceKind, two: PieceKind): PieceKind {
  if (one === two) return one;
  for (const kind of ['table', 'procedure'] as const) if (one === kind || two === kind) return kind;
  return 'prose';
}

function finish(drafts: readonly (Draft & { externalId: string | null; page: number | null })[]): MadePassages {
  const passages: Passage[] = [];
  const records: TableRecord[] = [];
  const taken = new Map<string, number>();
  for (const [ordinal, { path, piece, externalId, page }] of drafts.entries()) {
    const base = createHash('sha256')
      .update([externalId ?? '', ...path, piece.text].join('\n'))
      .digest('base64url')
      .slice(0, 12);
    const times = taken.get(base) ?? 0;
    taken.set(base, times + 1);
    const id = times === 0 ? base : `${base}.${times}`;
    const pages = piece.spans.map(({ box }) => box.page);
    passages.push({
      id,
      ordinal,
      externalId: externalId ?? id,
      kind: piece.kind,
      sectionPath: path,
      text: piece.text,
      page: pages.length > 0 ? Math.min(...pages) : (page ?? piece.page),
      pageEnd: pages.length > 0 ? Math.max(...pages) : (page ?? piece.page),
      spans: piece.spans,
      language: detectLanguage(piece.text),
      codes: [...new Set([...path, piece.text].flatMap((text) => findCodes(text)).map(({ code }) => code))],
      quantities: [...findQuantities(piece.text), ...rowQuantities(piece.rows)].sort((a, b) => a.start - b.start),
      ...(piece.headings.length === 0 ? {} : { headings: piece.headings }),
      notices: piece.notices,
      steps: piece.steps,
      confidence: confidenceUnder(piece.spans, 0, piece.text.length)?.mean ?? null,
      figures: piece.figures,
    });
    for (const { row, fields, caption, page: rowPage, spans } of piece.rows) {
      const keys = recordKeys(fields).map(normalizeCode);
      records.push({
        id: `${id}.r${records.length}`,
        passageId: id,
        row,
        keys: [...new Set(keys)],
        fields,
        caption,
        page: spans[0]?.box.page ?? rowPage ?? page,
        boxes: spans.map(({ box }) => box),
      });
    }
  }
  addNamedFigures(passages);
  return { passages, records };
}
