import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const DRIVE = `# DV-7 Frequency Converter

## Parameters

| Parameter | Name | Factory setting |
|---|---|---|
| P1-02 | Lower frequency limit | 5 Hz |
| P1-03 | Upper frequency limit | 50 Hz |
| P1-04 | Jump frequency | 0 Hz |

## Faults

| Code | Name | Remedy |
|---|---|---|
| F0011 | Undervoltage | Check the supply |
| F0012 | Heat sink too hot | Clean the air duct |
| F0120 | Encoder lost | Check the cable |
`;

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({ 'drive.md': DRIVE });
});
afterAll(() => plant.close());

const ask = (question: string) => plant.answerer.ask({ question, trace: true });

describe('the row of a code', () => {
  it.each([
    'What is parameter P1-03?',
    'What is parameter 1-03?',
    'What is P1.03?',
    '参数1-03是什么？',
    '参数Ｐ１－０３的出厂值是多少？',
    'What is the factory setting of p1_03?',
  ])('answers %j, whatever its writing', async (question) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    expect(answer.text).toContain('50 Hz');
    expect(answer.text).not.toMatch(/5 Hz(?!.)|Jump|Lower/);
  });

  it.each(['What does F12 mean?', 'What does fault 12 mean?', 'F0012 是什么故障？', '故障代码 F012 怎么处理？', 'Remedy for f 0012?'])(
    'answers %j, with and without its zeros and letters',
    async (question) => {
      const answer = await ask(question);
      expect(answer.text).toContain('air duct');
      expect(answer.text).not.toMatch(/supply|Encoder/);
    },
  );

  it('is found by a name with digits that only a table makes a code', async () => {
    const board = '# Programmer\n\n| Routing card | Device |\n|---|---|\n| RC-t4 | ATtiny25 |\n| RC-t8 | ATtiny85 |\n';
    const own = await smallPlant({ 'board.md': board });
    expect((await own.answerer.ask({ question: 'Which device is on rc-t8?' })).text).toContain('ATtiny85');
    await own.close();
  });

  it('is told by the section that it names, before the parts of that section', async () => {
    const codes = [
      '# Codes',
      '## G28 Go home',
      'Moves every axis of the machine to its home position at rapid speed, first the vertical one and then both others at the same time, in a straight line.',
      '### G28 with axis words',
      'Only named axes move; every other axis of the machine stays where it stands, whatever its home position is, first the vertical one and then both others at the same time.',
    ].join('\n\n');
    const own = await smallPlant({ 'codes.md': codes });
    const { hits } = await own.retriever.retrieve({ text: 'What does G28 do?', limit: 2 });
    expect(hits.map(({ passage }) => passage.sectionPath.at(-1))).toEqual(['G28 Go home', 'G28 with axis words']);
    await own.close();
  });

  it('is not that of another code that only looks alike', async () => {
    for (const question of ['What does F0013 mean?', 'What is parameter P2-03?']) {
      const { outcome, confidence } = await ask(question);
      expect(outcome, question).toBe('not_found');
      expect(confidence, question).toBeLessThanOrEqual(0.3);
    }
  });

  it('is told in the trace with the writing that was found', async () => {
    const { trace } = await ask('What is parameter 1-03?');
    const stages = trace!.find(({ stage }) => stage === 'retrieve')!.data.stages as { stage: string; data: Record<string, unknown> }[];
    expect(stages[0]!.data.codes).toEqual([{ code: '1-03', as: ['P1-03'] }]);
  });
});
