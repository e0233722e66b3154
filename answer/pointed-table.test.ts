import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const TABLE = `# Screw joints

| Size | Steel / Dry | Steel / Oiled | Stainless / Dry | Stainless / Oiled |
|---|---|---|---|---|
| Flange / M8 | 25 N·m | 21 N·m | 17 N·m | 14 N·m |
| Flange / M10 | 49 N·m | 41 N·m | 33 N·m | 28 N·m |
| Cover / M8 | 23 N·m | 19 N·m | 15 N·m | 12 N·m |
| Cover / M10 | 45 N·m | 38 N·m | 30 N·m | 25 N·m |
`;
const STAFF = `# Shift plan

| Name | Role | Since |
|---|---|---|
| Ada Berg | Foreman | 2011 |
| Li Wei | Electrician | 2019 |
`;

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({ 'joints.md': TABLE, 'staff.md': STAFF, 'other.md': '# Note\n\nThe office printer stands in room 4.\n' });
});
afterAll(() => plant.close());

const ask = (question: string, document: string) => plant.answerer.ask({ question, scope: { documents: [document] } });

it.each([
  ['At Acme works, how tight is an M10 flange screw of stainless, oiled?', 'Flange / M10; Stainless / Oiled: 28 N·m'],
  ['How much for the M8 cover, stainless and dry, in the Hamburg plant?', 'Cover / M8; Stainless / Dry: 15 N·m'],
])('one cell of a table that was pointed at: %s', async (question, words) => {
  const { outcome, statements, citations } = await ask(question, 'joints.md');
  expect(outcome).toBe('answered');
  expect(statements.map(({ text }) => text.replace(/^Size: /, ''))).toEqual([words]);
  expect(statements[0]).toMatchObject({ verified: true, basis: 'restated' });
  expect(citations[0]!.quote).toContain(words.split('; ')[0]);
});

it('names the row by what the question states of it', async () => {
  const { text } = await ask('Since which year has Li Wei worked at the Hamburg plant?', 'staff.md');
  expect(text).toContain('Name: Li Wei; Role: Electrician; Since: 2019');
  expect(text).not.toContain('Berg');
});

it('finds nothing where row or column stays open', async () => {
  expect((await ask('How tight is an M24 flux capacitor screw?', 'joints.md')).outcome).toBe('not_found');
  expect((await ask('Who ordered the red bicycle?', 'staff.md')).outcome).toBe('not_found');
  expect((await ask('Since which year has Wang Fang worked at the Hamburg plant?', 'staff.md')).outcome).toBe('not_found');
});
