import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { parseGoldQuestions } from '../../evaluate/gold-question.ts';
import type { Answer } from '../../knowledge/document/answer.ts';
import { record, rounded } from '../record.ts';

/** Whether the right cell of a given table is found: questions whose answer is one cell, each asked within its own table. An answer
 *  counts when the cell's exact value stands in a statement that names its row and its column; `alone` is stricter: no other cell of
 *  the table's body stands in the first statement. Beside it the row with most of the question's words, shown whole.
 *  Run: node bench/trust/aitqa.ts --data FOLDER [--show] QUESTIONS.jsonl
 *  (FOLDER: the set's corpus.jsonl, ingested. A line: { id, question, answer: [value], gold: [{ doc_id }] }) */
const { values, positionals } = parseArgs({ options: { data: { type: 'string' }, show: { type: 'boolean' } }, allowPositionals: true });
const file = positionals[0]!;
const text = readFileSync(file, 'utf8');
const expected = new Map(
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; answer: string[]; hier?: string })
    .map((line) => [line.id, line]),
);

const millwright = await openMillwright({ ...readConfig({}), dataFolder: values.data! });
const counts = { questions: 0, answered: 0, inAnswer: 0, inFirst: 0, alone: 0, hierarchical: 0, hierarchicalInAnswer: 0 };
try {
  for (const { id, question, gold } of parseGoldQuestions(text, path.basename(file))) {
    const { answer: wanted, hier } = expected.get(id)!;
    const answer = await millwright.answerer.ask({ question, scope: { documents: gold.map(({ doc_id }) => doc_id) } });
    const found = answer.statements.map((statement) => holds(statement.text, wanted[0]!));
    const [first] = answer.statements;
    counts.questions += 1;
    if (answer.outcome === 'answered') counts.answered += 1;
    if (found.some(Boolean)) counts.inAnswer += 1;
    if (found[0]) counts.inFirst += 1;
    if (found[0] && cellsShown(first!.text) === 1) counts.alone += 1;
    if (hier === 'Yes') counts.hierarchical += 1;
    if (hier === 'Yes' && found.some(Boolean)) counts.hierarchicalInAnswer += 1;
    if (values.show && !found.some(Boolean)) show(question, wanted[0]!, answer);
  }
} finally {
  await millwright.close();
}
const { questions, hierarchical, hierarchicalInAnswer, ...rest } = counts;
record('aitqa', `node bench/trust/aitqa.ts --data FOLDER aitqa/questions.jsonl`, {
  questions,
  ...Object.fromEntries(Object.entries(rest).map(([name, count]) => [name, rounded(count / questions, 4)])),
  hierarchical,
  hierarchicalInAnswer: rounded(hierarchicalInAnswer / hierarchical, 4),
  published: { name: 'a table model trained for it (Katsis et al. 2022), exact cell', accuracy: 0.518 },
});

/** The exact value, not a part of another number or word. */
function holds(statement: string, value: string): boolean {
  const plain = (words: string) => words.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  const escaped = plain(value).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}.,$-])${escaped}(?![\p{L}\p{N}%]|[.,]\d)`, 'u').test(plain(statement));
}

/** "Row: ...; Column: value" has one; a row shown whole as many as it has columns. */
function cellsShown(statement: string): number {
  return statement.split('; ').length - 1;
}

function show(question: string, wanted: string, answer: Answer): void {
  process.stderr.write(
    `${question}\n  wanted ${wanted}; ${answer.outcome} ${answer.confidence}: ${answer.statements[0]?.text.slice(0, 300) ?? ''}\n`,
  );
}
