import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLANT, type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant(PLANT);
});
afterAll(() => plant.close());

const TORQUE = 'What is the tightening torque of the coupling bolts of the KX-40?';
const FAULT = '灌装线报 E-407 是什么故障？';

/** Asks the last question after the others. */
function talk(questions: readonly string[], more: { forget?: string[]; scope?: { equipment: string[] } } = {}) {
  const conversation = questions.slice(0, -1).map((question) => ({ question, ...(more.scope && { scope: more.scope }) }));
  return plant.answerer.ask({ question: questions.at(-1)!, conversation, ...(more.forget && { forget: more.forget }) });
}

describe('a follow-up', () => {
  it.each([
    { questions: [TORQUE, 'and for the 60?'], says: '48 N·m', carried: [] },
    { questions: [TORQUE, 'What about the KX-60?'], says: '48 N·m', carried: [] },
    { questions: [TORQUE, '那 KX-60 呢？'], says: '48 N·m', carried: [] },
    { questions: [FAULT, '那E-408呢'], says: 'Cap missing', carried: [] },
    { questions: [TORQUE, 'and the oil quantity of the bearing bracket?'], says: '0.4 L', carried: ['KX-40'] },
    { questions: [TORQUE, 'What is its bearing temperature alarm?'], says: '85 °C', carried: ['KX-40'] },
    { questions: [TORQUE, 'and for the 60?', 'and the oil quantity of the bearing bracket?'], says: '0.9 L', carried: ['KX-60'] },
    { questions: [FAULT, 'What is its cause?'], says: 'Star wheel worn', carried: ['E-407'] },
  ])('is read after the question before: $questions', async ({ questions, says, carried }) => {
    const answer = await talk(questions);
    expect(answer.question).toBe(questions.at(-1));
    expect(answer.followUp?.carried).toEqual(carried);
    expect(answer.outcome).toBe('answered');
    expect(answer.text).toContain(says);
  });

  it('takes the machine from the scope where the question before names none', async () => {
    const scope = { equipment: ['KX-60'] };
    const answer = await talk(['What is the tightening torque of the coupling bolts?', 'and the oil quantity of the bearing bracket?'], {
      scope,
    });
    expect(answer.followUp?.carried).toEqual(['KX-60']);
    expect(answer.text).toContain('0.9 L');
  });

  it('does not take what it is told to forget', async () => {
    const answer = await talk([TORQUE, 'and the oil quantity of the bearing bracket?'], { forget: ['KX-40'] });
    expect(answer.followUp).toBeUndefined();
    expect(answer.outcome).toBe('clarify');
  });
});

it.each(['What is the oil quantity of the bearing bracket of the KX-60?', 'How is the mechanical seal replaced?', 'E-406 是什么故障？'])(
  'a question that stands by itself stays as it is: %s',
  async (question) => {
    const [after, alone] = [await talk([TORQUE, question]), await plant.answerer.ask({ question })];
    expect(after.followUp).toBeUndefined();
    expect(after.text).toBe(alone.text);
  },
);
