import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cosine, embedderContract } from '../embedder.contract.ts';
import { OnnxEmbedder } from '../onnx/onnx-embedder.ts';
import { ChildEmbedder } from './child-embedder.ts';

async function open(): Promise<ChildEmbedder> {
  return new ChildEmbedder({ ...(await OnnxEmbedder.identity()), threads: 2 });
}

embedderContract('ChildEmbedder', open, { longCharacters: 4_000 });

/** Ids of this process's children that embed (Linux). */
async function children(): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const [status, command] = await Promise.all([
        readFile(`/proc/${id}/status`, 'utf8').catch(() => ''),
        readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
      ]);
      return status.includes(`PPid:\t${process.pid}\n`) && command.includes('embed-child.ts') ? [Number(id)] : [];
    }),
  );
  return found.flat();
}

describe('ChildEmbedder', () => {
  const opened: ChildEmbedder[] = [];
  afterAll(() => Promise.all(opened.map((embedder) => embedder.close())));
  const another = async () => {
    const embedder = await open();
    opened.push(embedder);
    return embedder;
  };

  it('gives the vectors of the model as it is in this process', async () => {
    const [near, far] = [await OnnxEmbedder.open(), await another()];
    const texts = ['Coupling bolts: 25 N·m', '变频器过热'];
    const [here, there] = [await near.embed(texts, 'passage'), await far.embed(texts, 'passage')];
    await near.close();
    for (const [index, vector] of here.entries()) expect(cosine(vector, there[index]!)).toBeGreaterThan(0.999);
  });

  it('writes nothing into the folder of temporary files: the runtime reports to nobody', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-quiet-'));
    const before = process.env.TMPDIR;
    process.env.TMPDIR = folder;
    try {
      await (await another()).embed(['Coupling bolts: 25 N·m'], 'passage');
      expect(await readdir(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('leaves this process free while it works', async () => {
    const embedder = await another();
    await embedder.embed(['ready'], 'passage');
    const work = embedder.embed(
      Array.from({ length: 48 }, (_, index) => `Part ${index}: ${'tighten the bolts crosswise '.repeat(20)}`),
      'passage',
    );
    let ended = false;
    void work.then(() => {
      ended = true;
    });
    let turns = 0;
    while (!ended) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      turns += 1;
    }
    expect(await work).toHaveLength(48);
    expect(turns).toBeGreaterThan(20);
  });

  it.runIf(process.platform === 'linux')('says so when its process dies, and starts another', async () => {
    const before = new Set(await children());
    const embedder = await another();
    const work = embedder.embed(Array(64).fill('tighten the bolts '.repeat(100)), 'passage');
    const mine = (await children()).filter((id) => !before.has(id));
    expect(mine).toHaveLength(1);
    process.kill(mine[0]!, 'SIGKILL');
    await expect(work).rejects.toMatchObject({ code: 'embedder_unavailable', retryable: true });
    expect(await embedder.embed(['again'], 'passage')).toHaveLength(1);
  });

  it('takes its process with it', async () => {
    const embedder = await another();
    await embedder.embed(['one'], 'passage');
    const work = embedder.embed(Array(64).fill('two '.repeat(200)), 'passage');
    await embedder.close();
    await expect(work).rejects.toMatchObject({ code: 'embedder_unavailable' });
  });
});
