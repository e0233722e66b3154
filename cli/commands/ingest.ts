import type { Command } from 'commander';
import { IngestProgress } from '../ingest-progress.ts';
import { printJson, say } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

type Options = CommonOptions & { wait: boolean; prune?: boolean; quiet?: boolean };

export function addIngest(program: Command): void {
  program
    .command('ingest')
    .description('read files, folders or globs into the knowledge')
    .argument('<paths...>', 'files, folders, globs; .jsonl holds prepared passages')
    .option('--no-wait', 'return when the words are searchable; vectors follow with the next ingest or the server')
    .option('--prune', 'remove documents whose file below a given folder is gone')
    .option('--quiet', 'no progress')
    .option('--json', 'events and the report as JSON lines')
    .option('--data <folder>', 'where the knowledge lives')
    .action((paths: string[], options: Options) =>
      withMillwright(options, async ({ millwright, signal }) => {
        const progress = new IngestProgress({ stream: process.stderr, quiet: options.quiet === true || options.json === true });
        const report = await millwright.ingestor.ingest({ paths, wait: options.wait, prune: options.prune === true, signal }, (event) => {
          if (options.json) void printJson(event);
          else progress.show(event);
        });
        progress.end();
        if (options.json) await printJson({ type: 'report', report });
        else summarize(report.totals, report.searchableSeconds, report.vectorsSeconds);
        if (signal.aborted) say('Cancelled. What was done is kept; run the same command to go on.');
        if (signal.aborted) return 130;
        return report.totals.failed > 0 ? 1 : 0;
      }),
    );
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
