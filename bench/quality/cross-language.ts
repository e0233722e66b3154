import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Millwright, openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { type GoldQuestion, parseGoldQuestions } from '../../evaluate/gold-question.ts';
import { scoreRanking } from '../../evaluate/metrics/ranking.ts';
import { HybridRetriever } from '../../knowledge/retrieve/hybrid-retriever.ts';
import type { Retriever } from '../../knowledge/retrieve/retriever.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import { Glossary } from '../../knowledge/text/glossary/glossary.ts';
import { detectLanguage } from '../../knowledge/text/language.ts';
import { ROOT, record, rounded } from '../record.ts';
import { unpacked } from './corpus.ts';

/** Does a Chinese question find its place in an English manual, and the reverse? Questions of our own (cross-language.jsonl) about
 *  manuals that Debian carries and about those given, and the samples' questions that are asked in another language than their document;
 *  beside it the same without a glossary.
 *  Run: node bench/quality/cross-language.ts [--show] [--split dev|test] [--data FOLDER] [FILE|FOLDER...]
 *  --data: kept, so that what stands there is not read again. Questions about manuals that are not there are left out. */
const INSTALLED = [
  '/usr/share/doc/linuxcnc/LinuxCNC_Documentation.pdf',
  '/usr/share/doc/nut-doc/pdf/user-manual.pdf',
  '/usr/share/doc/openocd/openocd.pdf.gz',
  '/usr/share/doc/avrdude/avrdude.pdf.gz',
  '/usr/share/doc/gputils-doc/gputils.pdf.gz',
  ...['pcbnew', 'kicad', 'gerbview', 'pl_editor', 'pcb_calculator'].map((name) => `/usr/share/doc/kicad/help/zh/${name}.html`),
  '/usr/share/debian-reference/debian-reference.zh-cn.pdf',
];
const SAMPLES = path.join(ROOT, 'samples', 'documents');
const HITS = 10;
const LANGUAGES = ['zh', 'en'] as const;
const SPLITS = ['dev', 'test'] as const;

const Line = z.strictObject({
  id: z.string(),
  /** Work is done on one half; the other tells what it is worth. */
  split: z.enum(SPLITS),
  lang: z.enum(LANGUAGES),
  /** Written about a passage drawn at random: many of these are hard in the document's own language too. */
  drawn: z.literal(true).optional(),
  question: z.string(),
  /** A passage of a document that holds all of these, headings included, answers. */
  gold: z.array(z.strictObject({ document: z.string(), words: z.array(z.string()).min(1) })).min(1),
});
type Line = z.infer<typeof Line>;
type Place = Line['gold'][number];
type Scored = { lang: string; split?: string; isDrawn?: boolean; hit1: number; hit5: number };

const { values: options, positionals } = parseArgs({
  options: { show: { type: 'boolean' }, split: { type: 'string' }, data: { type: 'string' } },
  allowPositionals: true,
});

