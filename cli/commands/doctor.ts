import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { ChatModel } from '../../answer/compose/model/chat-model.ts';
import { openMillwright } from '../../assembly.ts';
import { print, printJson } from '../output.ts';
import { type CommonOptions, configured, messageOf, runGuarded } from '../run-command.ts';
import { PAGE_FOLDER } from './serve.ts';

type Check = { name: string; ok: boolean; detail: string };

/** Below this, the next large manual may not fit. */
const LEAST_FREE_BYTES = 1_000_000_000;
const NODE_MAJOR = 24;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check this installation and its knowledge, and say what to do')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives')
    .action((options: CommonOptions) =>
      runGuarded(async () => {
        const checks: Check[] = [];
        for (const check of [checkNode, checkKnowledge, checkPage]) checks.push(...(await check(options)));
        if (options.json) await printJson({ ok: checks.every(({ ok }) => ok), checks });
        else for (const { name, ok, detail } of checks) await print(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${detail}`);
        return checks.every(({ ok }) => ok) ? 0 : 1;
      }),
    );
}

async function checkNode(): Promise<Check[]> {
  const ok = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;
  return [
    { name: 'node', ok, detail: ok ? process.versions.node : `${process.versions.node}: run "npm ci", which brings Node ${NODE_MAJOR}` },
  ];
}

async function checkPage(): Promise<Check[]> {
  const ok = existsSync(path.join(PAGE_FOLDER, 'index.html'));
  return [{ name: 'page', ok, detail: ok ? 'built' : 'not built: run "npm run build"' }];
}

/** Folder, disk, store, embedder, reranker, vectors: each says what is wrong in its own words; the later ones need the earlier. */
async function checkKnowledge(options: CommonOptions): Promise<Check[]> {
  const checks: Check[] = [];
  const attempt = async (name: string, work: () => Promise<{ ok?: boolean; detail: string }>): Promise<boolean> => {
    const { ok = true, detail } = await work().catch((error: unknown) => ({ ok: false, detail: messageOf(error) }));
    checks.push({ name, ok, detail });
    return ok;
  };
  let opened: Awaited<ReturnType<typeof openMillwright>> | null = null;
  const usable = await attempt('store', async () => {
    opened = await openMillwright(configured(options));
    const integrity = await opened.store.checkIntegrity();
    return {
      ok: integrity === 'ok',
      detail: integrity === 'ok' ? opened.store.place : `damaged: ${integrity}. Restore it from a backup, or ingest the documents again`,
    };
  });
  if (!usable || opened === null) return checks;
  const { store, embedder, reranker, models, dataFolder, close } = opened as Awaited<ReturnType<typeof openMillwright>>;
  await attempt('disk', async () => {
    const { bavail, bsize } = await statfs(dataFolder);
    const free = bavail * bsize;
    return {
      ok: free > LEAST_FREE_BYTES,
      detail: `${(free / 1e9).toFixed(1)} GB free${free > LEAST_FREE_BYTES ? '' : ': free some space'}`,
    };
  });
  await attempt('embedder', async () => {
    await embedder.embed(['works'], 'query');
    const kept = store.vectors.embedderId();
    const fits = kept === null || kept === embedder.id;
    return {
      ok: fits,
      detail: fits ? embedder.id : `the store holds vectors of "${kept}", configured is "${embedder.id}": run "millwright reindex"`,
    };
  });
  if (reranker !== null) {
    await attempt('reranker', async () => {
      const started = performance.now();
      await reranker.rerank('Does it work?', ['It works.', 'It does not.']);
      return { detail: `${reranker.id}, two texts in ${Math.round(performance.now() - started)} ms` };
    });
  }
  await attempt('documents', async () => {
    const { passages, vectors } = await store.vectors.counts();
    const documents = (await store.catalogue.list()).length;
    return {
      detail: `${documents} documents, ${passages} passages, ${vectors >= passages ? 'vectors complete' : `vectors ${vectors} of ${passages}: they follow with the next ingest or while the server runs`}`,
    };
  });
  for (const model of models) await attempt('model', () => checkModel(model));
  await close();
  return checks;
}

/** One short answer in the form that answers have. */
async function checkModel(model: ChatModel): Promise<{ ok: boolean; detail: string }> {
  const schema = { type: 'object', properties: { works: { type: 'boolean' } }, required: ['works'], additionalProperties: false };
  let text = '';
  const request = { system: 'Reply with JSON only.', user: 'Reply {"works": true}', schema: { name: 'works', schema }, maxTokens: 200 };
  for await (const event of model.answer(request)) if (event.type === 'text') text += event.text;
  const ok = text.includes('"works"');
  return { ok, detail: ok ? model.name : `${model.name} answers, but not with the JSON that it was asked for: choose another model` };
}
