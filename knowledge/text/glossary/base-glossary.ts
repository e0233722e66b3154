import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MillwrightError } from '../../errors.ts';
import { Glossary, type GlossaryEntry } from './glossary.ts';

const FOLDER = path.join(import.meta.dirname, 'base');
const COLUMNS = 4;
const HAN = /\p{Script=Han}/u;
/** An entry read earlier is preferred: words of every trade before those of one, then words of daily life, those of the office,
 *  the home and the road last. */
const READ_FIRST = ['core', 'words', 'verbs-adjectives', 'maintenance', 'documents'];
const READ_LAST = [
  ...['actions', 'properties', 'notions', 'quantities-shapes', 'machining', 'power-supplies', 'materials-trades'],
  ...['electronics-boards', 'board-design', 'chip-design', 'computing', 'computer-systems', 'programming', 'networking'],
  ...['question-words', 'software-use', 'machine-programs', 'chip-programming', 'mathematics'],
  ...['consumer-appliances', 'media-home', 'vehicles', 'aviation'],
];

let entries: GlossaryEntry[] | null = null;
let glossary: Glossary | null = null;

/** The glossary that comes with Millwright (knowledge/text/glossary/base), built once a process. */
export function baseGlossary(): Glossary {
  glossary ??= new Glossary([...preferredPairs(loadBaseGlossary()), ...loadBaseGlossary()]);
  return glossary;
}

/** Put first, so that "oil" is 油 before it is what some other entry has it as a synonym for. */
function preferredPairs(all: readonly GlossaryEntry[]): GlossaryEntry[] {
  return all.map(({ english, chinese }) => ({ english: english.slice(0, 1), chinese: chinese.slice(0, 1) }));
}

/** All entries of the base glossary, likelier senses first; read once a process, so not to be changed.
 *  Errors: bad_request naming file and line. */
export function loadBaseGlossary(): readonly GlossaryEntry[] {
  entries ??= baseFiles().flatMap((file) => parseEntries(readFileSync(path.join(FOLDER, file), 'utf8'), file));
  return entries;
}

/** One entry a line: English, Chinese, English synonyms, Chinese synonyms; tabs between, semicolons between synonyms.
 *  Every Chinese name holds Han, no English name does. Errors: bad_request naming file and line. */
export function parseEntries(text: string, file: string): GlossaryEntry[] {
  return text.split(/\r?\n/).flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, file, index + 1)]));
}

function parseLine(text: string, file: string, line: number): GlossaryEntry {
  const columns = text.split('\t');
  if (columns.length !== COLUMNS) throw badLine(file, line, `${columns.length} columns where ${COLUMNS} are needed`);
  const [firstEnglish, firstChinese, moreEnglish, moreChinese] = columns as [string, string, string, string];
  const english = names(firstEnglish, moreEnglish);
  const chinese = names(firstChinese, moreChinese);
  if (firstEnglish.trim() === '' || firstChinese.trim() === '') throw badLine(file, line, 'a language has no name');
  if (english.some((name) => HAN.test(name))) throw badLine(file, line, 'Chinese among the English names');
  if (!chinese.every((name) => HAN.test(name))) throw badLine(file, line, 'a Chinese name without Chinese');
  return { english, chinese, field: path.basename(file, '.tsv') };
}

function names(first: string, others: string): string[] {
  return [first, ...others.split(/[;；]/)].map((name) => name.trim()).filter((name) => name !== '');
}

function baseFiles(): string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.tsv'));
  return files.sort().sort((a, b) => rank(a) - rank(b));
}

function rank(file: string): number {
  const field = path.basename(file, '.tsv');
  if (READ_FIRST.includes(field)) return READ_FIRST.indexOf(field);
  return READ_FIRST.length + 1 + READ_LAST.indexOf(field);
}

function badLine(file: string, line: number, what: string): MillwrightError {
  return new MillwrightError(
    `${file} line ${line}: ${what}. Write: English, Chinese, English synonyms, Chinese synonyms, with a tab between.`,
    { code: 'bad_request', context: { line } },
  );
}