async function main(): Promise<void> {
  const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-cross-'));
  try {
    const lines = readFileSync(path.join(import.meta.dirname, 'cross-language.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const questions = lines.map((line) => Line.parse(JSON.parse(line)));
    const missing = INSTALLED.filter((file) => !existsSync(file));
    const files = [...INSTALLED.filter((file) => existsSync(file)).map((file) => unpacked(file, work)), ...positionals.flatMap(filesOf)];
    const own = await measure('own', files, work, (millwright) => ownQuestions(millwright, questions));
    const documents = readdirSync(SAMPLES).map((file) => path.join(SAMPLES, file));
    const samples = await measure('samples', documents, work, samplesQuestions);
    const measured = { missing: missing.map((file) => path.basename(file)), own: bySplit(own), samples: byWay(samples) };
    if (options.split === undefined) record('cross-language', 'node bench/quality/cross-language.ts MANUALS', measured);
    else process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

type Way = 'withGlossary' | 'withoutGlossary';
type Result = Record<Way, Scored[]>;
/** Scores the passages found for a question, best first. */
type Asked = {
  question: string;
  lang: string;
  split?: string;
  isDrawn?: boolean;
  score: (found: StoredPassage[]) => { hit1: number; hit5: number };
};

async function measure(
  name: string,
  documents: readonly string[],
  work: string,
  questionsOf: (millwright: Millwright) => Promise<Asked[]>,
): Promise<Result> {
  const dataFolder = path.join(options.data ?? work, name);
  const millwright = await openMillwright({ ...readConfig({ MILLWRIGHT_PICTURES: '0' }), dataFolder });
  try {
    const { store, embedder, retriever } = millwright;
    const known = (await store.catalogue.list()).map(({ file }) => file);
    const unread = documents.filter((file) => !known.includes(path.basename(file)));
    if (unread.length > 0) await millwright.ingestor.ingest({ paths: unread, wait: true, prune: false });
    const none = new HybridRetriever({ store, embedder, glossary: { current: async () => new Glossary([]) } });
    const asked = await questionsOf(millwright);
    return {
      withGlossary: await scores(asked, retriever, options.show === true),
      withoutGlossary: await scores(asked, none, false),
    };
  } finally {
    await millwright.close();
  }
}

async function scores(asked: readonly Asked[], retriever: Retriever, show: boolean): Promise<Scored[]> {
  const all: Scored[] = [];
  for (const { question, lang, split, isDrawn, score } of asked) {
    const { hits } = await retriever.retrieve({ text: question, limit: HITS });
    const { hit1, hit5 } = score(hits.map(({ passage }) => passage));
    all.push({ lang, hit1, hit5, ...(split !== undefined && { split }), ...(isDrawn !== undefined && { isDrawn }) });
    if (show && hit1 === 0) process.stderr.write(`${hit5 === 0 ? 'not' : ' 2+'}  ${question}\n      ${told(hits[0]?.passage)}\n`);
  }
  return all;
}

async function ownQuestions({ store }: Millwright, lines: readonly Line[]): Promise<Asked[]> {
  const there = new Set((await store.catalogue.list()).map(({ file }) => file));
  return lines
    .filter(({ split }) => options.split === undefined || split === options.split)
    .map(({ gold, ...line }) => ({ ...line, gold: gold.filter(({ document }) => there.has(document)) }))
    .filter(({ gold }) => gold.length > 0)
    .map(({ question, lang, split, drawn, gold }) => ({
      ...{ question, lang, split, isDrawn: drawn === true },
      score: (found) => rankOf(found, gold),
    }));
}

function rankOf(found: readonly StoredPassage[], gold: readonly Place[]): { hit1: number; hit5: number } {
  const rank = found.findIndex((passage) => gold.some((place) => holds(passage, place)));
  return { hit1: Number(rank === 0), hit5: Number(rank >= 0 && rank < 5) };
}

function holds({ document: { file }, sectionPath, text }: StoredPassage, { document, words }: Place): boolean {
  const all = squeezed([...sectionPath, text].join('\n'));
  return file === document && words.every((word) => all.includes(squeezed(word)));
}

/** Line ends are spaces in some documents and nothing in others. */
function squeezed(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replaceAll(/\s+/g, '');
}

/** Those of the samples' questions whose every document is in the other language. */
async function samplesQuestions({ store }: Millwright): Promise<Asked[]> {
  const languages = new Map((await store.catalogue.list()).map(({ file, language }) => [file, language]));
  const file = path.join(ROOT, 'samples', 'questions.jsonl');
  const isAbroad = ({ question, answerable, gold }: GoldQuestion) =>
    answerable && gold.length > 0 && gold.every(({ doc_id }) => languages.get(doc_id) !== detectLanguage(question));
  return parseGoldQuestions(readFileSync(file, 'utf8'), file)
    .filter(isAbroad)
    .map(({ question, gold }) => ({
      question,
      lang: detectLanguage(question),
      score: (found) =>
        scoreRanking(
          found.map((passage) => ({ ...passage, file: passage.document.file, passageId: passage.externalId })),
          gold,
        ),
    }));
}

function bySplit(result: Result): Record<string, unknown> {
  const of = (split: string) => byWay(filtered(result, (each) => each.split === split));
  const chosen = byWay(filtered(result, ({ isDrawn }) => isDrawn === false));
  const drawn = byWay(filtered(result, ({ isDrawn }) => isDrawn === true));
  return { all: byWay(result), chosen, drawn, ...Object.fromEntries(SPLITS.map((split) => [split, of(split)])) };
}

function byWay(result: Result): Record<string, unknown> {
  const shares = (is: (each: Scored) => boolean) => {
    const { withGlossary, withoutGlossary } = filtered(result, is);
    return { questions: withGlossary.length, withGlossary: share(withGlossary), withoutGlossary: share(withoutGlossary) };
  };
  const named = { zh: 'chineseQuestions', en: 'englishQuestions' };
  return { both: shares(() => true), ...Object.fromEntries(LANGUAGES.map((lang) => [named[lang], shares((each) => each.lang === lang)])) };
}

function filtered(result: Result, is: (each: Scored) => boolean): Result {
  return { withGlossary: result.withGlossary.filter(is), withoutGlossary: result.withoutGlossary.filter(is) };
}

function share(scored: readonly Scored[]): { hit1: number; hit5: number } | null {
  if (scored.length === 0) return null;
  const mean = (key: 'hit1' | 'hit5') => rounded(scored.reduce((sum, each) => sum + each[key], 0) / scored.length, 3);
  return { hit1: mean('hit1'), hit5: mean('hit5') };
}

function told(passage: StoredPassage | undefined): string {
  return passage === undefined ? '-' : `${passage.document.file} ${passage.sectionPath.join(' > ')}`;
}

function filesOf(given: string): string[] {
  if (!statSync(given).isDirectory()) return [given];
  const files = readdirSync(given).filter((file) => file.endsWith('.pdf'));
  return files.sort().map((file) => path.join(given, file));
}

await main();
