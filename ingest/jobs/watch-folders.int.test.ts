import { appendFile, mkdir, mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FolderChange, type WatchOptions, watchFolders } from './watch-folders.ts';

let base: string;
let folder: string;
let stop: AbortController;
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'millwright-watch-'));
  folder = path.join(base, 'plant');
  await mkdir(folder);
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await rm(base, { recursive: true, force: true });
});

const write = (name: string, content = name) => writeFile(path.join(folder, name), content);
const watched = (options: Partial<WatchOptions> = {}) =>
  watchFolders({ folders: [folder], quietMs: 150, pollMs: 100, signal: stop.signal, ...options });

/** Changes one after the other until these files and vanished files were told, each by its name. */
async function until(changes: AsyncGenerator<FolderChange>, names: readonly string[]): Promise<string[]> {
  const told: string[] = [];
  while (!names.every((name) => told.includes(name))) {
    const { value } = await changes.next();
    const { files, gone } = value as FolderChange;
    told.push(...files.map(({ docId }) => docId), ...gone.map((file) => `-${path.basename(file)}`));
  }
  return told.sort();
}

describe('watching a folder', () => {
  it('tells what is there, what is new, changed and gone, each once', async () => {
    await write('a.md');
    await mkdir(path.join(folder, 'pumps'));
    await write('pumps/b.md');
    const changes = watched();
    expect(await until(changes, ['a.md', 'pumps/b.md'])).toEqual(['a.md', 'pumps/b.md']);
    await write('c.md');
    await write('a.md', 'changed');
    await rm(path.join(folder, 'pumps'), { recursive: true });
    expect(await until(changes, ['-b.md', 'a.md', 'c.md'])).toEqual(['-b.md', 'a.md', 'c.md']);
  });

  it('sees a file that is moved over another of the same size and date', async () => {
    await write('a.md', 'one');
    const changes = watched();
    await until(changes, ['a.md']);
    const { atime, mtime } = await stat(path.join(folder, 'a.md'));
    await writeFile(path.join(base, 'other'), 'two');
    await utimes(path.join(base, 'other'), atime, mtime);
    await rename(path.join(base, 'other'), path.join(folder, 'a.md'));
    expect(await until(changes, ['a.md'])).toEqual(['a.md']);
  });

  it('leaves a file alone while it is being written', async () => {
    const changes = watched({ quietMs: 2_000 });
    let whole = false;
    const writing = (async () => {
      for (let part = 0; part < 60; part += 1) {
        await appendFile(path.join(folder, 'long.md'), 'part ');
        await wait(50);
      }
      whole = true;
    })();
    await until(changes, ['long.md']);
    expect(whole).toBe(true);
    await writing;
  });

  it("takes no notice of editors' and downloads' leftovers, nor of what is gone for a moment", async () => {
    await write('a.md');
    const changes = watched({ quietMs: 2_000 });
    await until(changes, ['a.md']);
    for (const name of ['.a.md.swp', '~$a.docx', 'a.md~', '#a.md#', 'b.pdf.crdownload', 'c.part', '.~lock.a.odt#', '4913'])
      await write(name);
    await rename(path.join(folder, 'a.md'), path.join(base, 'a.md'));
    await wait(300);
    await write('a.md', 'saved');
    await write('z.md');
    expect(await until(changes, ['a.md', 'z.md'])).toEqual(['a.md', 'z.md']);
  });

  it('loses nothing when the folder vanishes or comes back empty for a while', async () => {
    await write('a.md');
    await write('b.md');
    const reach: (string | null)[] = [];
    const changes = watched({ onReach: (_folder, problem) => reach.push(problem) });
    await until(changes, ['a.md', 'b.md']);
    const next = until(changes, ['-b.md', 'c.md']);
    await rename(folder, path.join(base, 'away'));
    while (reach.length < 1) await wait(20);
    await mkdir(folder);
    await wait(600);
    await rm(folder, { recursive: true });
    await rename(path.join(base, 'away'), folder);
    while (reach.length < 2) await wait(20);
    await rm(path.join(folder, 'b.md'));
    await write('c.md');
    expect(await next).toEqual(['-b.md', 'c.md']);
    expect(reach).toEqual([expect.stringContaining('plant'), null]);
  });

  it('tells what vanished while nobody watched', async () => {
    await write('a.md');
    const known = ['a.md', 'gone.md'].map((name) => path.join(folder, name));
    expect(await until(watched({ known }), ['a.md', '-gone.md'])).toEqual(['-gone.md', 'a.md']);
  });
});
