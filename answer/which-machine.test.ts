import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const chip = (name: string, { address, fan, extra = '' }: { address: string; fan: string; extra?: string }) => `# Kernel driver ${name}

## Bus

The ${name.toUpperCase()} answers to the bus addresses ${address}.

## Fan speed

${fan}

## Amber lamp

The amber lamp blinks slowly where the heat sink is clogged with dust.

${extra}`;

/** Words are told from others by how rare they are: a house with few papers knows of none. */
const HOUSE_RULES = Array.from(
  { length: 60 },
  (_, index) => `## Rule ${index + 1}\n\nRoom ${index + 1} is swept on day ${index + 1}; whoever leaves last closes window ${index + 1}.\n`,
).join('\n');

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({
    'house-rules.md': `# House rules\n\n${HOUSE_RULES}`,
    'adm1025.md': chip('adm1025', { address: '0x2c to 0x2e', fan: 'Fan speed readings are divided by 1, 2, 4 or 8.' }),
    'lm78.md': chip('lm78', { address: '0x28, 0x29', fan: 'The chip divides what it reads of the fan speed, by 64 at most.' }),
    'max1619.md': chip('max1619', {
      address: '0x18',
      fan: 'Fan speed readings are divided by 32.',
      extra: '## Blink code\n\nThe blink code of a broken thermal diode is three short flashes.\n',
    }),
  });
}, 60_000);
afterAll(() => plant?.close());

const options = async (question: string) => (await plant.answerer.ask({ question })).clarification?.options.map(({ label }) => label);

describe('which machine is meant', () => {
  it('is asked where manuals say different things, in the same words or under the same heading', async () => {
    expect(await options('Which bus addresses does it answer to?')).toEqual(['ADM1025', 'LM78', 'MAX1619']);
    expect(await options('By what is the fan speed reading divided?')).toContain('ADM1025');
  });

  it('is answered by one click: the scope of an option', async () => {
    const { clarification } = await plant.answerer.ask({ question: 'Which bus addresses does it answer to?' });
    const scope = clarification!.options.find(({ label }) => label === 'LM78')!.scope;
    const answer = await plant.answerer.ask({ question: 'Which bus addresses does it answer to?', scope });
    expect(answer).toMatchObject({ outcome: 'answered', citations: [{ file: 'lm78.md' }] });
    expect(answer.text).toContain('0x28');
  });

  it.each([
    ['adm1025', 'adm1025.md', '0x2c'],
    ['LM-78', 'lm78.md', '0x28'],
    ['MAX 1619', 'max1619.md', '0x18'],
  ])('is not asked where the question says it: %s', async (name, file, value) => {
    const answer = await plant.answerer.ask({ question: `Which bus addresses does the ${name} answer to?` });
    expect(answer).toMatchObject({ outcome: 'answered', citations: [{ file }] });
    expect(answer.text).toContain(value);
  });

  it('is not asked where all say the same, or one alone says it', async () => {
    expect(await plant.answerer.ask({ question: 'How does the amber lamp blink where the heat sink is clogged with dust?' })).toMatchObject(
      { outcome: 'answered' },
    );
    expect(await plant.answerer.ask({ question: 'What is the blink code of a broken thermal diode?' })).toMatchObject({
      outcome: 'answered',
      citations: [{ file: 'max1619.md' }],
    });
  });
});
