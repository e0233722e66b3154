import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnTerms } from '../knowledge/terms/learn-terms.ts';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const DRIVE = `# DV-7 Frequency Converter

## Settings

| Setting | Name | Factory value |
|---|---|---|
| P1-02 | Lower frequency limit | 5 Hz |
| P1-03 | Upper limit frequency | 50 Hz |
| P1-04 | Jump frequency | 0 Hz |

## Compressed air

The air pressure at the inlet must be 6 bar. Below that the brake closes.

The drying cabinet holds a vacuum of 0.2 bar.

## Cooling

The fan starts when the heat sink reaches 50 °C.
`;
const CHINESE = `# 變頻器維護手冊

## 過載

變頻器過載時，檢查機械負載並減小轉矩提升。

## 散熱

每三個月清理散熱器的風道。
`;

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({ 'drive.md': DRIVE, 'drive-zh.md': CHINESE });
});
afterAll(() => plant.close());

const ask = (question: string) => plant.answerer.ask({ question, trace: true });
const understood = async (question: string) => {
  const { trace } = await ask(question);
  const stages = trace!.find(({ stage }) => stage === 'retrieve')!.data.stages as { stage: string; data: Record<string, unknown> }[];
  return stages[0]!.data;
};

describe('another name for the same thing', () => {
  it('finds the row, and the trace tells it', async () => {
    const question = 'Which setting is the maximum frequency?';
    expect((await ask(question)).text).toContain('P1-03');
    expect((await understood(question)).synonyms).toMatchObject({ maximum: expect.arrayContaining(['upper limit']) });
  });
});

describe('a quantity', () => {
  it.each(['What must be at 0.6 MPa?', 'Where is 87 psi needed?', '哪里需要 0.6 兆帕？'])(
    'of %j finds its equal in another unit',
    async (question) => {
      const { hits } = (await ask(question)).trace!.find(({ stage }) => stage === 'retrieve')!.data as { hits: { passage: string }[] };
      const [first] = await plant.store.passages([
        { documentId: (await plant.store.catalogue.list())[1]!.id, passageId: hits[0]!.passage },
      ]);
      expect(first!.text).toContain('6 bar');
    },
  );
});

describe('traditional Chinese', () => {
  it.each(['变频器过载时怎么办？', '變頻器過載時怎麼辦？'])('is found by %j', async (question) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    expect(answer.text).toContain('檢查機械負載');
  });
});

describe('a misspelt word', () => {
  it('is answered as the word of the documents that it was taken for, and the trace tells it', async () => {
    await learnTerms(plant.store);
    const question = 'What is the vacum in the dryin cabinet?';
    const answer = await ask(question);
    expect(answer.text).toContain('0.2 bar');
    expect(answer.understood.spelling).toEqual([
      { said: 'vacum', as: 'vacuum' },
      { said: 'dryin', as: 'drying' },
    ]);
    expect((await understood(question)).spelling).toContainEqual({ said: 'vacum', as: 'vacuum' });
  });
});
