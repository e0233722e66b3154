import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const MANUAL = `# KX-70 Manual

## Limits

The discharge line of the KX-70 is tested at 0.6 MPa.

The temperature rise of the KX-70 bearing stays below 40 °C.

| Joint | Torque | Unit |
|---|---|---|
| Casing bolts | 60 | N·m |
| Foundation bolts | 65 | N·m |
| Coupling bolts | 25 | N·m |
`;

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({ 'kx-70.md': MANUAL });
});
afterAll(() => plant.close());
const ask = (question: string) => plant.answerer.ask({ question });

it('a value is quoted as it stands and computed into the unit that was asked for, said to be so', async () => {
  const answer = await ask('At how many bar is the discharge line of the KX-70 tested?');
  expect(answer.conversions).toEqual([{ said: '0.6 MPa', as: '6 bar' }]);
  expect(answer.statements[0]!.text).toContain('0.6 MPa');
  expect(answer.statements[0]!.text).not.toContain('6 bar');
  expect(answer.text).toContain('Converted (computed, not in the document): 0.6 MPa = 6 bar');
});

it('in Chinese, and from a row whose unit stands in a column', async () => {
  expect((await ask('KX-70 排出管线的试验压力是多少bar？')).text).toContain('换算（计算得出，非文档原文）：0.6 MPa = 6 bar');
  expect((await ask('Torque of the casing bolts of the KX-70 in lbf·ft?')).conversions).toEqual([{ said: '60 N·m', as: '44.3 lbf·ft' }]);
});

it('nothing is converted where no other unit is spoken of, nor a difference of temperatures', async () => {
  expect((await ask('At which pressure is the discharge line of the KX-70 tested?')).conversions).toBeUndefined();
  expect((await ask('What is the limit of the KX-70 bearing temperature rise in °F?')).conversions).toBeUndefined();
});
