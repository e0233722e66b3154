import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodPdf } from './fixtures/broken-files.ts';
import { outcomeOf, Workshop } from './fixtures/workshop.ts';

let workshop: Workshop;
const mounted: string[] = [];
beforeEach(async () => {
  workshop = await Workshop.make();
});
afterEach(async () => {
  for (const folder of mounted.splice(0)) execFileSync('umount', ['--lazy', folder]);
  await workshop.dispose();
});

/** Gives a folder a disk of its own; only the superuser of Linux can. */
function mountSmallDisk(folder: string, bytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'none', folder], { stdio: 'pipe' });
  mounted.push(folder);
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

const longText = (name: string) =>
  `# ${name}\n\n${Array.from({ length: 2_500 }, (_, index) => `Words of ${name}, line ${index}.`).join('\n\n')}\n`;

describe('Ingesting onto a full disk', () => {
  it('says in one line that the store is full, keeps everything, and goes on when there is room', async () => {
    await workshop.write('a-small.md', '# Seals\n\nReplace the seal.\n');
    await workshop.ingest();
    for (const name of ['b', 'c', 'd', 'e', 'f', 'g']) await workshop.write(`${name}.md`, longText(name));
    const store = await workshop.store({ maxBytes: 500_000 });
    const report = await workshop.ingest({ wait: false });
    expect(report.totals.failed).toBeGreaterThan(0);
    for (const { status, error } of report.files.filter(({ error }) => error)) {
      expect(status).toBe('failed');
      expect(error).toMatchObject({ code: 'store_full', message: expect.stringMatching(/^[^\n]*full[^\n]*$/) });
    }
    expect(outcomeOf(report, 'a-small.md').status).toBe('unchanged');
    const indexed = report.files.filter(({ error }) => !error).map(({ file }) => file);
    expect((await store.catalogue.list()).map(({ file }) => file)).toEqual(indexed);
    expect(await store.checkIntegrity()).toBe('ok');
    expect(await workshop.originals()).toHaveLength(indexed.length);

    await workshop.store({ maxBytes: 100_000_000 });
    const again = await workshop.ingest();
    expect(again.totals).toMatchObject({ files: 7, failed: 0, unchanged: indexed.length });
  });

  it.skipIf(!canMount())('leaves nothing half where the originals do not fit (needs the right to mount)', async () => {
    const files = path.join(workshop.data, 'files');
    await mkdir(files);
    mountSmallDisk(files, 200_000);
    await workshop.write('a.md', '# Seals\n\nReplace the seal.\n');
    await workshop.write('b-large.pdf', Buffer.concat([goodPdf('Large'), Buffer.alloc(400_000, '% comment\n')]));
    await workshop.write('c.md', '# Oil\n\nChange the oil.\n');
    const report = await workshop.ingest();
    expect(report.files.map(({ file, error }) => `${file} ${error?.code ?? 'indexed'}`)).toEqual([
      'a.md indexed',
      'b-large.pdf disk_full',
      'c.md indexed',
    ]);
    expect(outcomeOf(report, 'b-large.pdf').error!.message).toMatch(/^"b-large\.pdf" [^\n]*full[^\n]*$/);
    expect(await workshop.originals()).toHaveLength(2);
  });

  it.skipIf(!canMount())(
    'fails each file clearly where the whole data folder is full, and recovers (needs the right to mount)',
    async () => {
      mountSmallDisk(workshop.data, 3_000_000);
      await workshop.write('a.md', '# Seals\n\nReplace the seal.\n');
      await workshop.ingest();
      const ballast = path.join(workshop.data, 'ballast');
      await writeFile(ballast, Buffer.alloc(10_000_000)).catch(() => undefined);
      for (const name of ['b', 'c']) await workshop.write(`${name}.md`, longText(name));
      const report = await workshop.ingest({ wait: false });
      expect(outcomeOf(report, 'a.md').status).toBe('unchanged');
      for (const name of ['b.md', 'c.md'])
        expect(outcomeOf(report, name)).toMatchObject({
          status: 'failed',
          error: { message: expect.stringMatching(/^[^\n]*full[^\n]*$/) },
        });
      const store = await workshop.store();
      expect(await store.checkIntegrity()).toBe('ok');
      await writeFile(ballast, '');
      expect((await workshop.ingest()).totals).toMatchObject({ indexed: 2, unchanged: 1, failed: 0 });
    },
  );
});
