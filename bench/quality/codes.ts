import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { fillVectors } from '../../ingest/vectors/fill-vectors.ts';
import { baseGlossary, loadBaseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { numberGenerator } from '../number-generator.ts';
import { quantile, record, rounded } from '../record.ts';
import { corpusFiles, takeIn } from './corpus.ts';
import { type RecordQuestion, recordQuestions, rewordingBy } from './record-questions.ts';

/** Whether the right row of the right table comes first: asked for by its code in several writings, by other words for what it
 *  says, and in the other language. The questions are made from the rows of real documents.
 *  Run: node bench/quality/codes.ts [--data FOLDER] [--show] [FILE|FOLDER...]   (--data: kept, so that vectors are made once) */
const { values, positionals } = parseArgs({
  options: { data: { type: 'string' }, show: { type: 'boolean' } },
  allowPositionals: true,
});
const WAYS = ['key', 'key_other_language', 'words', 'words_other_language'] as const;
const HITS = 5;

const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-codes-'));
const millwright = await openMillwright({ ...readConfig(), dataFolder: values.data ?? work });
try {
  const { store, embedder, retriever } = millwright;
  const { files, missing } = corpusFiles(positionals, work);
  const revisions = await takeIn(files, store);
  await fillVectors({ store, embedder });
  const documents = await store.catalogue.list();
  const rewording = rewordingBy(loadBaseGlossary(), baseGlossary(), numberGenerator(7));
  const questions = recordQuestions(revisions, documents, rewording);
  const times: number[] = [];
  const ranks = new Map<RecordQuestion, number>();
  for (const question of questions) {
    const started = performance.now();
    const { hits, timings } = await retriever.retrieve({ text: question.text, limit: HITS });
    times.push(performance.now() - started - (timings.embed ?? 0));
    const first = hits.findIndex(
      ({ records: [row], passage }) => row !== undefined && question.gold.has(`${passage.document.id} ${row.id}`),
    );
    ranks.set(question, first);
    if (values.show && first !== 0) console.error(`${first}\t${question.way}\t${question.file}\t${question.text}`);
  }
  const shareOf = (way: string, best: number) => {
    const asked = questions.filter((question) => question.way === way);
    const right = asked.filter((question) => ranks.get(question)! >= 0 && ranks.get(question)! < best);
    return { questions: asked.length, share: rounded(right.length / asked.length, 3) };
  };
  record('codes', 'node bench/quality/codes.ts MANUALS', {
    documents: revisions.length,
    missing,
    passages: revisions.reduce((sum, { passages }) => sum + passages.length, 0),
    rows: revisions.reduce((sum, { records }) => sum + records.length, 0),
    first: Object.fromEntries(WAYS.map((way) => [way, shareOf(way, 1)])),
    amongFirstFive: Object.fromEntries(WAYS.map((way) => [way, shareOf(way, HITS).share])),
    msWithoutEmbedding: { p50: rounded(quantile(times, 0.5)), p95: rounded(quantile(times, 0.95)) },
  });
} finally {
  await millwright.close();
  rmSync(work, { recursive: true, force: true });
}
