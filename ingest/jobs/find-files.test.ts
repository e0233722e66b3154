import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from './find-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-find-'));
  for (const name of ['b.pdf', 'a.md', 'sub/c.pdf', 'sub/deeper/手册.pdf', '.hidden/d.pdf', '~$open.docx', 'x.tmp', 'Thumbs.db']) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), name);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const names = async (...paths: string[]) => (await findFiles(paths.map((each) => path.join(folder, each)))).files.map(({ docId }) => docId);

describe('findFiles', () => {
  it('walks folders whole, in order, and leaves out what programs left behind', async () => {
    expect(await names('.')).toEqual(['a.md', 'b.pdf', 'sub/c.pdf', 'sub/deeper/手册.pdf']);
    expect((await findFiles([folder])).folders).toEqual([folder]);
    expect((await findFiles([folder])).files[1]).toEqual({ path: path.join(folder, 'b.pdf'), docId: 'b.pdf', bytes: 5 });
  });

  it('calls a file of its own by its base name, and a file of a folder by its path in it', async () => {
    expect(await names('sub/c.pdf')).toEqual(['c.pdf']);
    expect(await names('sub')).toEqual(['c.pdf', 'deeper/手册.pdf']);
    expect((await findFiles([path.join(folder, 'sub/c.pdf')])).folders).toEqual([]);
  });

  it('takes patterns, and names that only look like one', async () => {
    expect(await names('*.pdf')).toEqual(['b.pdf']);
    expect(await names('**/*.pdf')).toEqual(expect.arrayContaining(['b.pdf', 'c.pdf', '手册.pdf']));
    await writeFile(path.join(folder, 'pump [A].pdf'), 'x');
    expect(await names('pump [A].pdf')).toEqual(['pump [A].pdf']);
  });

  it('takes each file once, however often it is named', async () => {
    expect(await names('a.md', 'a.md', '*.md')).toEqual(['a.md']);
  });

  it('writes names in one form, whatever the system wrote', async () => {
    await writeFile(path.join(folder, 'U\u0308bersicht.md'), 'x');
    expect(await names('U\u0308bersicht.md')).toEqual(['\u00dcbersicht.md']);
  });

  it('follows links to files; one that leads nowhere is a file that is missing', async () => {
    await symlink(path.join(folder, 'a.md'), path.join(folder, 'sub', 'link.md'));
    await symlink(path.join(folder, 'nowhere'), path.join(folder, 'sub', 'lost.md'));
    await symlink(folder, path.join(folder, 'sub', 'round'));
    expect(await names('sub')).toEqual(['c.pdf', 'deeper/手册.pdf', 'link.md', 'lost.md']);
  });

  it('refuses what is not there', async () => {
    await expect(names('a.md', 'nowhere.pdf')).rejects.toMatchObject({
      code: 'file_missing',
      message: expect.stringContaining('nowhere.pdf'),
    });
    await expect(names('*.docx')).rejects.toMatchObject({ code: 'file_missing' });
  });
});
