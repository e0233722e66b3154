import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../embed/embedder.ts';
import { letterVector } from '../embed/fixtures/letters-embedder.ts';
import { madeRevision } from '../store/fixtures/made-revision.ts';
import { SqlitePassageStore } from '../store/sqlite/sqlite-passage-store.ts';
import { Glossary } from '../text/glossary/glossary.ts';
import { HybridRetriever } from './hybrid-retriever.ts';

/** Letters alone tell nothing across languages: what a text means is what it shares letters with. */
class NotingEmbedder implements Embedder {
  readonly id = 'letters@1';
  readonly dimensions = 32;
  readonly maxTextsPerCall = 16;
  readonly embedded: string[] = [];

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.embedded.push(...texts);
    return texts.map(letterVector);
  }

  async close(): Promise<void> {}
}

const GLOSSARY = new Glossary([
  { english: ['seal'], chinese: ['密封'] },
  { english: ['replace'], chinese: ['更换'] },
  { english: ['foreman'], chinese: ['工长', '班长'] },
]);
const CHINESE = madeRevision({
  docId: 'zh.md',
  language: 'zh',
  passages: [
    { id: 'about', text: '密封处漏水时，按照第三章的说明通知班长，由供应商派人到现场处理，并把结果写进记录本，再由主管签字。更换' },
    { id: 'steps', text: '更换密封，更换密封，更换密封，更换密封，更换密封，更换密封，更换密封，更换密封。' },
  ],
});
const ENGLISH = madeRevision({ docId: 'en.md', passages: [{ id: 'other', text: 'The paint of the frame is blue and needs no care.' }] });

let folder: string;
let store: SqlitePassageStore;
const embedder = new NotingEmbedder();
const retrieve = async (text: string) => {
  embedder.embedded.length = 0;
  const { hits } = await new HybridRetriever({ store, embedder, glossary: { current: async () => GLOSSARY } }).retrieve({ text, limit: 3 });
  return hits;
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-across-'));
  store = await SqlitePassageStore.open({ path: path.join(folder, 'millwright.db') });
  for (const revision of [CHINESE, ENGLISH]) {
    await store.commit(revision);
    for (const { id, text } of revision.passages) {
      const entry = { key: { documentId: revision.documentId, passageId: id }, vector: letterVector(text) };
      await store.vectors.put(embedder.id, embedder.dimensions, [entry]);
    }
  }
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('passages of the other language', () => {
  it('are compared with the translated question', async () => {
    const [first] = await retrieve('How do I replace the seal?');
    expect(embedder.embedded).toEqual([expect.stringContaining('replace the seal'), '更换 密封']);
    expect(first!.passage.id).toBe('steps');
  });

  it('keep the cosine of the question as it was asked', async () => {
    const question = 'How do I replace the seal?';
    const steps = (await retrieve(question)).find(({ passage }) => passage.id === 'steps')!;
    const asked = letterVector(embedder.embedded[0]!);
    const vector = letterVector(CHINESE.passages[1]!.text);
    expect(steps.features.cosine).toBeCloseTo(
      vector.reduce((sum, value, index) => sum + value * asked[index]!, 0),
      4,
    );
  });

  it('are compared by the name that their documents use, and by names that both languages share', async () => {
    await retrieve('When must the foreman of the PLC42 be told?');
    expect(embedder.embedded[1]).toBe('班长 PLC42');
  });

  it('are compared with the question itself where none of its words is known', async () => {
    await retrieve('Where is the paint?');
    expect(embedder.embedded).toHaveLength(1);
  });
});
