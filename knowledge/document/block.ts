import type { Box, Span } from './box.ts';

/** What a reader found, in reading order. Readers say what the format says; `ingest/structure` decides the rest
 *  (headings by font and numbering, procedures, notices, records). */
export type Block = TextBlock | TableBlock | FigureBlock;

export type TextBlock = {
  kind: 'text' | 'heading' | 'list_item' | 'code' | 'caption';
  /** Lines joined: hyphenation undone, a space between Latin lines, none between Han. No line breaks but in `code`. */
  text: string;
  /** Where each printed line of `text` stands; empty for formats without pages. */
  spans: Span[];
  /** Page of the first line; null for formats without pages. */
  page: number | null;
  /** Points; null where the format does not say. */
  fontSize: number | null;
  bold: boolean;
  /** Heading level from 1 where the format says it (styles, tags, outline); null where unknown. */
  level: number | null;
  /** The mark of a list item ("1.", "a)", "•") where the format keeps it apart from the text; null otherwise. */
  marker: string | null;
  /** Where the mark is printed, as high as its line; absent where it is drawn, and for formats without pages. */
  markerBox?: Box;
  /** Nesting depth of a list item from 0, or the indent rank of a text line; 0 where unknown. */
  indent: number;
  /** True inside a frame or coloured box (a likely notice). */
  boxed: boolean;
  /** Set for what is printed apart from the running text: at the page's foot, or beside the text. It stands behind the block
   *  that it belongs to, and interrupts neither a list nor the steps of a procedure. */
  aside?: 'footnote' | 'margin';
};

export type TableBlock = {
  kind: 'table';
  caption: string | null;
  /** Where the caption is printed (offsets into `caption`); absent for formats without pages. */
  captionSpans?: Span[];
  /** How many of the first rows are header rows (0 where none is known). */
  headerRows: number;
  /** Every row has the same number of cells: merged cells are repeated in each place they cover. */
  rows: TableCell[][];
  page: number | null;
  /** The last page, where a reader itself joined parts; else equal to `page`. */
  pageEnd: number | null;
  /** The table's outline; null for formats without pages. */
  box: Box | null;
};

export type TableCell = {
  /** Lines joined as in a text block. */
  text: string;
  /** Offsets into `text`. */
  spans: Span[];
  /** True for a copy made for a merged cell; the copy's spans are those of the original. */
  repeated: boolean;
};

export type FigureBlock = {
  kind: 'figure';
  caption: string | null;
  /** Where the caption is printed (offsets into `caption`); absent for formats without pages. */
  captionSpans?: Span[];
  page: number | null;
  box: Box | null;
};

export type OutlineEntry = {
  title: string;
  level: number;
  page: number | null /** Fraction of the page from its top. */;
  y: number | null;
};

export type ReadWarning = {
  /** Machine-readable: "page_without_text", "pages_unreadable", "encoding_guessed", "rows_dropped", ... */
  code: string;
  /** For a person, whole sentence. */
  message: string;
  page: number | null;
};

/** What a reader gives back: everything that the file holds, with running heads, page numbers and contents pages left out. */
export type ReadResult = {
  format: DocumentFormat;
  /** Null for formats without pages. XLSX: sheets; PPTX: slides. */
  pageCount: number | null;
  /** Printed page labels ("iv", "3-12") by page where they differ from the count. */
  pageLabels: Record<number, string>;
  outline: OutlineEntry[];
  /** Properties of the file (title, author, subject, keywords, created, modified) as it states them. */
  properties: Record<string, string>;
  /** What the furniture said, once each: running heads and footers often hold document numbers and revisions. */
  furniture: string[];
  blocks: Block[];
  warnings: ReadWarning[];
  /** Prepared passages (JSON Lines) skip structure: each entry is one passage whose blocks are its Markdown. */
  prepared: PreparedPassage[] | null;
};

export type PreparedPassage = {
  docId: string;
  id: string;
  title: string | null;
  path: string[];
  page: number | null;
  blocks: Block[];
};

export const DOCUMENT_FORMATS = [
  'pdf',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ods',
  'odp',
  'rtf',
  'epub',
  'eml',
  'mhtml',
  'csv',
  'markdown',
  'html',
  'text',
  'jsonl',
  'image',
] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];
