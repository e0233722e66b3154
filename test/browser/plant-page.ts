import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { serve, type TestServer } from '../serve.ts';
import { openBrowser } from './open-browser.ts';

export type PlantPage = { server: TestServer; browser: Browser; close(): Promise<void> };

/** A server that knows the documents which `write` puts into the folder that it is given, and a browser to look at its page. */
export async function openPlantPage(write: (folder: string) => Promise<string[]>): Promise<PlantPage> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-page-'));
  const [server, browser] = await Promise.all([serve(path.join(folder, 'data')), openBrowser()]);
  await server.parts.ingestor.ingest({ paths: await write(folder), wait: true });
  return {
    ...{ server, browser },
    close: async () => {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
