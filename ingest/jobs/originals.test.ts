import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, Originals } from './originals.ts';

let folder: string;
let source: string;
let originals: Originals;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-originals-'));
  source = path.join(folder, 'a.pdf');
  await writeFile(source, 'the first content');
  originals = new Originals(path.join(folder, 'files'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kept = async () => {
  const entries = await readdir(path.join(folder, 'files'), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

describe('Originals', () => {
  it('keeps a file by its content, once, and drops it', async () => {
    const { fingerprint, bytes } = await fingerprintOf(source, 'a.pdf');
    expect({ fingerprint, bytes }).toEqual({ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: 17 });
    expect(await originals.has(fingerprint)).toBe(false);
    const target = await originals.keep(source, fingerprint, 'a.pdf');
    expect(await readFile(target, 'utf8')).toBe('the first content');
    await rm(source);
    expect(await originals.keep(source, fingerprint, 'a.pdf')).toBe(target);
    expect(await kept()).toEqual([fingerprint]);
    await originals.drop(fingerprint);
    await originals.drop(fingerprint);
    expect(await kept()).toEqual([]);
  });

  it('keeps nothing under the name of another content: a file that changed meanwhile is refused', async () => {
    const { fingerprint } = await fingerprintOf(source, 'a.pdf');
    await writeFile(source, 'another content');
    await expect(originals.keep(source, fingerprint, 'a.pdf')).rejects.toMatchObject({
      code: 'file_unreadable',
      retryable: true,
      message: expect.stringContaining('"a.pdf" changed'),
    });
    expect(await kept()).toEqual([]);
  });

  it('says that a file is gone, or is none', async () => {
    const gone = path.join(folder, 'gone.pdf');
    await expect(fingerprintOf(gone, 'gone.pdf')).rejects.toMatchObject({ code: 'file_missing' });
    await expect(originals.keep(gone, 'f'.repeat(64), 'gone.pdf')).rejects.toMatchObject({ code: 'file_missing' });
    await expect(fingerprintOf(folder, 'folder')).rejects.toMatchObject({ code: 'file_unreadable' });
    expect(await kept()).toEqual([]);
  });
});
