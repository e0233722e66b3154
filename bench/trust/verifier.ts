import { readdirSync } from 'node:fs';
import path from 'node:path';
import { compareStatement } from '../../answer/verify/statement/compare-statement.ts';
import { TermTable } from '../../answer/verify/statement/term-table.ts';
import { loadBaseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { numberGenerator } from '../number-generator.ts';
import { quantile, ROOT, record, rounded } from '../record.ts';
import { CORRUPTIONS, type Corruption } from './corruptions.ts';
import { RESTATEMENTS } from './restatements.ts';
import { trueStatements } from './statements.ts';

/** How many false statements the check finds, and how many true ones it doubts: sentences of documents, made false in eight ways
 *  and said in other words. Beside it a check by words alone (all words of the statement stand in the evidence).
 *  Run: node bench/trust/verifier.ts [--show] [FILE...]   (default: the samples) */
const MOST_A_WAY = 150;
const show = process.argv.includes('--show');
const given = process.argv.slice(2).filter((argument) => argument !== '--show');
const samples = path.join(ROOT, 'samples', 'documents');
const files =
  given.length > 0
    ? given
    : readdirSync(samples)
        .filter((name) => /\.(?:pdf|docx|md)$/.test(name))
        .map((name) => path.join(samples, name));

const random = numberGenerator(11);
const table = new TermTable(loadBaseGlossary());
const statements = await trueStatements(files);
const times: number[] = [];

const check = (text: string, evidence: string) => {
  const start = performance.now();
  const result = compareStatement(text, { text: evidence, heading: '', equipment: [] }, table);
  times.push(performance.now() - start);
  return result;
};
const allWords = (text: string, evidence: string) =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}.]+/gu)!
    .every((word) => evidence.toLowerCase().includes(word));

const found: Record<string, unknown> = {};
const [detected, made]: [Record<string, number>, Record<string, number>] = [{}, {}];
let baselineDetected = 0;
for (const [way, corrupt] of Object.entries(CORRUPTIONS) as [Corruption, (typeof CORRUPTIONS)[Corruption]][]) {
  const tried = shuffled(statements).flatMap((statement) => {
    const text = corrupt(statement, random);
    return text === null || statement.evidence.includes(text) ? [] : [{ ...statement, text, was: statement.text }];
  });
  const taken = tried.slice(0, MOST_A_WAY);
  for (const { text, evidence, was } of taken) {
    const { verdict, reasons } = check(text, evidence);
    made[way] = (made[way] ?? 0) + 1;
    if (verdict !== 'supported') detected[way] = (detected[way] ?? 0) + 1;
    else if (show) console.error(`MISSED ${way}: ${text}\n    was: ${was}\n    ${JSON.stringify(reasons)}`);
    if (!allWords(text, evidence)) baselineDetected += 1;
  }
  found[way] = { statements: taken.length, detected: rounded((detected[way] ?? 0) / taken.length, 3) };
}

const alarms: Record<string, unknown> = {};
let [restated, alarmed, baselineAlarmed] = [0, 0, 0];
for (const [way, restate] of Object.entries(RESTATEMENTS)) {
  const tried = shuffled(statements).flatMap((statement) => {
    const text = restate(statement, random);
    return text === null ? [] : [{ ...statement, text, was: statement.text }];
  });
  const taken = tried.slice(0, MOST_A_WAY);
  let wrong = 0;
  for (const { text, evidence, was } of taken) {
    const { verdict, reasons } = check(text, evidence);
    if (verdict !== 'supported') {
      wrong += 1;
      if (show) console.error(`ALARM ${way}: ${text}\n    was: ${was}\n    ${JSON.stringify(reasons)}`);
    }
    if (!allWords(text, evidence)) baselineAlarmed += 1;
  }
  restated += taken.length;
  alarmed += wrong;
  alarms[way] = { statements: taken.length, alarms: rounded(wrong / taken.length, 3) };
}

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);
record('verifier', 'node bench/trust/verifier.ts', {
  trueStatements: statements.length,
  corrupted: total(made),
  detected: rounded(total(detected) / total(made), 3),
  byWay: found,
  restated,
  falseAlarms: rounded(alarmed / restated, 3),
  alarmsByWay: alarms,
  millisecondsAStatement: { p50: rounded(quantile(times, 0.5), 2), p95: rounded(quantile(times, 0.95), 2) },
  baseline: {
    name: 'every word of the statement stands in the evidence',
    detected: rounded(baselineDetected / total(made), 3),
    falseAlarms: rounded(baselineAlarmed / restated, 3),
  },
});

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
