import path from 'node:path';
import { openMillwright } from '../assembly.ts';
import { readConfig } from '../config.ts';
import { type RunningServer, type ServeOptions, startServer } from '../server/main.ts';
import type { ServerParts } from '../server/parts.ts';

export type TestServer = { url: string; api: string; parts: ServerParts; close(): Promise<void> };

const silent = { info: () => undefined, error: () => undefined };

/** A real server over the data folder, on a free port of this machine. `parts` replaces some of its parts. */
export async function serve(
  dataFolder: string,
  options: Partial<ServeOptions> = {},
  parts: Partial<ServerParts> = {},
): Promise<TestServer> {
  const millwright = await openMillwright({ ...readConfig({}), dataFolder }, { serving: true });
  let server: RunningServer;
  try {
    server = await startServer(
      { ...millwright, ...parts },
      {
        host: '127.0.0.1',
        port: 0,
        version: '0.0.0-test',
        pageFolder: path.resolve(import.meta.dirname, '..', 'web', 'dist'),
        maxUploadBytes: 5_000_000,
        callsPerMinute: 10_000,
        suggestions: [],
        log: silent,
        ...options,
      },
    );
  } catch (error) {
    await millwright.close();
    throw error;
  }
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  return {
    url,
    api: `${url}/api/v1`,
    parts: millwright,
    close: async () => {
      await server.close();
      await millwright.close();
    },
  };
}
