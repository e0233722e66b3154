import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import wabt from 'wabt';
import { DOT_MODULE } from './dot-module.ts';

it('the committed kernel is what its source assembles to', async () => {
  const source = await readFile(path.join(import.meta.dirname, 'dot.wat'), 'utf8');
  const { buffer } = (await wabt()).parseWat('dot.wat', source, { simd: true }).toBinary({});
  expect(Buffer.from(buffer).toString('base64')).toBe(DOT_MODULE);
});
