import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMillwright } from '../assembly.ts';
import { readConfig } from '../config.ts';
import { sampleKnowledge } from '../test/sample-knowledge.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { MillwrightRetriever } from './millwright-retriever.ts';

const QUESTION = 'What torque do the coupling bolts of the KP-40 get?';
const MANUAL = 'kestrel-kp-40-manual.pdf';

let dataFolder: string;
let server: TestServer;
beforeAll(async () => {
  dataFolder = await sampleKnowledge();
  server = await serve(dataFolder);
});
afterAll(async () => {
  await server?.close();
  await rm(dataFolder, { recursive: true, force: true });
});

describe('MillwrightRetriever', () => {
  it('gives passages with their place, over REST as over the store', async () => {
    const overRest = await MillwrightRetriever.overRest({ url: server.url }, { limit: 3 }).invoke(QUESTION);
    expect(overRest).toHaveLength(3);
    const [first] = overRest;
    expect(first!.pageContent).toContain('25 N·m');
    expect(first!.metadata).toMatchObject({ file: MANUAL, revision: 'C', page: 5, equipment: ['KP-40'], superseded: false });
    expect(first!.metadata.boxes[0]).toMatchObject({ page: 5, x: expect.any(Number), width: expect.any(Number) });
    const millwright = await openMillwright({ ...readConfig({}), dataFolder });
    const overStore = await MillwrightRetriever.overStore(millwright.retriever, { limit: 3 }).invoke(QUESTION);
    await millwright.close();
    const place = ({ metadata: { documentId, passageId, file, page, sectionPath } }: (typeof overStore)[number]) => [
      ...[documentId, passageId, file, page, ...sectionPath],
    ];
    expect(overStore.map(place)).toEqual(overRest.map(place));
    expect(overStore[0]!.pageContent).toBe(first!.pageContent);
  });

  it('keeps to its scope', async () => {
    const retriever = MillwrightRetriever.overRest({ url: server.url }, { scope: { equipment: ['KP-60'] } });
    const files = (await retriever.invoke(QUESTION)).map(({ metadata }) => metadata.equipment);
    expect(files.length).toBeGreaterThan(0);
    expect(files.every((equipment) => equipment.includes('KP-60'))).toBe(true);
  });

  it('says what is wrong: a server that is not there, one that refuses', async () => {
    await expect(MillwrightRetriever.overRest({ url: 'http://127.0.0.1:9' }).invoke(QUESTION)).rejects.toMatchObject({
      code: 'server_unreachable',
      retryable: true,
    });
    await expect(MillwrightRetriever.overRest({ url: server.url }, { limit: 1_000 }).invoke(QUESTION)).rejects.toMatchObject({
      code: 'server_refused',
      message: expect.stringContaining('400'),
    });
  });

  it('runs in the example', async () => {
    const example = path.resolve(import.meta.dirname, '..', 'examples', 'langchain-retriever.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [example, QUESTION, server.url]);
    expect(stdout).toContain(QUESTION);
    expect(stdout).toMatch(/\[1\] .*KP-40.*rev\. C, p\. 5/);
    expect(stdout).toContain('25 N·m');
  });
});
