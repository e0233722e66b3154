import { once } from 'node:events';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { startServer } from '../../server/main.ts';
import { say } from '../output.ts';
import { type CommandContext, type CommonOptions, withMillwright } from '../run-command.ts';
import { version } from '../version.ts';

export type ServeOptions = CommonOptions & { host?: string; port?: number };

export const PAGE_FOLDER = path.resolve(import.meta.dirname, '..', '..', 'web', 'dist');
const CALLS_PER_MINUTE = 600;

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the chat page and REST')
    .option('--host <address>', 'where to listen; other addresses than this machine need a key (default 127.0.0.1)')
    .option('--port <n>', 'port (default 7300)', portNumber)
    .option('--data <folder>', 'where the knowledge lives')
    .action((options: ServeOptions) => withMillwright(options, (context) => serve(context, options, []), { serving: true }));
}

export function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError('give a port from 0 (any free one) to 65535');
  return value;
}

/** Serves until Ctrl-C or SIGTERM; then ends what is under way within a few seconds. */
export async function serve(
  { millwright, config, signal }: CommandContext,
  { host, port }: ServeOptions,
  suggestions: readonly string[],
): Promise<number> {
  const server = await startServer(millwright, {
    host: host ?? config.host,
    port: port ?? config.port,
    apiKey: config.apiKey,
    version,
    pageFolder: PAGE_FOLDER,
    maxUploadBytes: config.maxUploadBytes,
    callsPerMinute: CALLS_PER_MINUTE,
    suggestions,
  });
  say(`Millwright serves ${server.url}  (Ctrl-C ends it)`);
  if (suggestions.length > 0) say(['Questions to try:', ...suggestions.map((question) => `  - ${question}`)].join('\n'));
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
  return 0;
}
