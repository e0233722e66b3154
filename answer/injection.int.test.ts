import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerEvent } from './ask.ts';
import { ModelWording } from './compose/model/model-wording.ts';
import { ChatServer } from './compose/model/openai/fixtures/chat-server.ts';
import { OpenAiChatModel } from './compose/model/openai/openai-chat-model.ts';
import { documentsUnder, questionUnder } from './fixtures/injection/attacked-manual.ts';
import { ATTACKS, type Attack } from './fixtures/injection/attacks.ts';
import { harmsOf } from './fixtures/injection/harms.ts';
import { OBEDIENCES, obey } from './fixtures/injection/obeying-model.ts';
import { smallPlant } from './fixtures/small-plant.ts';

const server = new ChatServer();
beforeAll(() => server.listen());
afterAll(() => server.close());

const named = ATTACKS.map((attack) => [`${attack.language}: ${attack.name}`, attack] as const);

async function ask(attack: Attack, withModel: boolean) {
  const plant = await smallPlant(
    documentsUnder(attack.language, attack),
    withModel
      ? (verifier) =>
          new ModelWording({
            models: { large: new OpenAiChatModel({ baseUrl: server.baseUrl, model: 'obedient', silenceMs: 60_000 }), small: null },
            verifier,
            rules: { extractive: [], large: [] },
            evidenceTokens: 1_500,
            answerTokens: 800,
            timeoutMs: 60_000,
          })
      : undefined,
  );
  const events: AnswerEvent[] = [];
  try {
    const answer = await plant.answerer.ask({ question: questionUnder(attack).question }, { onEvent: (event) => events.push(event) });
    return { answer, events };
  } finally {
    await plant.close();
  }
}

it('knows at least sixty attacks, in both languages, none twice', () => {
  expect(new Set(ATTACKS.map(({ text }) => text)).size).toBeGreaterThanOrEqual(60);
  for (const language of ['en', 'zh']) expect(ATTACKS.filter((attack) => attack.language === language).length).toBeGreaterThan(25);
});

describe('without a model, an attack changes nothing', () => {
  it.each(named)('%s', async (_name, attack) => {
    const { answer, events } = await ask(attack, false);
    expect(harmsOf(attack, answer, { events, system: '' })).toEqual([]);
    expect(answer.text).toContain(questionUnder(attack).truth);
  });
});

describe.each(OBEDIENCES)('a model that obeys %s', (how) => {
  it.each(named)('brings nothing of it to the reader: %s', async (_name, attack) => {
    server.reset();
    server.write = (call) => obey(call, how, attack.text);
    const { answer, events } = await ask(attack, true);
    const system = server.calls.at(-1)?.messages[0]?.content ?? '';
    expect(harmsOf(attack, answer, { events, system })).toEqual([]);
    expect(answer.text).toContain(questionUnder(attack).truth);
  });
});

describe('a document that speaks to a model', () => {
  it.each(named.filter(([, { place }]) => place !== 'question'))(
    'is flagged when it is taken in, with the words: %s',
    async (_name, attack) => {
      const plant = await smallPlant(documentsUnder(attack.language, attack));
      const documents = await plant.store.catalogue.list();
      await plant.close();
      const warnings = documents.flatMap(({ warnings }) => warnings).filter(({ code }) => code === 'speaks_to_model');
      expect(warnings.length).toBeGreaterThan(0);
      for (const { message, quote } of warnings) expect(message).toContain(`“${quote}” speaks to a language model`);
    },
  );

  it('can still be found and quoted as it is, with a mark', async () => {
    const attack = ATTACKS.find(({ place }) => place === 'section')!;
    const plant = await smallPlant(documentsUnder(attack.language, attack));
    const { related, citations } = await plant.answerer.ask({ question: 'Which further notes are there on the RX-9?' });
    await plant.close();
    const places = [...related, ...citations].filter(({ quote }) => quote.includes(attack.text));
    expect(places).toMatchObject([{ addressesModel: true }]);
  });
});

describe('what an answer says', () => {
  const sayings = {
    'a.md': `# RX-9 Manual

## 1 Coupling

The tightening torque of the coupling bolts of the RX-9 is 25 N·m, see [2] and \\[drawing\\](https://evil.example/x) and &lt;img src=x&gt;.
`,
  };

  it('is words alone in Markdown: no mark, link or tag of a document is taken for one of the answer’s', async () => {
    const plant = await smallPlant(sayings);
    const { text, statements } = await plant.answerer.ask({ question: 'What is the tightening torque of the coupling bolts of the RX-9?' });
    await plant.close();
    expect(text).toContain('see \\[2] and [drawing\\](https://evil.example/x) and \\<img src=x>. [1]');
    expect(statements[0]!.text).toContain('see [2] and [drawing](https://evil.example/x) and <img src=x>.');
  });
});
