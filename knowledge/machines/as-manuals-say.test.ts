import { expect, it } from 'vitest';
import type { UnderstoodMachine } from '../document/asset.ts';
import { asManualsSay } from './as-manuals-say.ts';

const machine = (said: string, by: UnderstoodMachine['by'], ...equipment: string[]): UnderstoodMachine => ({
  said,
  by,
  equipment,
  asset: null,
});

it.each([
  ['How much oil does P 202 take?', machine('p 202', 'tag', 'KP-60'), 'How much oil does KP-60 take?'],
  ['大泵加多少油？', machine('大泵', 'alias', 'KP-60'), 'KP-60加多少油?'],
  ['Oil of the KP60?', machine('kp60', 'model', 'KP-60'), 'Oil of the KP60?'],
  ['Oil of the pumps?', machine('pumps', 'name', 'KP-40', 'KP-60'), 'Oil of the pumps?'],
])('%s', (question, understood, expected) => {
  expect(asManualsSay(question, [understood])).toBe(expected);
});
