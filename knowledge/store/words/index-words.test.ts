import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { madeRevision } from '../fixtures/made-revision.ts';
import { passageWords, recordWords, WORDS_VERSION } from './index-words.ts';

/** Of each version, what the words of the passages below come to. */
const KNOWN: Record<number, string> = { 1: 'e2311c384820ac09' };

it('gives the words of its version: where this fails, raise WORDS_VERSION (and SCHEMA_VERSION), and add what it says', () => {
  const { passages, records } = madeRevision({
    docId: 'a.pdf',
    passages: [
      {
        id: '1',
        path: ['4 Faults', '故障代码'],
        text: "Bearings run hot: E-407, F0012; don't exceed 0.6 MPa (6 bar), 25 N·m at 1,450 rpm.",
      },
      {
        id: '2',
        text: '变频器过热报警 E407，请检查冷却风扇。變頻器參數 P1-03 设为 50Hz。',
        rows: [{ id: 'r', keys: ['p1-03'], cells: { 参数: 'P1-03', Unit: 'Hz' } }],
      },
    ],
  });
  const words = [
    ...passages.map((passage) => passageWords('KP-40 Prozesspumpe, Überholung', passage, records)),
    ...records.map((record) => recordWords('KP-40', passages[1]!, record)),
  ];
  expect(createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16)).toBe(KNOWN[WORDS_VERSION]);
});
