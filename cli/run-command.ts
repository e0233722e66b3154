import { type Millwright, openMillwright } from '../assembly.ts';
import { type Config, readConfig } from '../config.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import { say } from './output.ts';

export type CommonOptions = { data?: string; json?: boolean };

/** What a command works with: the opened knowledge, and a signal that Ctrl-C aborts (twice: ends at once). */
export type CommandContext = { millwright: Millwright; config: Config; signal: AbortSignal };

/** Opens the knowledge, does the work, closes; the result is the exit code (nothing: 0). `change`: what the command's own options
 *  make of the configuration. */
export async function withMillwright(
  options: CommonOptions,
  work: (context: CommandContext) => Promise<number | undefined>,
  { serving = false, change = (config: Config): Config => config } = {},
): Promise<void> {
  await runGuarded(async (signal) => {
    const config = change(configured(options));
    const millwright = await openMillwright(config, { serving });
    try {
      return await work({ millwright, config, signal });
    } finally {
      await millwright.close();
    }
  });
}

export function configured({ data }: CommonOptions): Config {
  const config = readConfig();
  // Resolved, nothing would be the folder one happens to stand in.
  if (data?.trim() === '') throw new MillwrightError('--data names no folder: write one after it.', { code: 'config_invalid' });
  return data === undefined ? config : { ...config, dataFolder: data };
}

/** Errors end as one line on stderr and exit code 1. */
export async function runGuarded(work: (signal: AbortSignal) => Promise<number | undefined>): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => (stop.signal.aborted ? process.exit(130) : stop.abort());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    process.exitCode = (await work(stop.signal)) ?? 0;
  } catch (error) {
    say(`Error: ${messageOf(error)}`);
    process.exitCode = stop.signal.aborted ? 130 : 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

export function messageOf(error: unknown): string {
  if (error instanceof MillwrightError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
