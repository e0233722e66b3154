import { Language } from '../document/passage.ts';
import type { VectorShelf } from '../store/passage-store.ts';
import type { Topic, Topics } from './retriever.ts';

/** Two passages of one document are alike: few passages say little of what all have in common. So many passages' worth of USUAL is mixed in. */
const DOUBT = 20;
/** The average cosine of two passages where nothing is known yet: that of five bodies of documents with the built-in embedder (.83 to .89). */
const USUAL = 0.85;

/** A language with two fifths of the passages is judged with all others, one with a quarter or fewer by itself; between, by both. */
const [WITH_OTHERS, BY_ITSELF] = [0.4, 0.25];

/** Null where there are no vectors. */
export async function topicsOf(vector: Float32Array, vectors: Pick<VectorShelf, 'centre'>): Promise<Topics | null> {
  const centre = await vectors.centre();
  if (centre === null) return null;
  const all = topicOf(vector, centre);
  const minor = new Map<Language, Topic>();
  for (const language of Language.options) {
    const own = await vectors.centre(language);
    const share = own === null ? 1 : own.vectors / centre.vectors;
    const weight = Math.min(1, (WITH_OTHERS - share) / (WITH_OTHERS - BY_ITSELF));
    if (own !== null && weight > 0) minor.set(language, between(all, topicOf(vector, own), weight));
  }
  return { all, minor };
}

function between(one: Topic, other: Topic, weight: number): Topic {
  const mixed = (name: keyof Topic) => (1 - weight) * one[name] + weight * other[name];
  return { question: mixed('question'), passages: mixed('passages') };
}

/** `vector`: the question's. The average cosine of unit vectors with each other follows from their mean: n * n * |mean|^2 counts every pair
 *  twice and each with itself. */
export function topicOf(vector: Float32Array, { mean, vectors }: NonNullable<Awaited<ReturnType<VectorShelf['centre']>>>): Topic {
  const pairs = vectors < 2 ? USUAL : (vectors * dot(mean, mean) - 1) / (vectors - 1);
  return { question: dot(vector, mean), passages: (vectors * pairs + DOUBT * USUAL) / (vectors + DOUBT) };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}
