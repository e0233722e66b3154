import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseFile } from '../parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../read/reader.ts';

const SHEET = `Quantity,Unit,Lower limit,Target,Note
Product temperature,°C,2,6,see 4.2
Line pressure,bar,1.5,2–3,–
Number of valves,,,24,
`;

it('values take the unit of their row’s column of units, others none', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-units-'));
  try {
    const file = path.join(folder, 'limits.csv');
    await writeFile(file, SHEET);
    const [document] = await parseFile({ path: file, name: 'limits.csv', limits: DEFAULT_READ_LIMITS });
    const { passages, records } = document!;
    const said = passages.flatMap(({ text, quantities }) =>
      quantities.map(({ start, end, value, valueMax, unit, dimension }) => [text.slice(start, end), value, valueMax, unit, dimension]),
    );
    expect(said).toEqual([
      ['2', 2, 2, '°C', 'temperature'],
      ['6', 6, 6, '°C', 'temperature'],
      ['1.5', 1.5, 1.5, 'bar', 'pressure'],
      ['2–3', 2, 3, 'bar', 'pressure'],
    ]);
    expect(records.map(({ fields }) => fields.map(({ unit }) => unit))).toEqual([
      [null, null, '°C', '°C', null],
      [null, null, 'bar', 'bar', null],
      [null, null, null, null, null],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
