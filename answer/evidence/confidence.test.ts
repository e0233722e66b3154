import { expect, it } from 'vitest';
import { confidenceOf } from './confidence.ts';
import { FEATURE_NAMES, type Features } from './features.ts';

const features = Object.fromEntries(FEATURE_NAMES.map((name) => [name, 1])) as Features;
const judged = (question: string, isNamed: boolean) =>
  confidenceOf({ features, crossLanguage: false, cosinesKnown: true, keyed: true, headed: true, measured: true, question, isNamed })
    .confidence;

it('is lower where a name is in no document, and less so where a long question may name it by the way', () => {
  const short = 'What does the XQ-9 need?';
  const long = `We had the cover off this morning and cleaned everything as the manual says, the XQ-9 beside it was running: ${short}`;
  expect(judged(long, true)).toBe(judged(short, true));
  expect(judged(short, false)).toBeLessThan(judged(long, false));
  expect(judged(long, false)).toBeLessThan(judged(long, true));
  expect(judged('泵盖拆下来清洗过了，旁边那台 XQ-9 一直在运行，请问这台泵的轴承要加多少油？', false)).toBe(judged(long, false));
});
