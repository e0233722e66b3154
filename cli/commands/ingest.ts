import { type Command, InvalidArgumentError } from 'commander';
import { findFiles } from '../../ingest/jobs/find-files.ts';
import { conflictLines } from '../conflict-lines.ts';
import { IngestProgress } from '../ingest-progress.ts';
import { printJson, say } from '../output.ts';
import { type CommandContext, type CommonOptions, withMillwright } from '../run-command.ts';
import { runJob } from '../run-job.ts';
import { watchAndIngest } from '../watch.ts';

type Options = CommonOptions & { wait: boolean; prune?: boolean; quiet?: boolean; watch?: boolean; poll: number };

export function addIngest(program: Command): void {
  program
    .command('ingest')
    .description('read files, folders or globs into the knowledge')
    .argument('<paths...>', 'files, folders, globs; .jsonl holds prepared passages')
    .option('--no-wait', 'return when the words are searchable; vectors follow with the next ingest or the server')
    .option('--prune', 'remove documents whose file below a given folder is gone')
    .option('--watch', 'go on: read what is new or changed in the folders as soon as it is whole; with --prune also remove what vanishes')
    .option('--poll <seconds>', 'with --watch: how often to look at folders that tell no changes, such as network shares', seconds, 10)
    .option('--quiet', 'no progress')
    .option('--json', 'events and the report as JSON lines')
    .option('--data <folder>', 'where the knowledge lives')
    .action((paths: string[], options: Options) =>
      withMillwright(options, (context) => (options.watch ? watch(context, paths, options) : ingest(context, paths, options))),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 86_400)) throw new InvalidArgumentError('give seconds, from 1 to 86400');
  return value;
}

function watch(context: CommandContext, folders: readonly string[], { prune, wait, quiet, json, poll }: Options): Promise<number> {
  const flags = { prune: prune === true, quiet: quiet === true, json: json === true };
  return watchAndIngest(context, folders, { ...flags, wait, pollSeconds: poll });
}

async function ingest(context: CommandContext, paths: readonly string[], options: Options): Promise<number> {
  const { files, folders } = await findFiles(paths);
  const prune = options.prune === true ? folders : null;
  const { queue } = context.millwright;
  const id = await queue.submitPaths({ kind: 'ingest', title: paths.join(' '), files, prune, wait: options.wait });
  const quiet = options.quiet === true || options.json === true;
  const progress = new IngestProgress({ stream: process.stderr, quiet });
  const { report, job } = await runJob(context, id, {
    quiet,
    onEvent: (event) => (options.json ? void printJson(event) : progress.show(event)),
  });
  progress.end();
  if (options.json) await printJson({ type: 'report', job: id, report, ...(job.conflicts && { conflicts: job.conflicts }) });
  else {
    summarize(report.totals, report.searchableSeconds, report.vectorsSeconds);
    for (const line of conflictLines(job)) say(line);
  }
  if (job.error !== null) say(`Error: ${job.error.message}`);
  if (job.state === 'cancelled') say('Cancelled. What was done is kept; run the same command to go on.');
  else if (report.totals.failed > 0 && !quiet) say(`"millwright jobs retry ${id}" reads again what failed.`);
  if (context.signal.aborted) return 130;
  return report.totals.failed > 0 || job.state !== 'done' ? 1 : 0;
}

function summarize(totals: Record<string, number>, searchable: number, vectors: number | null): void {
  const counted = ['indexed', 'indexed_with_warnings', 'unchanged', 'removed', 'failed']
    .filter((status) => totals[status]! > 0)
    .map((status) => `${totals[status]} ${status.replaceAll('_', ' ')}`);
  say(`${totals.files} ${totals.files === 1 ? 'file' : 'files'}: ${counted.join(', ') || 'nothing to do'}.`);
  if (totals.passages! > 0)
    say(
      `${totals.pages} pages, ${totals.passages} passages, ${totals.records} table rows. Searchable after ${searchable.toFixed(1)} s${vectors === null ? '' : `, vectors complete after ${vectors.toFixed(1)} s`}.`,
    );
}
