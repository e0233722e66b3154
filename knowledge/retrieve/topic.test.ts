import { expect, it } from 'vitest';
import { topicOf, topicsOf } from './topic.ts';

const unit = (...values: number[]) => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const meanOf = (vectors: readonly Float32Array[]) =>
  vectors[0]!.map((_, index) => vectors.reduce((sum, vector) => sum + vector[index]!, 0) / vectors.length);

it('tells the average cosine of two passages, without those of passages with themselves', () => {
  const vectors = Array.from({ length: 400 }, (_, index) => unit(3, Math.sin(index), Math.cos(index * 1.7)));
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  let pairs = 0;
  vectors.forEach((one, index) => {
    for (const other of vectors.slice(index + 1)) pairs += dot(one, other);
  });
  const expected = pairs / ((vectors.length * (vectors.length - 1)) / 2);
  const { passages, question } = topicOf(unit(1, 0, 0), { mean: meanOf(vectors), vectors: vectors.length });
  expect(passages).toBeCloseTo((400 * expected + 20 * 0.85) / 420, 4);
  expect(question).toBeCloseTo(meanOf(vectors)[0]!, 5);
});

it('takes few passages for little evidence', () => {
  expect(topicOf(unit(1, 0), { mean: unit(1, 0), vectors: 1 }).passages).toBeCloseTo(0.85, 5);
});

const topicsWith = (chinese: number) => {
  const centres = {
    all: { mean: unit(1, 1), vectors: 100 },
    en: { mean: unit(1, 0), vectors: 100 - chinese },
    zh: { mean: unit(0, 1), vectors: chinese },
    other: null,
  };
  return topicsOf(unit(0, 1), { centre: async (language) => centres[language ?? 'all'] });
};

it('judges a language that a quarter of the passages or fewer are in by itself', async () => {
  const topics = await topicsWith(20);
  expect([...topics!.minor.keys()]).toEqual(['zh']);
  expect(topics!.minor.get('zh')!.question).toBeCloseTo(1);
  expect(topics!.all.question).toBeCloseTo(Math.SQRT1_2);
  expect(await topicsOf(unit(0, 1), { centre: async () => null })).toBeNull();
});

it('judges a language with more passages by all the others too, and from two fifths on with them alone', async () => {
  const between = (await topicsWith(30))!.minor.get('zh')!.question;
  expect(between).toBeGreaterThan(Math.SQRT1_2);
  expect(between).toBeLessThan(1);
  expect((await topicsWith(45))!.minor.size).toBe(0);
});
