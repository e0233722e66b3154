import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { ChatModel } from '../../answer/compose/model/chat-model.ts';
import { type Millwright, openMillwright } from '../../assembly.ts';
import type { Config } from '../../config.ts';
import { isLoopback } from '../../server/authorize.ts';
import { listKeys } from '../../server/keys.ts';
import { attempt, type Check } from '../doctor/check.ts';
import { checkClock, checkDisk, checkNode, checkPage } from '../doctor/check-machine.ts';
import { checkQdrant } from '../doctor/check-qdrant.ts';
import { print, printJson } from '../output.ts';
import { type CommonOptions, configured, runGuarded } from '../run-command.ts';
import { PAGE_FOLDER } from './serve.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check this installation and its knowledge, and say what to do')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives')
    .action((options: CommonOptions) =>
      runGuarded(async () => {
        const config = configured(options);
        const checks = [checkNode(), ...(await checkFolder(config)), checkPage(PAGE_FOLDER)];
        if (options.json) await printJson({ ok: checks.every(({ ok }) => ok), checks });
        else for (const { name, ok, detail } of checks) await print(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${detail}`);
        return checks.every(({ ok }) => ok) ? 0 : 1;
      }),
    );
}

/** The folder, the servers that are configured, and the knowledge in them: each says what is wrong in its own words; the later ones need
 *  the earlier. */
async function checkFolder(config: Config): Promise<Check[]> {
  const folder = path.resolve(config.dataFolder);
  await mkdir(folder, { recursive: true }).catch(() => undefined);
  const checks = [await checkDisk(folder), ...(await checkQdrant(config.store))];
  let opened: Millwright | null = null;
  checks.push(
    await attempt('store', async () => {
      opened = await openMillwright(config);
      const integrity = await opened.store.checkIntegrity();
      if (integrity === 'ok') return { detail: opened.store.place };
      return { ok: false, detail: `damaged: ${integrity}. Restore it from a backup, or ingest the documents again` };
    }),
  );
  if (opened === null) return checks;
  const millwright: Millwright = opened;
  if (checks.at(-1)!.ok) checks.push(...(await checkKnowledge(millwright, config)));
  await millwright.close();
  return checks;
}

async function checkKnowledge({ store, embedder, reranker, models }: Millwright, config: Config): Promise<Check[]> {
  const documents = await store.catalogue.list();
  const checks = [
    checkClock(
      documents
        .map(({ ingestedAt }) => ingestedAt)
        .sort()
        .at(-1) ?? null,
    ),
    await attempt('keys', () => checkKeys(store, config)),
    await attempt('embedder', async () => {
      await embedder.embed(['works'], 'query');
      const kept = store.vectors.embedderId();
      if (kept === null || kept === embedder.id) return { detail: embedder.id };
      return { ok: false, detail: `the store holds vectors of "${kept}", configured is "${embedder.id}": run "millwright reindex"` };
    }),
  ];
  if (reranker !== null) {
    checks.push(
      await attempt('reranker', async () => {
        const started = performance.now();
        await reranker.rerank('Does it work?', ['It works.', 'It does not.']);
        return { detail: `${reranker.id}, two texts in ${Math.round(performance.now() - started)} ms` };
      }),
    );
  }
  checks.push(
    await attempt('documents', async () => {
      const { passages, vectors } = await store.vectors.counts();
      const missing = `vectors ${vectors} of ${passages}: they follow with the next ingest or while the server runs`;
      return { detail: `${documents.length} documents, ${passages} passages, ${vectors >= passages ? 'vectors complete' : missing}` };
    }),
  );
  for (const model of models) checks.push(await attempt('model', () => checkModel(model)));
  return checks;
}

/** As the server asks for them, at the address that is configured. */
async function checkKeys({ catalogue }: Millwright['store'], { host, apiKey }: Config): Promise<{ ok?: boolean; detail: string }> {
  const kept = (await listKeys(catalogue.settings)).length;
  const said = `${kept} kept${apiKey === null ? '' : ', one configured'}`;
  if (isLoopback(host)) return { detail: `${said}; none is needed on ${host}` };
  if (kept > 0 || apiKey !== null) return { detail: `${said}, needed on ${host}` };
  return {
    ok: false,
    detail: `none, and other machines can reach ${host}: run "millwright keys create NAME", or set MILLWRIGHT_API_KEY_FILE`,
  };
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
