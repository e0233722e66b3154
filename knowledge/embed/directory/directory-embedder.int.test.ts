import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChildEmbedder } from '../child/child-embedder.ts';
import { cosine, embedderContract } from '../embedder.contract.ts';
import { openEmbedder } from '../open-embedder.ts';
import { DirectoryEmbedder, type DirectoryOptions } from './directory-embedder.ts';
import { FolderTokenizer } from './folder-tokenizer.ts';

const TINY = path.join(import.meta.dirname, 'fixtures', 'tiny-encoder');
type Pooled = 'cls' | 'mean' | 'lasttoken' | 'meanWithoutPrompt';
type Case = { text: string; kind: 'query' | 'passage'; ids: number[] } & Record<Pooled, number[]>;
/** What two other libraries make of the same texts (fixtures/build.py). */
const expected = JSON.parse(await readFile(path.join(import.meta.dirname, 'fixtures', 'expected.json'), 'utf8')) as Case[];

embedderContract('DirectoryEmbedder', () => DirectoryEmbedder.open({ folder: TINY, threads: 1 }), { longCharacters: 2_000 });
embedderContract(
  'ChildEmbedder of a folder',
  async () => {
    const { id, dimensions } = await opened({ folder: TINY });
    return new ChildEmbedder({ id, dimensions, threads: 1, directory: { folder: TINY } });
  },
  { longCharacters: 2_000 },
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-directory-'));
});
const embedders: DirectoryEmbedder[] = [];
afterAll(async () => {
  for (const embedder of embedders) await embedder.close();
  await rm(folder, { recursive: true, force: true });
});

async function opened(options: DirectoryOptions): Promise<DirectoryEmbedder> {
  const embedder = await DirectoryEmbedder.open({ threads: 1, ...options });
  embedders.push(embedder);
  return embedder;
}

