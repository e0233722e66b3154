import type { Passage, TableRecord } from '../../document/passage.ts';
import { tokenize } from '../../text/tokens.ts';

/** Raise it when the same passage would give other tokens or fields: a store that keeps words made otherwise is refused. (The embedded store
 *  writes its own anew: then raise its SCHEMA_VERSION, too.) */
export const WORDS_VERSION = 1;

/** What is searched of a passage or a row: its tokens, field by field. */
export type IndexWords = { text: string[]; path: string[]; title: string[]; headers: string[] };

/** `records`: the rows of its table. */
export function passageWords(title: string, passage: Passage, records: readonly TableRecord[]): IndexWords {
  const headers = new Set(records.flatMap((record) => [record.caption ?? '', ...record.fields.map(({ header }) => header)]));
  return {
    text: tokenize(passage.text),
    path: tokenize(passage.sectionPath.join(' \n ')),
    title: tokenize(title),
    headers: tokenize([...headers].join(' \n ')),
  };
}

/** The passage is the one that holds the row. */
export function recordWords(title: string, { sectionPath }: Passage, record: TableRecord): IndexWords {
  return {
    text: tokenize(record.fields.map(({ value }) => value).join(' \n ')),
    path: tokenize([...sectionPath, record.caption ?? ''].join(' \n ')),
    title: tokenize(title),
    headers: tokenize(record.fields.map(({ header }) => header).join(' \n ')),
  };
}
