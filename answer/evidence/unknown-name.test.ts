import { expect, it } from 'vitest';
import { namesUnknown } from './unknown-name.ts';

const term = (token: string, known: boolean) => ({ token, ways: [[token]], weight: 1, known });

it.each([
  ['Does the RF300 support PROFINET?', [term('support', true), term('profinet', false)], true],
  ['RF300 的 EMC 滤波器型号是什么？', [term('emc', false), term('型号', true)], true],
  ['What NPSH does the pump need?', [term('npsh', true), term('need', false)], false],
  ['Which paint has the pump?', [term('paint', false), term('pump', true)], false],
  ['WHICH PAINT HAS THE PUMP?', [term('paint', false), term('pump', true)], false],
])('%s', (question, own, expected) => {
  expect(namesUnknown(question, own)).toBe(expected);
});