/** A copy of the tiny encoder with some files changed; null takes one away. */
async function changed(name: string, files: Record<string, object | string | null>): Promise<string> {
  const copy = path.join(folder, name);
  await cp(TINY, copy, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(copy, file);
    if (content === null) await rm(target, { recursive: true });
    else await writeFile(target, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return copy;
}
const pooling = (mode: string, more = {}) => ({ '1_Pooling/config.json': { [`pooling_mode_${mode}`]: true, ...more } });

async function expectVectors(embedder: DirectoryEmbedder, pooled: Pooled): Promise<void> {
  for (const { text, kind, [pooled]: vector } of expected) {
    const [found] = await embedder.embed([text], kind);
    expect(cosine(found!, Float32Array.from(vector)), `${kind} ${text}`).toBeGreaterThan(0.9999);
  }
}

describe('DirectoryEmbedder', () => {
  it('cuts texts into the pieces that the model knows', async () => {
    const tokenizer = await FolderTokenizer.open(TINY, null);
    for (const { text, kind, ids } of expected)
      expect([...tokenizer.leading, ...tokenizer.encode(`${kind}: ${text}`), ...tokenizer.trailing]).toEqual(ids);
  });

  it('gives the vectors that the model gives elsewhere, with the pooling and the prefixes of its folder', async () => {
    await expectVectors(await opened({ folder: TINY }), 'mean');
    await expectVectors(await opened({ folder: await changed('cls', pooling('cls_token')) }), 'cls');
    await expectVectors(await opened({ folder: await changed('last', pooling('lasttoken')) }), 'lasttoken');
    const bare = await changed('bare', pooling('mean_tokens', { include_prompt: false }));
    await expectVectors(await opened({ folder: bare }), 'meanWithoutPrompt');
  });

  it('takes other prefixes where it is told to', async () => {
    const [own, swapped, none] = [
      await opened({ folder: TINY }),
      await opened({ folder: TINY, prefixes: { query: 'passage: ' } }),
      await opened({ folder: TINY, prefixes: { query: '', passage: '' } }),
    ];
    const vector = async (embedder: DirectoryEmbedder, text: string, kind: 'query' | 'passage') => (await embedder.embed([text], kind))[0]!;
    expect(cosine(await vector(swapped, 'oil', 'query'), await vector(own, 'oil', 'passage'))).toBeGreaterThan(0.9999);
    expect(cosine(await vector(none, 'query: oil', 'query'), await vector(own, 'oil', 'query'))).toBeGreaterThan(0.9999);
    expect(new Set([own.id, swapped.id, none.id]).size).toBe(3);
  });

  it('is named by model, tokenizer and settings, wherever the folder lies', async () => {
    const { id, dimensions } = await opened({ folder: TINY });
    expect(dimensions).toBe(24);
    expect(id).toMatch(/^bert-24@[\da-f]{12}$/);
    expect((await opened({ folder: await changed('elsewhere', {}) })).id).toBe(id);
    const ids = [
      await opened({ folder: await changed('shorter', { 'sentence_bert_config.json': { max_seq_length: 32 } }) }),
      await opened({ folder: await changed('other-pooling', pooling('cls_token')) }),
    ].map((embedder) => embedder.id);
    expect(new Set([id, ...ids]).size).toBe(3);
  });

  it('takes the one model that there is, or the one that is named', async () => {
    const model = await readFile(path.join(TINY, 'onnx', 'model.onnx'));
    const several = await changed('several', { 'onnx/model.onnx': null });
    for (const name of ['a.onnx', 'b.onnx']) await writeFile(path.join(several, 'onnx', name), model);
    const message = expect.stringMatching(/onnx\/a\.onnx, onnx\/b\.onnx.*MILLWRIGHT_EMBEDDER_MODEL/);
    await expect(DirectoryEmbedder.open({ folder: several })).rejects.toMatchObject({ code: 'embedder_unavailable', message });
    expect((await opened({ folder: several, modelFile: 'onnx/a.onnx' })).dimensions).toBe(24);
    await rm(path.join(several, 'onnx', 'b.onnx'));
    expect((await opened({ folder: several })).dimensions).toBe(24);
  });
});

describe('A folder that cannot be used', () => {
  const refused = async (name: string, files: Record<string, object | string | null>, ...says: string[]) => {
    const error = await DirectoryEmbedder.open({ folder: await changed(name, files) }).then(
      () => null,
      (reason: unknown) => reason as Error,
    );
    expect(error).toMatchObject({ code: expect.stringMatching(/^embedder_/) });
    for (const part of says) expect(error!.message).toContain(part);
  };

  it('is told by the file that is missing', async () => {
    const nowhere = path.join(folder, 'nowhere');
    await expect(DirectoryEmbedder.open({ folder: nowhere })).rejects.toMatchObject({ message: expect.stringContaining(nowhere) });
    await refused('no-model', { onnx: null }, 'no ONNX model', 'MILLWRIGHT_EMBEDDER_DIRECTORY');
    await refused('no-tokenizer', { 'tokenizer.json': null }, 'tokenizer.json', 'missing');
    await refused('no-pooling', { '1_Pooling': null }, '1_Pooling/config.json', 'mean');
  });

  it('is told by what is wrong in a file', async () => {
    await refused('broken-json', { 'modules.json': '[{' }, 'modules.json');
    await refused('broken-tokenizer', { 'tokenizer.json': { model: { type: 'Magic' } } }, 'tokenizer.json');
    await refused('broken-model', { 'onnx/model.onnx': 'no model' }, 'model.onnx', 'could not be started');
    await refused('max-pooling', pooling('max_tokens'), 'pooling "max"', 'cls, mean, lasttoken');
    await refused('two-poolings', pooling('max_tokens', { pooling_mode_cls_token: true }), '"max" and "cls"');
    const dense = [{ path: '2_Dense', type: 'sentence_transformers.models.Dense' }];
    await refused('dense', { 'modules.json': dense }, 'Dense', 'sentence_embedding');
  });

  it('is told by inputs that we do not have, and by other dimensions than it says', async () => {
    const model = await readFile(path.join(TINY, 'onnx', 'model.onnx'), 'latin1');
    const odd = await changed('odd-input', {});
    // Names of the same length leave the file whole.
    await writeFile(path.join(odd, 'onnx', 'model.onnx'), model.replaceAll('token_type_ids', 'task_of_a_text'), 'latin1');
    const message = expect.stringMatching(/"task_of_a_text" \(int64\).*It has input_ids/);
    await expect(DirectoryEmbedder.open({ folder: odd })).rejects.toMatchObject({ code: 'embedder_unavailable', message });
    await refused('wide', pooling('mean_tokens', { word_embedding_dimension: 384 }), '24 dimensions', '384');
  });
});

describe('openEmbedder of a folder', () => {
  const settings = () => {
    const kept = new Map<string, string>();
    return {
      get: async (key: string) => kept.get(key) ?? null,
      set: async (key: string, value: string | null) => void kept.set(key, value!),
    };
  };

  it('knows it while it is away, says so when a text comes, and sees a change', async () => {
    const copy = await changed('moving', {});
    const place = { threads: 1, serving: false, settings: settings() };
    const choice = { kind: 'directory' as const, folder: copy, modelFile: null, prefixes: {} };
    const first = await openEmbedder(choice, place);
    expect(await first.embed(['oil'], 'query')).toHaveLength(1);
    await first.close();
    await rm(copy, { recursive: true });
    const away = await openEmbedder(choice, place);
    expect(away.id).toBe(first.id);
    await expect(away.embed(['oil'], 'query')).rejects.toMatchObject({
      code: 'embedder_unavailable',
      message: expect.stringContaining(copy),
    });
    await away.close();
    await changed('moving', pooling('cls_token'));
    const other = await openEmbedder(choice, place);
    expect(other.id).not.toBe(first.id);
    await other.close();
  });
});
