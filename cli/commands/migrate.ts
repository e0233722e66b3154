import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { readConfig } from '../../config.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { type MoveProgress, type MoveReport, moveStore } from '../../knowledge/store/move/move-store.ts';
import { type OpenedStore, openStore, type StoreChoice } from '../../knowledge/store/open-store.ts';
import { printJson, say } from '../output.ts';
import { type CommonOptions, configured, runGuarded } from '../run-command.ts';

type Options = CommonOptions & { to: StoreChoice['kind']; url?: string; resume?: boolean };
/** A line of progress at most this often. */
const LOG_MS = 2_000;

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('carry everything into the other store, and prove that it is all there; nothing is removed at the source')
    .addOption(new Option('--to <store>', 'where to').choices(['qdrant', 'sqlite']).makeOptionMandatory())
    .option('--url <addresses>', 'the Qdrant, or all nodes of its cluster, parted by commas (default: MILLWRIGHT_QDRANT_URL)')
    .option('--resume', 'go on where an earlier move ended, or bring an earlier one up to date')
    .option('--json', 'progress as JSON lines, then the report')
    .option('--data <folder>', 'where the knowledge lives')
    .action((options: Options) => runGuarded((signal) => migrate(options, signal)));
}

async function migrate(options: Options, signal: AbortSignal): Promise<number> {
  const { store: qdrant } = readConfig(undefined, options.url === undefined ? {} : { MILLWRIGHT_QDRANT_URL: options.url });
  if (qdrant.kind !== 'qdrant')
    throw new MillwrightError('No Qdrant is named: give --url, or set MILLWRIGHT_QDRANT_URL.', { code: 'config_invalid' });
  const choices: Record<StoreChoice['kind'], StoreChoice> = { sqlite: { kind: 'sqlite' }, qdrant };
  const folder = path.resolve(configured(options).dataFolder);
  await mkdir(folder, { recursive: true });
  const opened: OpenedStore[] = [];
  try {
    const from = await openStore(choices[options.to === 'qdrant' ? 'sqlite' : 'qdrant'], {
      folder,
      dimensions: () => null,
      readingOut: true,
    });
    opened.push(from);
    const dimensions = () => from.contents.embedder()?.dimensions ?? null;
    const to = await openStore(choices[options.to], { folder, dimensions, expected: true });
    opened.push(to);
    const report = await moveStore({ from, to, resume: options.resume === true, signal, onProgress: told(options) });
    if (report === null) {
      say('Stopped. Run the same command with --resume to go on.');
      return 130;
    }
    await tell(report, from, to, options);
    return 0;
  } finally {
    for (const store of opened) await store.close();
  }
}

function told({ json }: Options): (progress: MoveProgress) => void {
  let last = 0;
  return (progress) => {
    if (json) void printJson({ type: 'progress', ...progress });
    else if (progress.done === progress.total || performance.now() - last > LOG_MS) {
      last = performance.now();
      say(`${WORDS[progress.step]} ${progress.done} of ${progress.total}`);
    }
  };
}

const WORDS: Record<MoveProgress['step'], string> = { documents: 'moved', checking: 'checked', questions: 'sample questions' };

async function tell(report: MoveReport, from: OpenedStore, to: OpenedStore, { json, to: kind }: Options): Promise<void> {
  if (json) {
    await printJson({ type: 'report', from: from.place, to: to.place, ...report });
    return;
  }
  const { documents, passages, records, vectors, overlap, checksum } = report;
  say(`Moved from ${from.place} to ${to.place}: ${documents} documents, ${passages} passages, ${records} rows, ${vectors} vectors.`);
  say(
    `Checked: lists and contents are the same (${checksum.slice(0, 12)}), sample questions find ${Math.round(overlap * 1000) / 10} % of the same.`,
  );
  const setting = kind === 'qdrant' ? 'with MILLWRIGHT_QDRANT_URL set to it' : 'without MILLWRIGHT_QDRANT_URL';
  say(`The source is as it was. Run every command and server ${setting} from now on.`);
}
