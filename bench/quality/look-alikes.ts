import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type Millwright, openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import { ROOT, record, rounded } from '../record.ts';
import { takeIn } from './corpus.ts';

/** Is the right machine's passage first where the question names it, and does Millwright ask which machine where it does not?
 *  Run: node bench/quality/look-alikes.ts [--data FOLDER] [FILE or FOLDER ...]
 *  Measured over the samples and the given manuals, by words alone; questions about manuals that are not given are left out. What was read is kept in
 *  --data; where all of it has vectors (after "millwright serve --data FOLDER" or "reindex"), they are used, and the record says so by its name.
 *  The set: look-alikes.jsonl; its words say which passages of a manual answer. */
const Question = z.object({
  id: z.string(),
  /** Names no machine. */
  question: z.string(),
  /** With "{device}" in it; absent: only the one without. */
  named: z.string().optional(),
  /** A passage of the device's manual that holds all of these, headings included, answers. */
  words: z.array(z.string()),
  /** What must come of the question that names none: `any` where the documents leave it open. */
  unnamed: z.enum(['clarify', 'answered', 'any']),
  /** File -> how the question names its device. */
  devices: z.record(z.string(), z.string()),
});
type Question = z.infer<typeof Question>;
type Asked = { id: string; question: string; right: boolean; sibling: boolean; first: string };

async function main(given: readonly string[]): Promise<void> {
  const kept = given[0] === '--data' ? given[1] : undefined;
  const work = kept ?? mkdtempSync(path.join(os.tmpdir(), 'millwright-look-alikes-'));
  const millwright = await openMillwright({ ...readConfig({}), dataFolder: work });
  try {
    const folders = [path.join(ROOT, 'samples', 'documents'), ...given.slice(kept === undefined ? 0 : 2)];
    await takeIn(folders.flatMap(filesOf), millwright.store);
    const text = await readFile(path.join(import.meta.dirname, 'look-alikes.jsonl'), 'utf8');
    const questions = text.trim().split('\n');
    const measured = await measure(
      millwright,
      questions.map((line) => Question.parse(JSON.parse(line))),
    );
    const { passages, vectors } = await millwright.store.vectors.counts();
    record(
      vectors === passages ? 'look-alikes-vectors' : 'look-alikes',
      'node bench/quality/look-alikes.ts [--data FOLDER] [FILE or FOLDER ...]',
      measured,
    );
  } finally {
    await millwright.close();
    if (kept === undefined) await rm(work, { recursive: true, force: true });
  }
}

/** Scans need recognition, which this bench leaves out. */
const READ = /\.(?:pdf|html|md|docx|xlsx|csv)$/;

function filesOf(given: string): string[] {
  if (!statSync(given).isDirectory()) return [given];
  const files = readdirSync(given).filter((file) => READ.test(file) && !file.includes('scan'));
  return files.sort().map((file) => path.join(given, file));
}

async function measure(millwright: Millwright, questions: readonly Question[]): Promise<Record<string, unknown>> {
  const known = new Set((await millwright.store.catalogue.list()).map(({ file }) => file));
  const answerable = questions.flatMap((question) => {
    const devices = Object.fromEntries(Object.entries(question.devices).filter(([file]) => known.has(file)));
    return Object.keys(devices).length === 0 ? [] : [{ ...question, devices }];
  });
  const named: Asked[] = [];
  for (const question of answerable)
    for (const [file, device] of Object.entries(question.devices))
      if (question.named !== undefined) named.push(await askNamed(millwright, question, file, device));
  const unnamed = [];
  for (const question of answerable.filter(({ unnamed: expected }) => expected !== 'any')) {
    const { outcome, clarification } = await millwright.answerer.ask({ question: question.question });
    unnamed.push({ ...question, outcome, options: clarification?.options.map(({ label }) => label) ?? [] });
  }
  const differ = unnamed.filter(({ unnamed: expected }) => expected === 'clarify');
  const alike = unnamed.filter(({ unnamed: expected }) => expected === 'answered');
  return {
    named: {
      questions: named.length,
      hit1: share(named, ({ right }) => right),
      siblingFirst: named.filter(({ sibling }) => sibling).length,
    },
    unnamedAndDiffering: { questions: differ.length, clarified: share(differ, ({ outcome }) => outcome === 'clarify') },
    unnamedAndOneAnswer: { questions: alike.length, answered: share(alike, ({ outcome }) => outcome === 'answered') },
    missed: [
      ...named.filter(({ right }) => !right).map(({ question, first }) => `${question} -> ${first}`),
      ...unnamed
        .filter(({ unnamed: expected, outcome }) => expected !== outcome)
        .map(({ question, outcome }) => `${question} -> ${outcome}`),
    ],
  };
}

async function askNamed({ retriever }: Millwright, { id, named, words, devices }: Question, file: string, device: string): Promise<Asked> {
  const question = named!.replace('{device}', device);
  const { hits } = await retriever.retrieve({ text: question, limit: 1 });
  const first = hits[0]?.passage;
  const at = first?.document.file ?? '';
  return {
    id,
    question,
    right: first !== undefined && at === file && holds(first, words),
    sibling: at !== file && at in devices,
    first: at,
  };
}

function holds({ sectionPath, text }: StoredPassage, words: readonly string[]): boolean {
  const all = [...sectionPath, text].join('\n').toLowerCase();
  return words.every((word) => all.includes(word.toLowerCase()));
}

function share<T>(list: readonly T[], is: (each: T) => boolean): number | null {
  return list.length === 0 ? null : rounded(list.filter(is).length / list.length, 3);
}

await main(process.argv.slice(2));
