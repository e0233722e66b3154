import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { parseGoldQuestions } from '../../evaluate/gold-question.ts';
import type { Answer } from '../../knowledge/document/answer.ts';
import { numberGenerator } from '../number-generator.ts';
import { record } from '../record.ts';

/** Whether the same question gets the same answer: every question of the sets asked twice, by two processes one after the other, the
 *  second in another order. Compared is all of an answer but id, usage and timings.
 *  Run: node bench/trust/determinism.ts [--show] DATA_FOLDER=QUESTIONS.jsonl ... */
const PASS = '--pass';
type Line = { key: string; outcome: Answer['outcome']; answer: string };

if (process.argv[2] === PASS) await askAll(process.argv[3]!, process.argv[4]!, Number(process.argv[5]));
else await compare(process.argv.slice(2));

/** One pass in a process of its own; `seed` 0: in the set's order, else shuffled. */
async function askAll(dataFolder: string, file: string, seed: number): Promise<void> {
  const questions = parseGoldQuestions(readFileSync(file, 'utf8'), file);
  const random = numberGenerator(seed);
  const ordered = seed === 0 ? questions : shuffled(questions, random);
  const millwright = await openMillwright({ ...readConfig({}), dataFolder });
  for (const { id, question, scope } of ordered) {
    const { id: _id, usage: _usage, timings: _timings, ...lasting } = await millwright.answerer.ask({ question, ...(scope && { scope }) });
    const line: Line = { key: id, outcome: lasting.outcome, answer: JSON.stringify(lasting) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  await millwright.close();
}

async function compare(args: readonly string[]): Promise<void> {
  const counts = { questions: 0, identical: 0, answered: 0, sets: 0 };
  for (const pair of args.filter((argument) => argument !== '--show')) {
    const [dataFolder, file] = pair.split('=') as [string, string];
    const first = await pass(dataFolder, file, 0);
    const second = await pass(dataFolder, file, 7);
    counts.sets += 1;
    for (const [key, { answer, outcome }] of first) {
      const same = second.get(key)?.answer === answer;
      counts.questions += 1;
      if (outcome === 'answered') counts.answered += 1;
      if (same) counts.identical += 1;
      else if (args.includes('--show')) process.stderr.write(`${path.basename(file)} ${key}:\n  ${answer}\n  ${second.get(key)?.answer}\n`);
    }
  }
  record('determinism', 'node bench/trust/determinism.ts DATA_FOLDER=QUESTIONS.jsonl ... (samples, eda_docs, tv_emanual)', counts);
}

async function pass(dataFolder: string, file: string, seed: number): Promise<Map<string, Line>> {
  const args = [...process.execArgv, import.meta.filename, PASS, dataFolder, file, String(seed)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = new Map<string, Line>();
  const ended = once(child, 'close');
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    lines.set(line.key, line);
  }
  await ended;
  return lines;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
