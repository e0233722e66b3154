import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { openMillwright } from '../assembly.ts';
import { readConfig } from '../config.ts';
import './shared-folder.ts';

export const SAMPLES = path.resolve(import.meta.dirname, '..', 'samples', 'documents');

/** Ingesting the samples with all vectors takes about 15 s of two cores. */
const DEADLINE_MS = 150_000;

/** A data folder of the caller's own that knows the sample plant, vectors complete. The samples are ingested once a test run,
 *  by whichever file needs them first; everybody gets a copy. */
export async function sampleKnowledge(): Promise<string> {
  const shared = inject('sharedFolder');
  const [original, ready] = [path.join(shared, 'samples'), path.join(shared, 'samples-ready')];
  const first = await mkdir(path.join(shared, 'samples-lock')).then(
    () => true,
    () => false,
  );
  if (first) {
    await ingestSamples(original);
    await writeFile(ready, '');
  }
  for (const started = Date.now(); !existsSync(ready); await wait(100)) {
    if (Date.now() - started > DEADLINE_MS) throw new Error('The samples were not ingested in time: see the test file that began it.');
  }
  const copy = await mkdtemp(path.join(shared, 'copy-'));
  await cp(original, copy, { recursive: true });
  return copy;
}

async function ingestSamples(dataFolder: string): Promise<void> {
  const millwright = await openMillwright({ ...readConfig({}), dataFolder });
  try {
    await millwright.ingestor.ingest({ paths: [SAMPLES], wait: true });
  } finally {
    await millwright.close();
  }
}
