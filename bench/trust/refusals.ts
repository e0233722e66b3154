import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { type GoldQuestion, parseGoldQuestions } from '../../evaluate/gold-question.ts';
import { isAt } from '../../evaluate/metrics/places.ts';
import type { Answer } from '../../knowledge/document/answer.ts';
import { record, rounded } from '../record.ts';

/** Whether what the documents do not answer is refused, and what they answer is not: each set's questions asked on its own documents,
 *  and on those of every other set, where nothing answers them. Asking back ("which machine?") is no refusal.
 *  Run: node bench/trust/refusals.ts [--show] [--own=N] [--most=N] DATA_FOLDER=QUESTIONS.jsonl ...
 *  --own, --most: every n-th question, so that no set asks more than N on its own documents (default: all), or on those of each other set
 *  (default 250). */
const { values, positionals } = parseArgs({
  options: { show: { type: 'boolean' }, own: { type: 'string', default: 'Infinity' }, most: { type: 'string', default: '250' } },
  allowPositionals: true,
});
const sets = positionals.map((pair) => {
  const [dataFolder, file] = pair.split('=') as [string, string];
  const name = file.endsWith('samples/questions.jsonl') ? 'samples' : path.basename(path.dirname(path.resolve(file)));
  return { name, dataFolder, questions: parseGoldQuestions(readFileSync(file, 'utf8'), file) };
});

type Asked = { gold: GoldQuestion; answer: Answer };
const own: Record<string, object> = {};
const elsewhere: Record<string, object> = {};
const all = { questions: 0, refused: 0 };
for (const { name, dataFolder, questions } of sets) {
  const millwright = await openMillwright({ ...readConfig({}), dataFolder });
  try {
    const ask = async (gold: GoldQuestion, scoped: boolean): Promise<Asked> => {
      const scope = scoped ? gold.scope : undefined;
      return { gold, answer: await millwright.answerer.ask({ question: gold.question, ...(scope && { scope }) }) };
    };
    const asked: Asked[] = [];
    for (const gold of thinned(questions, Number(values.own))) asked.push(await ask(gold, true));
    own[name] = ownCounts(asked);
    for (const other of sets.filter((set) => set.name !== name)) {
      const foreign: Asked[] = [];
      for (const gold of thinned(other.questions, Number(values.most))) foreign.push(await ask(gold, false));
      const answered = foreign.filter(({ answer }) => answer.outcome !== 'not_found');
      all.questions += foreign.length;
      all.refused += foreign.length - answered.length;
      elsewhere[`${other.name} on ${name}`] = {
        questions: foreign.length,
        refused: rounded(1 - answered.length / foreign.length, 4),
      };
      if (values.show) for (const each of answered) show(`${other.name} on ${name}`, each);
    }
  } finally {
    await millwright.close();
  }
}
record(
  'refusals',
  `node bench/trust/refusals.ts --own=${values.own} --most=${values.most} DATA_FOLDER=QUESTIONS.jsonl ... (samples, eda_docs, tv_emanual, camb_zh)`,
  {
    own,
    elsewhere: { all: { questions: all.questions, refused: rounded(all.refused / all.questions, 4) }, ...elsewhere },
  },
);

function thinned(questions: readonly GoldQuestion[], most: number): GoldQuestion[] {
  const step = Math.max(1, Math.ceil(questions.length / most));
  return questions.filter((_, index) => index % step === 0);
}

/** `goldCited`: of the answerable questions with gold, those whose answer cites a gold place. */
function ownCounts(asked: readonly Asked[]) {
  const refused = asked.filter(({ answer }) => answer.outcome === 'not_found');
  const unanswerable = asked.filter(({ gold }) => !gold.answerable);
  const placed = asked.filter(({ gold }) => gold.answerable && gold.gold.length > 0 && gold.expected_outcome !== 'clarify');
  const right = refused.filter(({ gold }) => !gold.answerable).length;
  return {
    questions: asked.length,
    unanswerable: unanswerable.length,
    recall: unanswerable.length === 0 ? null : rounded(right / unanswerable.length, 4),
    precision: refused.length === 0 ? null : rounded(right / refused.length, 4),
    goldCited: placed.length === 0 ? null : rounded(placed.filter(citesGold).length / placed.length, 4),
  };
}

function citesGold({ gold, answer }: Asked): boolean {
  return answer.citations.some(({ file, passageId, page, pageEnd }) =>
    gold.gold.some((entry) => isAt({ file, passageId, page, pageEnd }, entry)),
  );
}

function show(where: string, { gold, answer }: Asked): void {
  const [first] = answer.statements;
  process.stderr.write(`${where}: ${gold.question}\n  ${answer.outcome} ${answer.confidence}: ${first?.text.slice(0, 200) ?? ''}\n`);
}
