import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { replaceAssets } from '../../ingest/assets/keep-assets.ts';
import { readAssetList } from '../../ingest/assets/read-asset-list.ts';
import { findFiles } from '../../ingest/jobs/find-files.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { IngestProgress } from '../ingest-progress.ts';
import { say } from '../output.ts';
import { type CommandContext, type CommonOptions, withMillwright } from '../run-command.ts';
import { runJob } from '../run-job.ts';
import { PAGE_FOLDER, portNumber, type ServeOptions, serve } from './serve.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const samples = path.join(root, 'samples');

/** What "npm start" runs: builds the page where it is missing, loads the samples into an empty data folder, serves. */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('build the page, load the samples if nothing is known yet, and serve')
    .option('--host <address>', 'where to listen (default 127.0.0.1)')
    .option('--port <n>', 'port (default 7300)', portNumber)
    .option('--data <folder>', 'where the knowledge lives')
    .action((options: ServeOptions & CommonOptions) =>
      withMillwright(
        options,
        async (context) => {
          if (!existsSync(path.join(PAGE_FOLDER, 'index.html'))) await buildPage();
          if ((await context.millwright.store.catalogue.list()).length === 0) await loadSamples(context);
          return serve(context, options, await tryQuestions());
        },
        { serving: true },
      ),
    );
}

async function loadSamples(context: CommandContext): Promise<void> {
  say('Loading the sample plant (words first; their vectors follow while you look around).');
  const folder = path.join(samples, 'documents');
  const { files } = await findFiles([folder]);
  const id = await context.millwright.queue.submitPaths({ kind: 'ingest', title: folder, files, prune: null, wait: false });
  const progress = new IngestProgress({ stream: process.stderr, quiet: false });
  await runJob(context, id, { quiet: false, onEvent: (event) => progress.show(event) });
  progress.end();
  const list = readAssetList(await readFile(path.join(samples, 'assets.csv')), 'assets.csv');
  await replaceAssets(context.millwright.store.catalogue, list);
}

async function buildPage(): Promise<void> {
  say('Building the chat page.');
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve).on('error', () => resolve(null)));
  if (code !== 0)
    throw new MillwrightError('The chat page could not be built. Run "npm ci" again, then "npm run build" to see why.', {
      code: 'internal',
    });
}

async function tryQuestions(): Promise<string[]> {
  return JSON.parse(await readFile(path.join(samples, 'try.json'), 'utf8')) as string[];
}
