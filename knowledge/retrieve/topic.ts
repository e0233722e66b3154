import { Language } from '../document/passage.ts';
import type { VectorShelf } from '../store/passage-store.ts';
import type { Topic, Topics } from './retriever.ts';

/** Two passages of one document are alike: few passages say little of what all have in common. So many passages' worth of USUAL is mixed in. */
const DOUBT = 20;
/** The average cosine of two passages where nothing is known yet: that of five bodies of documents with the built-in embedder (.83 to .89). */
const USUAL = 0.85;

/** Null where there are no vectors. */
export async function topicsOf(vector: Float32Array, vectors: Pick<VectorShelf, 'centre'>): Promise<Topics | null> {
  const centre = await vectors.centre();
  if (centre === null) return null;
  const minor = new Map<Language, Topic>();
  for (const language of Language.options) {
    const own = await vectors.centre(language);
    if (own !== null && own.vectors < centre.vectors / 2) minor.set(language, topicOf(vector, own));
  }
  return { all: topicOf(vector, centre), minor };
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
