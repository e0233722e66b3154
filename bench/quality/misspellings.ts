import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Millwright, openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { type GoldQuestion, parseGoldQuestions } from '../../evaluate/gold-question.ts';
import { scoreRanking } from '../../evaluate/metrics/ranking.ts';
import { HybridRetriever } from '../../knowledge/retrieve/hybrid-retriever.ts';
import type { Retrieval, Retriever } from '../../knowledge/retrieve/retriever.ts';
import { PlantGlossary } from '../../knowledge/terms/plant-glossary.ts';
import { baseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import { numberGenerator } from '../number-generator.ts';
import { ROOT, record, rounded } from '../record.ts';

/** What becomes of a question with a misspelt word? In each English question of a set one word that the documents hold is misspelt by
 *  one edit (a letter left out, doubled, replaced, or two in the wrong order; seeded) such that no document holds the outcome. Counted:
 *  how many are taken for the word that they were, or for another one; and hits with the right spelling, with the wrong one, and with
 *  the wrong one where nothing is corrected.
 *  Run: node bench/quality/misspellings.ts [--show] [DATA_FOLDER=QUESTIONS.jsonl ...]   (without sets: the samples) */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const WORD = /(?<![\p{L}\p{N}-])[a-zA-Z]{5,}(?![\p{L}\p{N}-])/gu;
const HITS = 10;
/** Tries for an outcome that no document holds. */
const TRIES = 20;

type Misspelt = { question: GoldQuestion; text: string; word: string; as: string };
type Hits = { hit1: number; hit5: number };

const show = process.argv.includes('--show');

async function main(sets: readonly string[]): Promise<void> {
  const measured: Record<string, unknown> = {};
  if (sets.length === 0) {
    const data = mkdtempSync(path.join(os.tmpdir(), 'millwright-misspellings-'));
    const questions = path.join(ROOT, 'samples', 'questions.jsonl');
    measured.samples = await measure(data, questions, path.join(ROOT, 'samples', 'documents'));
    rmSync(data, { recursive: true, force: true });
  }
  for (const set of sets) {
    const [data, questions] = set.split('=') as [string, string];
    measured[path.basename(path.dirname(path.resolve(questions)))] = await measure(data, questions, null);
  }
  record('misspellings', 'node bench/quality/misspellings.ts [DATA_FOLDER=QUESTIONS.jsonl ...]', measured);
}

async function measure(dataFolder: string, file: string, documents: string | null): Promise<Record<string, unknown>> {
  const millwright = await openMillwright({ ...readConfig({}), dataFolder });
  try {
    if (documents !== null) await millwright.ingestor.ingest({ paths: [documents], wait: true, prune: false });
    const asked = parseGoldQuestions(readFileSync(file, 'utf8'), file).filter(({ answerable, gold }) => answerable && gold.length > 0);
    const random = numberGenerator(7);
    const misspelt: Misspelt[] = [];
    for (const question of asked) misspelt.push(...(await misspell(question, millwright, random)));
    return { questions: misspelt.length, ...(await ask(misspelt, millwright)) };
  } finally {
    await millwright.close();
  }
}

async function ask(misspelt: readonly Misspelt[], { store, embedder, retriever }: Millwright): Promise<Record<string, unknown>> {
  const glossary = new PlantGlossary(store.terms, baseGlossary());
  const asSaid = new HybridRetriever({ store, embedder, glossary, spelling: { nearest: async () => [] } });
  const hits: Record<string, Hits> = { right: none(), misspelt: none(), misspeltUncorrected: none() };
  let [corrected, otherwise] = [0, 0];
  for (const { question, text, word, as } of misspelt) {
    add(hits.right!, await scored(retriever, question, question.question));
    const found = await scored(retriever, question, text);
    add(hits.misspelt!, found);
    add(hits.misspeltUncorrected!, await scored(asSaid, question, text));
    const change = found.spelling.find(({ said }) => said === as);
    if (change === undefined) continue;
    if (sameToken(change.as, word)) corrected += 1;
    else otherwise += 1;
    if (show && !sameToken(change.as, word)) process.stderr.write(`${word}, misspelt ${as}, was taken for ${change.as}: ${text}\n`);
  }
  const share = (count: number) => rounded(count / Math.max(1, misspelt.length), 3);
  const shares = Object.entries(hits).map(([name, { hit1, hit5 }]) => [name, { hit1: share(hit1), hit5: share(hit5) }]);
  return { corrected: share(corrected), takenForAnotherWord: share(otherwise), ...Object.fromEntries(shares) };
}

async function scored(retriever: Retriever, { gold, scope }: GoldQuestion, text: string): Promise<Hits & Pick<Retrieval, 'spelling'>> {
  const { hits, spelling } = await retriever.retrieve({ text, limit: HITS, ...(scope && { scope }) });
  const places = hits.map(({ passage }) => ({ ...passage, file: passage.document.file, passageId: passage.externalId }));
  return { ...scoreRanking(places, gold), spelling };
}

/** The question with one word misspelt; none where it has no word that the documents hold. */
async function misspell(question: GoldQuestion, { store }: Millwright, random: () => number): Promise<Misspelt[]> {
  const isHeld = async (word: string) => (await store.catalogue.frequencies([tokenize(word)[0]!])).counts[0]! > 0;
  const drawn = [...question.question.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index, order: random() }));
  for (const { word, index } of drawn.sort((a, b) => a.order - b.order)) {
    if (!(await isHeld(word))) continue;
    for (let tried = 0; tried < TRIES; tried += 1) {
      const as = edited(word, random);
      if (await isHeld(as)) continue;
      return [{ question, word, as, text: question.question.slice(0, index) + as + question.question.slice(index + word.length) }];
    }
  }
  return [];
}

/** One edit behind the first letter. */
function edited(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 1));
  const letter = LETTERS[Math.floor(random() * LETTERS.length)]!;
  const [before, here, next] = [word.slice(0, at), word[at]!, word[at + 1] ?? ''];
  const ways = [
    before + word.slice(at + 1),
    before + here + here + word.slice(at + 1),
    before + letter + word.slice(at + 1),
    before + next + here + word.slice(at + 2),
  ];
  return ways[Math.floor(random() * ways.length)]!;
}

function sameToken(one: string, other: string): boolean {
  return tokenize(one)[0] === tokenize(other)[0];
}

function none(): Hits {
  return { hit1: 0, hit5: 0 };
}

function add(sum: Hits, { hit1, hit5 }: Hits): void {
  sum.hit1 += hit1;
  sum.hit5 += hit5;
}

await main(process.argv.slice(2).filter((argument) => argument !== '--show'));
