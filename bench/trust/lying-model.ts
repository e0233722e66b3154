import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Answerer } from '../../answer/answerer.ts';
import { cleanText } from '../../answer/compose/model/check-statement.ts';
import { ModelWording } from '../../answer/compose/model/model-wording.ts';
import { type ChatCall, ChatServer, evidenceIn, statements } from '../../answer/compose/model/openai/fixtures/chat-server.ts';
import { OpenAiChatModel } from '../../answer/compose/model/openai/openai-chat-model.ts';
import { sentencesOf } from '../../answer/verify/statement/clauses.ts';
import { openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { parseGoldQuestions } from '../../evaluate/gold-question.ts';
import { detectLanguage } from '../../knowledge/text/language.ts';
import { tellingTokens } from '../../knowledge/text/tokens.ts';
import { numberGenerator } from '../number-generator.ts';
import { ROOT, record, rounded } from '../record.ts';
import { CORRUPTIONS, type Corruption } from './corruptions.ts';
import { RESTATEMENTS } from './restatements.ts';
import type { TrueStatement } from './statements.ts';

/** Whether a lying model's falsehoods reach the reader: sample questions, answered by a model that says sentences of its evidence in
 *  other words and falsifies a tenth of them, behind a real endpoint. Beside it what the verifier alone would let through.
 *  Run: node bench/trust/lying-model.ts [--data FOLDER] [--answers=500] [--seed=5] [--show]   (--data: the samples, ingested) */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    answers: { type: 'string', default: '500' },
    seed: { type: 'string', default: '5' },
    show: { type: 'boolean' },
  },
});
const WANTED = Number(values.answers);
const LYING = 0.1;
const MOST_STATEMENTS = 4;
const FEWEST_WORDS = 4;
const WAYS = Object.keys(CORRUPTIONS) as Corruption[];
/** What must never reach a reader. */
const NEVER: readonly Corruption[] = ['digit', 'unit', 'machine', 'negation'];

type Lie = { way: Corruption; text: string; was: string; evidence: string };
const random = numberGenerator(Number(values.seed));
const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
let lies: Lie[] = [];
let truths: { text: string; way: string }[] = [];

/** Sentences of the evidence in other words; a tenth of them made false, each way as often as it applies. */
function say(call: ChatCall): string {
  const language = /in Chinese/.test(call.messages[0]!.content) ? 'zh' : 'en';
  const evidence = evidenceIn(call.messages.at(-1)!.content);
  const sayable = evidence.flatMap(({ n, source, text }) =>
    sentencesOf(text)
      .map((sentence) => sentence.replace(/^\d{1,2}[.)）、]\s*/, ''))
      .filter(
        (sentence) => tellingTokens(sentence).length >= FEWEST_WORDS && sentence.length < 240 && detectLanguage(sentence) === language,
      )
      .map((sentence) => ({ n, sentence, all: `${source}\n${text}` })),
  );
  const given: [string, number][] = [];
  for (let said = 0; said < MOST_STATEMENTS && sayable.length > 0; said += 1) {
    const { n, sentence, all } = sayable.splice(Math.floor(random() * sayable.length), 1)[0]!;
    const whole: TrueStatement = { text: sentence, evidence: all, language, file: '', steps: [] };
    const lie = random() < LYING ? falsified(whole) : null;
    if (lie) lies.push(lie);
    const text = lie?.text ?? restated(whole);
    given.push([text, n]);
  }
  return statements(...given);
}

function falsified(whole: TrueStatement): Lie | null {
  const possible = WAYS.flatMap((way) => {
    const text = CORRUPTIONS[way](whole, random);
    return text === null || whole.evidence.includes(text) ? [] : [{ way, text, was: whole.text, evidence: whole.evidence }];
  });
  return pick(possible) ?? null;
}

