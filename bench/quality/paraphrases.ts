import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import { ROOT, record, rounded } from '../record.ts';

/** Does the same question in other words find the same place? Sixty questions with five paraphrases each (paraphrases.jsonl): forty
 *  about the samples, twenty about LinuxCNC's manual (Debian's linuxcnc-doc-en). A paraphrase counts where its first passage is that of
 *  the question. Beside it: the words alone (BM25), the vectors alone.
 *  Run: node bench/quality/paraphrases.ts [--show] [--data FOLDER]
 *  FOLDER: data where LinuxCNC_Documentation.pdf stands with complete vectors; without it the manual is ingested, which takes minutes. */
const MANUAL = '/usr/share/doc/linuxcnc/LinuxCNC_Documentation.pdf';
const Line = z.strictObject({
  id: z.string(),
  set: z.enum(['samples', 'linuxcnc']),
  question: z.string(),
  paraphrases: z.array(z.string()).length(5),
});
type Question = z.infer<typeof Line>;
type Way = (text: string) => Promise<string | null>;

const { values: options } = parseArgs({ options: { show: { type: 'boolean' }, data: { type: 'string' } } });
const questions = readFileSync(path.join(import.meta.dirname, 'paraphrases.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Line.parse(JSON.parse(line)));

const same: Record<string, { all: number; same: number }> = {};
await measure('samples', [path.join(ROOT, 'samples', 'documents')]);
await measure('linuxcnc', options.data === undefined ? [MANUAL] : [], options.data);
const shares = Object.fromEntries(Object.entries(same).map(([name, { all, same: kept }]) => [name, rounded(kept / all, 3)]));
record('paraphrases', 'node bench/quality/paraphrases.ts', { questions: questions.length, paraphrasesEach: 5, sameFirstPassage: shares });

async function measure(set: Question['set'], documents: readonly string[], given?: string): Promise<void> {
  if (documents.some((file) => !existsSync(file))) {
    process.stderr.write(`${documents} is not installed: the set "${set}" is left out.\n`);
    return;
  }
  const data = given ?? mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
  const millwright = await openMillwright({ ...readConfig({}), dataFolder: data });
  try {
    if (documents.length > 0) await millwright.ingestor.ingest({ paths: documents, wait: true, prune: false });
    const { store, embedder, retriever } = millwright;
    const first = (found: readonly { key: { documentId: string; passageId: string } }[]) =>
      found[0] ? JSON.stringify(found[0].key) : null;
    const ways: Record<string, Way> = {
      millwright: async (text) => (await retriever.retrieve({ text, limit: 1 })).hits[0]?.passage.id ?? null,
      bm25: async (text) => {
        const terms = tokenize(text).map((token) => ({ token, weight: 1 }));
        return first(await store.search({ terms, keys: [], limit: 1 }));
      },
      dense: async (text) => {
        const [vector] = await embedder.embed([text], 'query');
        return first(
          (await store.search({ terms: [], keys: [], vector: vector!, limit: 5 })).toSorted((a, b) => (b.dense ?? 0) - (a.dense ?? 0)),
        );
      },
    };
    for (const question of questions.filter((each) => each.set === set))
      for (const [name, way] of Object.entries(ways)) await count(name, question, way);
  } finally {
    await millwright.close();
    if (given === undefined) rmSync(data, { recursive: true, force: true });
  }
}

async function count(name: string, { set, question, paraphrases }: Question, way: Way): Promise<void> {
  const wanted = await way(question);
  for (const paraphrase of paraphrases) {
    const isSame = (await way(paraphrase)) === wanted;
    if (!isSame && name === 'millwright' && options.show) process.stderr.write(`${question}\n   ${paraphrase}\n`);
    for (const key of [name, `${name} ${set}`]) {
      const before = same[key] ?? { all: 0, same: 0 };
      same[key] = { all: before.all + 1, same: before.same + Number(isSame) };
    }
  }
}
