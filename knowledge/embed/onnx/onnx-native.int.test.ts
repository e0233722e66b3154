import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CohortLanguage } from '../../retrieve/cohort/cohort-file.ts';
import { cohortVectors } from '../../retrieve/cohort/cohort-vectors.ts';
import COHORT from '../../retrieve/cohort/questions.json' with { type: 'json' };
import { cosine, embedderContract } from '../embedder.contract.ts';
import { OnnxEmbedder } from './onnx-embedder.ts';

const MODEL = path.resolve(import.meta.dirname, '..', 'model');

embedderContract('OnnxEmbedder on its native runtime', () => OnnxEmbedder.open({ runtime: 'native' }));

describe('OnnxEmbedder', () => {
  let embedder: OnnxEmbedder;
  beforeAll(async () => {
    embedder = await OnnxEmbedder.open();
  });
  afterAll(() => embedder.close());

  it('runs natively where it can, and names itself without loading', async () => {
    expect(embedder.runtime).toBe('native');
    expect(await OnnxEmbedder.identity()).toEqual({ id: embedder.id, dimensions: embedder.dimensions });
  });

  it('is the embedder that the cohort of common questions was embedded with', async () => {
    for (const language of CohortLanguage.options) {
      const asked = (COHORT as Record<CohortLanguage, string>[]).map((question) => question[language]);
      const embedded = await embedder.embed(asked, 'query');
      const kept = cohortVectors(embedder.id, language)!;
      expect(kept).toHaveLength(asked.length);
      for (const [index, vector] of embedded.entries()) expect(cosine(vector, kept[index]!)).toBeGreaterThan(0.999);
    }
  });

  it('puts a question nearest to the passage that answers it, across languages', async () => {
    const passages = [
      'Tighten the casing bolts to 45 N·m.',
      'Store the pump in a dry room at 5 to 40 °C.',
      'The controller shows the number of starts.',
      '每运行 4000 小时更换润滑油。',
    ];
    const vectors = await embedder.embed(passages, 'passage');
    const nearest = async (question: string) => {
      const [query] = await embedder.embed([question], 'query');
      const scores = vectors.map((vector) => cosine(query!, vector));
      return scores.indexOf(Math.max(...scores));
    };
    expect(await nearest('What torque for the bolts of the casing?')).toBe(0);
    expect(await nearest('At which temperature may it be stored?')).toBe(1);
    expect(await nearest('How often is the oil changed?')).toBe(3);
  });

  it('reads a text that was cut inside a character like one that was cut before it', async () => {
    const text = 'Tighten the casing bolts to 45 N·m';
    const [whole, cut, inside] = await embedder.embed([text, `${text}\ud83d`, `Tighten the casing\ud83d bolts to 45 N·m`], 'passage');
    expect(cosine(whole!, cut!)).toBeGreaterThan(0.95);
    expect(cosine(whole!, inside!)).toBeGreaterThan(0.95);
  });

  it('refuses a model folder that is missing, empty or changed, and says which file', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-model-'));
    const unavailable = (part: string) => ({ code: 'embedder_unavailable', message: expect.stringContaining(part) });
    try {
      await expect(OnnxEmbedder.open({ modelFolder: path.join(folder, 'nowhere') })).rejects.toMatchObject(unavailable('nowhere'));
      await expect(OnnxEmbedder.identity(folder)).rejects.toMatchObject(unavailable('checksums.json'));
      for (const name of ['checksums.json', 'e5-small-zh-en-tokenizer.json']) await cp(path.join(MODEL, name), path.join(folder, name));
      await writeFile(path.join(folder, 'e5-small-zh-en-q4.onnx'), 'not a model');
      await expect(OnnxEmbedder.open({ modelFolder: folder })).rejects.toMatchObject(unavailable('e5-small-zh-en-q4.onnx'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
