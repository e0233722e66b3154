import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import wabt from 'wabt';
import { SCAN_MODULE } from './scan-module.ts';

it('the committed kernel is what its source assembles to', async () => {
  const source = await readFile(path.join(import.meta.dirname, 'scan.wat'), 'utf8');
  const { buffer } = (await wabt()).parseWat('scan.wat', source, { simd: true }).toBinary({});
  expect(Buffer.from(buffer).toString('base64')).toBe(SCAN_MODULE);
});