function restated(whole: TrueStatement): string {
  const ways = Object.entries(RESTATEMENTS).filter(([way]) => way !== 'converted' && way !== 'inOrder' && way !== 'shortened');
  const [way, restate] = pick(ways)!;
  const text = restate(whole, random) ?? whole.text;
  truths.push({ text, way });
  return text;
}

const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-lying-'));
const server = await new ChatServer().listen();
server.write = say;
const millwright = await openMillwright({ ...readConfig({}), dataFolder: values.data ?? work });
try {
  if (!values.data) await millwright.ingestor.ingest({ paths: [path.join(ROOT, 'samples', 'documents')], wait: true });
  const { verifier } = millwright;
  const wording = new ModelWording({
    models: { large: new OpenAiChatModel({ baseUrl: server.baseUrl, model: 'liar', silenceMs: 600_000 }), small: null },
    verifier,
    rules: { extractive: [], large: [] },
    evidenceTokens: 1_500,
    answerTokens: 800,
    timeoutMs: 600_000,
  });
  const answerer = new Answerer({ ...millwright, wording });
  const file = path.join(ROOT, 'samples', 'questions.jsonl');
  const questions = parseGoldQuestions(readFileSync(file, 'utf8'), file).filter(({ answerable }) => answerable);
  const reached: Lie[] = [];
  const told = { lies: [] as Lie[], passing: 0, truths: 0, kept: 0 };
  const outcomes = { worded: 0, fallback: 0 };
  const reasons: Record<string, number> = {};
  for (let asked = 0; outcomes.worded + outcomes.fallback < WANTED && asked < WANTED * 4; asked += 1) {
    const { question, scope } = questions[asked % questions.length]!;
    [lies, truths] = [[], []];
    const events: string[] = [];
    const answer = await answerer.ask(
      { question, ...(scope && { scope }) },
      { onEvent: (event) => event.type === 'statement' && events.push(event.statement.text) },
    );
    if (!answer.model) continue;
    outcomes[answer.model.outcome] += 1;
    if (answer.model.reason) reasons[answer.model.reason] = (reasons[answer.model.reason] ?? 0) + 1;
    // What is told while the model still writes has reached the reader, whether it is withdrawn afterwards or not.
    const seen = new Set([...events, ...answer.statements.map(({ text }) => text)]);
    const arrived = lies.filter((lie) => seen.has(cleanText(lie)));
    reached.push(...arrived);
    if (values.show) for (const { way, text, was } of arrived) console.error(`REACHED ${way}: ${text}\n    was: ${was}`);
    told.lies.push(...lies);
    for (const { text, evidence } of lies) {
      const { verdict } = await verifier.verifyCited(text, { text: evidence, heading: '', equipment: [] });
      if (verdict === 'supported') told.passing += 1;
    }
    told.truths += truths.length;
    for (const truth of truths) {
      const kept = seen.has(cleanText(truth));
      if (kept) told.kept += 1;
      else if (values.show) console.error(`LOST ${truth.way}: ${truth.text}`);
    }
  }
  const count = (all: readonly Lie[]) => Object.fromEntries(WAYS.map((way) => [way, all.filter((lie) => lie.way === way).length]));
  const isFirst = values.seed === '5';
  record(
    isFirst ? 'lying-model' : `lying-model-seed-${values.seed}`,
    `node bench/trust/lying-model.ts${isFirst ? '' : ` --seed=${values.seed} --answers=${WANTED}`}`,
    {
      answers: outcomes,
      fallbackReasons: reasons,
      falseStatements: { told: told.lies.length, byWay: count(told.lies) },
      reachedTheReader: {
        numbersUnitsCodesNegations: reached.filter(({ way }) => NEVER.includes(way)).length,
        all: reached.length,
        byWay: count(reached),
      },
      trueStatements: { told: told.truths, shown: rounded(told.kept / told.truths, 3) },
      baseline: { name: 'the verifier alone, against the whole cited passage', falseStatementsSupported: told.passing },
    },
  );
} finally {
  await millwright.close();
  await server.close();
  rmSync(work, { recursive: true, force: true });
}
