import type { Command } from 'commander';
import { reindexVectors } from '../../ingest/vectors/fill-vectors.ts';
import { IngestProgress } from '../ingest-progress.ts';
import { printJson } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

export function addReindex(program: Command): void {
  program
    .command('reindex')
    .description('make all vectors anew with the configured embedder; words stay searchable meanwhile')
    .option('--json', 'events as JSON lines')
    .option('--data <folder>', 'where the knowledge lives')
    .action((options: CommonOptions) =>
      withMillwright(options, async ({ millwright: { store, embedder }, signal }) => {
        const progress = new IngestProgress({ stream: process.stderr, quiet: options.json === true });
        await reindexVectors({
          store,
          embedder,
          signal,
          onProgress: (event) => {
            if (options.json) void printJson({ type: 'vectors', ...event });
            else progress.show({ type: 'vectors', ...event });
          },
        });
        progress.end();
        return signal.aborted ? 130 : 0;
      }),
    );
}
