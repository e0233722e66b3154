import { expect, it } from 'vitest';
import { boxesUnder } from '../../knowledge/document/box.ts';
import { parseFile } from '../parse-file.ts';
import { fixture } from '../read/pdf/fixtures/read-fixture.ts';
import { DEFAULT_READ_LIMITS } from '../read/reader.ts';

it('a passage knows where the caption of its table and the mark of its list item stand', async () => {
  const read = async (name: string) => (await parseFile({ path: fixture(name), name, limits: DEFAULT_READ_LIMITS }))[0]!.passages;
  const [table] = (await read('tables.pdf')).filter(({ text }) => /^Table \d/.test(text));
  expect(boxesUnder(table!, 0, 5)).toHaveLength(1);
  const steps = (await read('nested-steps.pdf')).find(({ text }) => text.includes('2. Open the guard.'))!;
  const start = steps.text.indexOf('2. Open');
  const [mark] = boxesUnder(steps, start, start + 2);
  const [whole, ...others] = boxesUnder(steps, start, start + '2. Open the guard.'.length);
  expect(others).toEqual([]);
  expect(mark!.x).toBe(whole!.x);
  expect(mark!.width).toBeLessThan(whole!.width / 4);
});
