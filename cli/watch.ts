import { stat } from 'node:fs/promises';
import path from 'node:path';
import { watchFolders } from '../ingest/jobs/watch-folders.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import { conflictLines } from './conflict-lines.ts';
import { IngestProgress } from './ingest-progress.ts';
import { printJson, say } from './output.ts';
import type { CommandContext } from './run-command.ts';
import { runJob } from './run-job.ts';

/** A file that nobody wrote for so long is whole. */
const QUIET_MS = 2_000;

export type WatchCommand = { prune: boolean; wait: boolean; quiet: boolean; json: boolean; pollSeconds: number };

/** Keeps the knowledge like the folders until Ctrl-C: each batch of changes is a job. Errors: bad_request (no folder). */
export async function watchAndIngest(context: CommandContext, given: readonly string[], options: WatchCommand): Promise<number> {
  const { millwright, signal } = context;
  const folders = given.map((folder) => path.resolve(folder));
  for (const folder of folders) if (!(await isFolder(folder))) throw noFolder(folder);
  const known = (await millwright.store.catalogue.list()).map(({ source }) => source).filter((source) => below(source, folders));
  const talk = !options.quiet && !options.json;
  if (talk) say(`Watching ${folders.join(', ')}  (Ctrl-C ends it)`);
  const changes = watchFolders({
    folders,
    known,
    quietMs: QUIET_MS,
    pollMs: options.pollSeconds * 1_000,
    signal,
    onReach: (folder, problem) =>
      say(
        problem === null ? `"${folder}" is there again.` : `"${folder}" cannot be looked at now: ${problem} What is known of it is kept.`,
      ),
  });
  for await (const { files, gone } of changes) {
    const removed = options.prune ? gone : [];
    if (files.length + removed.length > 0) await ingestChange(context, { files, removed }, folders, options);
  }
  return 0;
}

type Change = { files: Parameters<CommandContext['millwright']['queue']['submitPaths']>[0]['files']; removed: string[] };

async function ingestChange(context: CommandContext, { files, removed }: Change, folders: readonly string[], options: WatchCommand) {
  const { queue } = context.millwright;
  const title = files.length === 1 ? files[0]!.docId : folders.join(' ');
  const id = await queue.submitPaths({ kind: 'watch', title, files, prune: null, gone: removed, wait: options.wait });
  const progress = new IngestProgress({ stream: process.stderr, quiet: options.quiet || options.json });
  const { report, job } = await runJob(context, id, {
    quiet: options.quiet || options.json,
    onEvent: (event) => (options.json ? void printJson(event) : progress.show(event)),
  });
  progress.end();
  if (options.json) await printJson({ type: 'report', job: id, report, ...(job.conflicts && { conflicts: job.conflicts }) });
  if (job.error !== null) say(`Error: ${job.error.message}`);
  if (options.quiet || options.json) return;
  for (const { file, status } of report.files) if (status.startsWith('indexed')) say(`read       ${file}`);
  for (const line of conflictLines(job)) say(line);
}

async function isFolder(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch(() => null);
  return facts?.isDirectory() ?? false;
}

function below(source: string, folders: readonly string[]): boolean {
  return folders.some((folder) => source.startsWith(folder + path.sep));
}

function noFolder(folder: string): MillwrightError {
  return new MillwrightError(`"${folder}" is no folder that can be watched now. Check the path, or mount it first.`, {
    code: 'bad_request',
  });
}
