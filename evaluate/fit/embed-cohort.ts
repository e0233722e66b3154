import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OnnxEmbedder } from '../../knowledge/embed/onnx/onnx-embedder.ts';
import { type CohortFile, CohortLanguage, packed } from '../../knowledge/retrieve/cohort/cohort-file.ts';

/** Writes knowledge/retrieve/cohort/vectors.json of questions.json, with the embedder that is built in.
 *  Run: node evaluate/fit/embed-cohort.ts; then fit the confidence anew (fit-confidence.ts). */
const FOLDER = path.resolve(import.meta.dirname, '..', '..', 'knowledge', 'retrieve', 'cohort');
const Questions = z.array(z.record(CohortLanguage, z.string()));

const questions = Questions.parse(JSON.parse(await readFile(path.join(FOLDER, 'questions.json'), 'utf8')));
const embedder = await OnnxEmbedder.open();
const vectors = {} as CohortFile['vectors'];
for (const language of CohortLanguage.options) {
  const embedded = await embedder.embed(
    questions.map((question) => question[language]),
    'query',
  );
  vectors[language] = Buffer.concat(embedded.map((vector) => Buffer.from(packed(vector).buffer))).toString('base64');
}
const written: CohortFile = { embedder: embedder.id.replace(/-q\d+@.*$/, ''), dimensions: embedder.dimensions, vectors };
await embedder.close();
await writeFile(path.join(FOLDER, 'vectors.json'), `${JSON.stringify(written, null, 2)}\n`);
