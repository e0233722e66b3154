import { CohortFile, type CohortLanguage } from './cohort-file.ts';
import vectorsFile from './vectors.json' with { type: 'json' };

const FILE = CohortFile.parse(vectorsFile);

/** Unit vectors of the cohort's questions in one language; null where they are not this embedder's. */
export function cohortVectors(embedderId: string, language: CohortLanguage): Float32Array[] | null {
  if (!embedderId.startsWith(FILE.embedder)) return null;
  const bytes = Buffer.from(FILE.vectors[language], 'base64');
  const all = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = all.length / FILE.dimensions;
  return Array.from({ length: count }, (_, index) => unit(all.subarray(index * FILE.dimensions, (index + 1) * FILE.dimensions)));
}

function unit(values: Int8Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(values, (value) => value / length);
}
