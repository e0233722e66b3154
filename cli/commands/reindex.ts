import path from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { reindexVectors } from '../../ingest/vectors/fill-vectors.ts';
import { IngestProgress } from '../ingest-progress.ts';
import { printJson, say } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

type Options = CommonOptions & { embedder?: string };
/** What `--embedder` calls the model that comes with Millwright. */
const BUILT_IN = 'built-in';

export function addReindex(program: Command): void {
  program
    .command('reindex')
    .description('make all vectors anew, beside those in use, and switch when they are complete')
    .option('--embedder <which>', `"${BUILT_IN}", or the folder of a model; default: the configured embedder`)
    .option('--json', 'events as JSON lines')
    .option('--data <folder>', 'where the knowledge lives')
    .action((options: Options) =>
      withMillwright(
        options,
        async ({ millwright: { store, embedder }, config, signal }) => {
          const progress = new IngestProgress({ stream: process.stderr, quiet: options.json === true });
          const former = store.vectors.embedderId();
          const switched = await reindexVectors({
            store,
            embedder,
            signal,
            onProgress: (event) => {
              if (options.json) void printJson({ type: 'vectors', ...event });
              else progress.show({ type: 'vectors', ...event });
            },
          });
          progress.end();
          if (options.json && switched) await printJson({ type: 'switched', from: former, to: embedder.id, settings: settingsOf(config) });
          if (switched) say(`Searched from now on: vectors of "${embedder.id}". ${adviceOf(config, former !== embedder.id)}`);
          else say(`Stopped. "${former ?? 'none'}" stays in use; run the same command again to go on.`);
          return switched ? 0 : 130;
        },
        { change: (config) => withEmbedder(config, options.embedder) },
      ),
    );
}

/** The configuration with the embedder that is asked for; the rest of its settings count where they are about that one. */
function withEmbedder(config: Config, asked: string | undefined): Config {
  if (asked === undefined) return config;
  if (asked === BUILT_IN) return { ...config, embedder: null };
  // Whole, since the settings that it ends with must hold wherever a command is started.
  const folder = path.resolve(asked);
  const configured = config.embedder?.kind === 'directory' && path.resolve(config.embedder.folder) === folder ? config.embedder : null;
  return { ...config, embedder: { modelFile: null, prefixes: {}, ...configured, kind: 'directory', folder } };
}

/** What must be set, for every command and server, so that questions are embedded by the same. */
function settingsOf({ embedder }: Config): Record<string, string> {
  if (embedder === null) return {};
  if (embedder.kind === 'endpoint') return { MILLWRIGHT_EMBEDDER_URL: embedder.baseUrl, MILLWRIGHT_EMBEDDER_MODEL: embedder.model };
  const { query, passage } = embedder.prefixes;
  return {
    MILLWRIGHT_EMBEDDER_DIRECTORY: embedder.folder,
    ...(embedder.modelFile !== null && { MILLWRIGHT_EMBEDDER_MODEL: embedder.modelFile }),
    ...(query !== undefined && { MILLWRIGHT_EMBEDDER_QUERY_PREFIX: query }),
    ...(passage !== undefined && { MILLWRIGHT_EMBEDDER_PASSAGE_PREFIX: passage }),
  };
}

function adviceOf(config: Config, changed: boolean): string {
  if (!changed) return 'The embedder is the same as before.';
  const settings = Object.entries(settingsOf(config)).map(([name, value]) => `${name}="${value}"`);
  const wanted = settings.length === 0 ? 'no MILLWRIGHT_EMBEDDER_ variable' : settings.join(' ');
  return `Run every command and server with ${wanted} from now on, and start running servers again.`;
}
