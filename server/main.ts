import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { MillwrightError } from '../knowledge/errors.ts';
import { createApp } from './app.ts';
import { isLoopback } from './authorize.ts';
import { listKeys } from './keys.ts';
import type { Log, ServerOptions, ServerParts } from './parts.ts';

export type ServeOptions = Omit<ServerOptions, 'keyNeeded' | 'log'> & { host: string; port: number; log?: Log };

export type RunningServer = {
  /** Where the page and the doors are, without a slash at the end. */
  url: string;
  close(): Promise<void>;
};

/** Listens, works the queue of jobs (what was left unfinished first), and warms the embedder. The parts stay the caller's to close.
 *  Errors: unauthorized (another address than loopback, and there is no key), bad_request (address in use or not ours). */
export async function startServer(parts: ServerParts, { host, port, ...options }: ServeOptions): Promise<RunningServer> {
  const keyNeeded = !isLoopback(host);
  if (keyNeeded && !options.apiKey && (await listKeys(parts.store.catalogue.settings)).length === 0) {
    throw new MillwrightError(
      `Not served on ${host}: other machines could reach it, and there is no API key yet. Make one with "millwright keys create NAME", or set MILLWRIGHT_API_KEY_FILE, then start again; or serve on 127.0.0.1.`,
      { code: 'unauthorized' },
    );
  }
  const log = options.log ?? pino({ level: 'info' }, pino.destination(2));
  const app = createApp(parts, { ...options, keyNeeded, log });
  const server = createServer(app.express);
  await listen(server, host, port);
  const stop = new AbortController();
  const background = Promise.all([warm(parts, log, stop.signal), workJobs(parts, app.receiving, log, stop.signal)]);
  return {
    url: urlOf(server, host),
    close: async () => {
      stop.abort();
      server.closeIdleConnections();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const forced = setTimeout(() => server.closeAllConnections(), 3_000);
      app.close();
      await Promise.all([closed, background]);
      clearTimeout(forced);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'another program uses that port: choose another with --port'
          : `the address cannot be used (${error.code})`;
      reject(new MillwrightError(`Cannot listen on ${host}:${port}: ${why}.`, { code: 'bad_request', cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The first question should not wait for the model to load. */
async function warm({ embedder }: ServerParts, log: Log, signal: AbortSignal): Promise<void> {
  try {
    await embedder.embed(['ready'], 'query', signal);
  } catch (error) {
    if (!signal.aborted) log.error(wordsOf(error), 'the embedder is not available; questions are answered by words alone until it is');
  }
}

/** After an error of the store itself (busy, full), the queue is looked at again so much later. */
const AGAIN_MS = 5_000;

async function workJobs(parts: ServerParts, receiving: ReadonlySet<string>, log: Log, signal: AbortSignal): Promise<void> {
  const onError = (error: unknown) => log.error(wordsOf(error), 'a job failed');
  const worker = parts.worker(onError);
  await worker.sweepUploads(receiving);
  while (!signal.aborted) {
    try {
      await worker.work({ signal });
    } catch (error) {
      onError(error);
      await wait(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

function wordsOf(error: unknown): { error: string; stack?: string | undefined } {
  return error instanceof MillwrightError || !(error instanceof Error)
    ? { error: error instanceof Error ? error.message : String(error) }
    : { error: error.message, stack: error.stack };
}
