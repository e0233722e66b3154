import { z } from 'zod';
import { Box, Span } from './box.ts';

export const NOTICE_LEVELS = ['danger', 'warning', 'caution', 'note'] as const;
export const NoticeLevel = z.enum(NOTICE_LEVELS).meta({ id: 'NoticeLevel' });
export type NoticeLevel = z.infer<typeof NoticeLevel>;

/** A safety notice inside a passage: `text.slice(start, end)` of the passage is the whole notice. */
export const Notice = z.object({
  level: NoticeLevel,
  start: z.int().min(0),
  end: z.int().min(0),
  /** The step it belongs to (it stands before or inside that step); null: it holds for the whole passage. */
  step: z.string().nullable(),
});
export type Notice = z.infer<typeof Notice>;

/** A step of a numbered procedure: `text.slice(start, end)` holds its number and its words, sub-steps included. */
export const Step = z.object({ number: z.string(), start: z.int().min(0), end: z.int().min(0) });
export type Step = z.infer<typeof Step>;

/** A value with its unit as it stands in the text. Ranges and tolerances have two ends. */
export const Quantity = z.object({
  /** As printed, "0.45 ± 0.05 mm". */
  text: z.string(),
  /** In `unit`; the lower end of a range. */
  value: z.number(),
  /** The upper end of a range; equal to `value` otherwise. */
  valueMax: z.number(),
  /** Unit as written, normalised in spelling only ("N·m", "°C", "bar"). */
  unit: z.string(),
  /** "torque", "pressure", ...; "none" for bare numbers with an unknown unit. */
  dimension: z.string(),
  /** Value in the dimension's SI unit, both ends, for comparison. */
  si: z.number(),
  siMax: z.number(),
  start: z.int().min(0),
  end: z.int().min(0),
});
export type Quantity = z.infer<typeof Quantity>;

/** A picture that a passage holds or speaks of ("see figure 4-2"), and where it is printed. */
export const PassageFigure = z.object({ caption: z.string().nullable(), page: z.int().min(1), box: Box }).meta({ id: 'PassageFigure' });
export type PassageFigure = z.infer<typeof PassageFigure>;

export const Language = z.enum(['zh', 'en', 'other']).meta({ id: 'Language' });
export type Language = z.infer<typeof Language>;

export const PASSAGE_KINDS = ['prose', 'procedure', 'table', 'list', 'code'] as const;

/** The unit of retrieval and citation: about 120-350 tokens of one section.
 *  `text` is what the document says, in reading order, paragraphs parted by "\n"; a table stands in it one row a line,
 *  cells parted by " | ", its header row first (repeated, with the header's own spans, where a long table is split). */
export const Passage = z.object({
  /** Unique in its document and the same for the same content in the same place; URL-safe. */
  id: z.string().min(1),
  /** Position in the document from 0. */
  ordinal: z.int().min(0),
  /** What programs see as passage_id: the prepared passage's own id, else `id`. */
  externalId: z.string().min(1),
  kind: z.enum(PASSAGE_KINDS),
  /** Titles from the document's top to the section that holds it; without the document's own title. */
  sectionPath: z.array(z.string()),
  text: z.string(),
  page: z.int().min(1).nullable(),
  pageEnd: z.int().min(1).nullable(),
  spans: z.array(Span),
  language: Language,
  /** Codes and part numbers found in it, normalised (knowledge/text/codes.ts). */
  codes: z.array(z.string()),
  quantities: z.array(Quantity),
  /** Lines of it that are headings of its own small sections, put together to one passage; absent: none. */
  headings: z.array(z.object({ start: z.int().min(0), end: z.int().min(0) })).optional(),
  notices: z.array(Notice),
  steps: z.array(Step),
  /** How sure a recognizer is of its words on the whole, 0..1; null or absent: the file itself holds the text. */
  confidence: z.number().min(0).max(1).nullable().optional(),
  /** Its own pictures first, then those that it names; empty for formats without pages. */
  figures: z.array(PassageFigure),
});
export type Passage = z.infer<typeof Passage>;

/** One cell of a record. `start`/`end`: where its text stands in the passage's text (equal: empty cell). */
export const RecordField = z.object({
  header: z.string(),
  value: z.string(),
  /** Unit that the header states for the column ("bar" of "Pressure (bar)"); null where none or where the cell has its own. */
  unit: z.string().nullable(),
  start: z.int().min(0),
  end: z.int().min(0),
});
export type RecordField = z.infer<typeof RecordField>;

/** A row of a table, found exactly by any of its keys and by its words. */
export const TableRecord = z.object({
  /** Unique in its document; URL-safe. */
  id: z.string().min(1),
  /** The passage that holds the row. */
  passageId: z.string().min(1),
  /** Row in the source table from 0, header rows apart; parts of a table over pages count on. */
  row: z.int().min(0),
  /** Codes, parameter numbers, part numbers and names that identify the row, normalised (knowledge/text/codes.ts). */
  keys: z.array(z.string()),
  fields: z.array(RecordField),
  caption: z.string().nullable(),
  page: z.int().min(1).nullable(),
  boxes: z.array(Box),
});
export type TableRecord = z.infer<typeof TableRecord>;
