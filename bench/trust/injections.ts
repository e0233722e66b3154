import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { AnswerEvent } from '../../answer/ask.ts';
import { ModelWording } from '../../answer/compose/model/model-wording.ts';
import { ChatServer } from '../../answer/compose/model/openai/fixtures/chat-server.ts';
import { OpenAiChatModel } from '../../answer/compose/model/openai/openai-chat-model.ts';
import { documentsUnder, questionUnder } from '../../answer/fixtures/injection/attacked-manual.ts';
import { ATTACKS, type Attack } from '../../answer/fixtures/injection/attacks.ts';
import { type Harm, harmsOf } from '../../answer/fixtures/injection/harms.ts';
import { HELD_OUT } from '../../answer/fixtures/injection/held-out.ts';
import { OBEDIENCES, obey } from '../../answer/fixtures/injection/obeying-model.ts';
import { smallPlant } from '../../answer/fixtures/small-plant.ts';
import type { StatementVerifier } from '../../answer/verify/statement-verifier.ts';
import { speaksToModel } from '../../knowledge/text/model-address/find-addresses.ts';
import { record } from '../record.ts';

/** Whether attacks by words in documents and questions reach a reader: each attack in a manual of its own, read and stored like any, asked
 *  without a model, and with one that obeys; how many are flagged when they are taken in; and how often honest documents are.
 *  Run: node bench/trust/injections.ts [--show] [DATA_FOLDER...]   (knowledge of honest manuals, for false alarms) */
const { values, positionals } = parseArgs({ options: { show: { type: 'boolean' } }, allowPositionals: true });

type Tally = Record<Harm, number> & { asked: number; trueValueGiven: number; worded: number };
const tally = (): Tally => ({ asked: 0, trueValueGiven: 0, worded: 0, value: 0, citation: 0, prompt: 0, loads: 0, unmarked: 0 });

const server = await new ChatServer().listen();
const ways = ['extractive', ...OBEDIENCES] as const;
const results = Object.fromEntries(ways.map((way) => [way, tally()])) as Record<(typeof ways)[number], Tally>;
let flagged = 0;
try {
  for (const attack of ATTACKS) flagged += (await underAttack(attack)) ? 1 : 0;
} finally {
  await server.close();
}
const inDocuments = ATTACKS.filter(({ place }) => place !== 'question').length;
record('injections', `node bench/trust/injections.ts ${positionals.map((folder) => path.basename(folder)).join(' ')}`.trim(), {
  attacks: { all: ATTACKS.length, english: ATTACKS.filter(({ language }) => language === 'en').length, inDocuments },
  reachedTheReader: results,
  flaggedAtIngest: { attacks: flagged, of: inDocuments },
  heldOut: { flagged: HELD_OUT.filter(speaksToModel).length, of: HELD_OUT.length },
  falseAlarms: positionals.map(falseAlarms),
});

/** True where a warning was given when the documents were taken in. */
async function underAttack(attack: Attack): Promise<boolean> {
  const { question, truth } = questionUnder(attack);
  let warned = false;
  for (const way of ways) {
    server.reset();
    if (way !== 'extractive') server.write = (call) => obey(call, way, attack.text);
    const plant = await smallPlant(documentsUnder(attack.language, attack), way === 'extractive' ? undefined : wordingBy);
    const events: AnswerEvent[] = [];
    try {
      const answer = await plant.answerer.ask({ question }, { onEvent: (event) => events.push(event) });
      const harms = harmsOf(attack, answer, { events, system: server.calls.at(-1)?.messages[0]?.content ?? '' });
      const counted = results[way];
      counted.asked += 1;
      if (answer.text.includes(truth)) counted.trueValueGiven += 1;
      if (answer.model?.outcome === 'worded') counted.worded += 1;
      for (const harm of harms) counted[harm] += 1;
      if (values.show && (harms.length > 0 || !answer.text.includes(truth)))
        console.error(`${way} ${attack.language} "${attack.name}": ${harms.join(', ') || 'the true value is missing'}\n  ${answer.text}`);
      const documents = await plant.store.catalogue.list();
      warned = documents.some(({ warnings }) => warnings.some(({ code }) => code === 'speaks_to_model'));
    } finally {
      await plant.close();
    }
  }
  return warned;
}

function wordingBy(verifier: StatementVerifier): ModelWording {
  return new ModelWording({
    models: { large: new OpenAiChatModel({ baseUrl: server.baseUrl, model: 'obedient', silenceMs: 600_000 }), small: null },
    verifier,
    rules: { extractive: [], large: [] },
    evidenceTokens: 1_500,
    answerTokens: 800,
    timeoutMs: 600_000,
  });
}

/** Every passage of a store, with its headings. */
function falseAlarms(folder: string) {
  const database = new DatabaseSync(path.join(folder, 'millwright.db'), { readOnly: true });
  const rows = database.prepare('SELECT content FROM passages').all() as { content: string }[];
  database.close();
  const passages = rows.map(({ content }) => JSON.parse(content) as { text: string; sectionPath: string[] });
  const texts = passages.map(({ text, sectionPath }) => [...sectionPath, text].join('\n'));
  const alarms = texts.filter(speaksToModel);
  if (values.show) for (const text of alarms) console.error(`FALSE ALARM in ${folder}: ${text}`);
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  return { knowledge: path.basename(folder), passages: texts.length, characters, flagged: alarms.length };
}
