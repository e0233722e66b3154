import { FIELD_WEIGHTS } from '../../words/affordable-terms.ts';

/** The tables of words: of passages and of rows, of current documents and of superseded ones. */
export const WORD_TABLES = ['passage', 'record', 'former_passage', 'former_record'] as const;
export type WordTable = (typeof WORD_TABLES)[number];

/** In the order of the columns; the last is that of the tags, which are no words of the documents. */
export const COLUMN_WEIGHTS = [FIELD_WEIGHTS.text, FIELD_WEIGHTS.path, FIELD_WEIGHTS.title, FIELD_WEIGHTS.headers, 0];
