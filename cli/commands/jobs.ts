import type { Command } from 'commander';
import { hasEnded, Job, type JobFile, type JobSummary } from '../../knowledge/document/job.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { conflictLines } from '../conflict-lines.ts';
import { IngestProgress } from '../ingest-progress.ts';
import { print, printJson, say } from '../output.ts';
import { type CommandContext, type CommonOptions, withMillwright } from '../run-command.ts';
import { runJob } from '../run-job.ts';

const SHOWN = 20;
/** So much of an id tells it from others and can be typed. */
const SHORTEST_ID = 4;

/** The queue for people: list, show, cancel, retry, forget. */
export function addJobs(program: Command): void {
  const jobs = program
    .command('jobs')
    .description('what is being ingested, and what was')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  jobs.action((options: CommonOptions) => withMillwright(options, (context) => list(context, options)));
  const add = (name: string, description: string, work: (context: CommandContext, id: string, options: CommonOptions) => Promise<number>) =>
    jobs
      .command(name)
      .description(description)
      .argument('<id>', 'as the list shows it, or its first letters')
      .action((given: string, _options, command: Command) => {
        const options = command.optsWithGlobals<CommonOptions>();
        return withMillwright(options, async (context) => work(context, await findJob(context, given), options));
      });
  add('show', 'one job, file by file', show);
  add('cancel', 'stop a job at the next safe point; what is stored stays', cancel);
  add('retry', 'read again what failed or was cancelled', retry);
  add('remove', 'forget an ended job; its documents stay', remove);
}

async function list({ millwright: { queue } }: CommandContext, { json }: CommonOptions): Promise<number> {
  const found = await queue.list(SHOWN);
  if (json) for (const job of found) await printJson(Job.omit({ files: true }).parse(job));
  else if (found.length === 0) say('There are no jobs. "millwright ingest PATH" makes one.');
  else for (const job of found) await print(listed(job));
  const holder = await queue.holder();
  if (!json && holder !== null) say(`Process ${holder.pid} on ${holder.host} works the queue.`);
  return 0;
}

async function show({ millwright: { queue } }: CommandContext, id: string, { json }: CommonOptions): Promise<number> {
  const job = Job.parse(await queue.job(id));
  if (json) {
    await printJson(job);
    return 0;
  }
  await print(listed(job));
  for (const file of job.files) await print(fileLine(file));
  for (const line of conflictLines(job)) await print(`    ${line}`);
  if (job.error !== null) await print(`    ${job.error.message}`);
  return 0;
}

async function cancel({ millwright: { queue } }: CommandContext, id: string): Promise<number> {
  await queue.cancel(id);
  const { job } = await queue.view(id);
  say(hasEnded(job) ? `cancelled ${id}` : `${id} stops at the next safe point`);
  return 0;
}

async function retry(context: CommandContext, id: string, { json }: CommonOptions): Promise<number> {
  await context.millwright.queue.retry(id);
  const progress = new IngestProgress({ stream: process.stderr, quiet: json === true });
  const { report, job } = await runJob(context, id, {
    quiet: json === true,
    onEvent: (event) => (json ? void printJson(event) : progress.show(event)),
  });
  progress.end();
  if (json) await printJson({ type: 'report', job: id, report });
  else await print(listed(job));
  return job.state === 'done' && report.totals.failed === 0 ? 0 : 1;
}

async function remove({ millwright: { queue } }: CommandContext, id: string): Promise<number> {
  await queue.remove(id);
  say(`forgot ${id}`);
  return 0;
}

async function findJob({ millwright: { queue } }: CommandContext, given: string): Promise<string> {
  if (given.length < SHORTEST_ID) throw unknown(given);
  const found = (await queue.list(Number.POSITIVE_INFINITY)).filter(({ id }) => id.startsWith(given));
  if (found.length === 1) return found[0]!.id;
  throw found.length === 0
    ? unknown(given)
    : new MillwrightError(`${found.length} jobs begin with "${given}": write more of the id.`, { code: 'bad_request' });
}

function unknown(given: string): MillwrightError {
  return new MillwrightError(`There is no job "${given}". "millwright jobs" lists them.`, { code: 'not_found' });
}

function listed({ id, kind, title, state, cancelling, createdAt, counts, pages, vectors }: JobSummary): string {
  const files = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const facts = [
    cancelling ? `${state}, stopping` : state,
    kind,
    createdAt.slice(0, 16).replace('T', ' '),
    `${files} ${files === 1 ? 'file' : 'files'}`,
    ...Object.entries(counts).map(([status, count]) => `${count} ${status.replaceAll('_', ' ')}`),
    pages > 0 ? `${pages} pages` : null,
    state === 'searchable' ? `vectors ${vectors.done} of ${vectors.total}` : null,
  ];
  return `${id}  ${title}\n    ${facts.filter((fact) => fact !== null).join(' · ')}`;
}

function fileLine({ file, status, pagesDone, pagesTotal, error, warnings, attempts }: JobFile): string {
  const pages = status === 'reading' && pagesTotal !== null ? ` (page ${pagesDone} of ${pagesTotal})` : '';
  const again = attempts > 1 ? `, begun ${attempts} times` : '';
  const lines = [`    ${status.replaceAll('_', ' ')}${pages}${again}  ${file}`, ...warnings.map(({ message }) => `        ! ${message}`)];
  return error === null ? lines.join('\n') : [...lines, `        ${error.code}: ${error.message}`].join('\n');
}
