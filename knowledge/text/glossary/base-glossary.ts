import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MillwrightError } from '../../errors.ts';
import { Glossary, type GlossaryEntry } from './glossary.ts';

const FOLDER = path.join(import.meta.dirname, 'base');
const COLUMNS = 4;

let loaded: Glossary | null = null;

/** The glossary that comes with Millwright (knowledge/text/glossary/base), read once a process. */
export function baseGlossary(): Glossary {
  loaded ??= new Glossary(readBaseEntries());
  return loaded;
}

/** All entries, file by file in the order of their names. */
export function readBaseEntries(): GlossaryEntry[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.tsv'));
  return files.sort().flatMap((file) => parseEntries(readFileSync(path.join(FOLDER, file), 'utf8'), file));
}

/** One entry a line: English, Chinese, English synonyms, Chinese synonyms; tabs between, semicolons between synonyms.
 *  Errors: bad_request naming file and line. */
export function parseEntries(text: string, file: string): GlossaryEntry[] {
  const entries: GlossaryEntry[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const columns = line.split('\t');
    if (columns.length !== COLUMNS) throw badLine(file, index, `${columns.length} columns where ${COLUMNS} are needed`);
    const [english, chinese, moreEnglish, moreChinese] = columns as [string, string, string, string];
    const entry = { english: names(english, moreEnglish), chinese: names(chinese, moreChinese) };
    if (entry.english.length === 0 || entry.chinese.length === 0) throw badLine(file, index, 'a language has no name');
    entries.push(entry);
  }
  return entries;
}

function names(first: string, others: string): string[] {
  return [first, ...others.split(/[;；]/)].map((name) => name.trim()).filter((name) => name !== '');
}

function badLine(file: string, index: number, what: string): MillwrightError {
  return new MillwrightError(
    `${file} line ${index + 1}: ${what}. Write: English, Chinese, English synonyms, Chinese synonyms, with a tab between.`,
    { code: 'bad_request', context: { line: index + 1 } },
  );
}
