import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { fillVectors } from '../ingest/vectors/fill-vectors.ts';
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

/** Listens, takes up unfinished uploads and vectors, and warms the embedder. The parts stay the caller's to close.
 *  Errors: unauthorized (another address than loopback, and no key was ever made), bad_request (address in use or not ours). */
export async function startServer(parts: ServerParts, { host, port, ...options }: ServeOptions): Promise<RunningServer> {
  const keyNeeded = !isLoopback(host);
  if (keyNeeded && (await listKeys(parts.store.catalogue.settings)).length === 0) {
    throw new MillwrightError(
      `Not served on ${host}: other machines could reach it, and there is no API key yet. Make one with "millwright keys create NAME", then start again; or serve on 127.0.0.1.`,
      { code: 'unauthorized' },
    );
  }
  const log = options.log ?? pino({ level: 'info' }, pino.destination(2));
  const app = createApp(parts, { ...options, keyNeeded, log });
  const server = createServer(app.express);
  await listen(server, host, port);
  const stop = new AbortController();
  await app.uploads.resume();
  const background = warmAndFill(parts, log, stop.signal);
  return {
    url: urlOf(server, host),
    close: async () => {
      stop.abort();
      server.closeIdleConnections();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const forced = setTimeout(() => server.closeAllConnections(), 3_000);
      await Promise.all([closed, app.close(), background]);
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

/** The first question should not wait for the model to load; vectors that an earlier run left open are completed. */
async function warmAndFill({ store, embedder }: ServerParts, log: Log, signal: AbortSignal): Promise<void> {
  try {
    await embedder.embed(['ready'], 'query', signal);
    const { passages, vectors } = await store.vectors.counts();
    if (vectors < passages) await fillVectors({ store, embedder, signal });
  } catch (error) {
    if (signal.aborted) return;
    log.error(
      { error: error instanceof Error ? error.message : String(error) },
      'vectors are not complete; questions are answered by words alone until they are',
    );
  }
}
