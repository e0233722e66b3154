import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFiles } from '../../ingest/jobs/find-files.ts';
import { serve, type TestServer } from '../serve.ts';
import { ChatPage, PHONE } from './chat-page.ts';
import { openBrowser } from './open-browser.ts';

let browser: Browser;
let dataFolder: string;
let server: TestServer;
beforeAll(async () => {
  browser = await openBrowser();
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'millwright-page-jobs-'));
  server = await serve(dataFolder);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(dataFolder, { recursive: true, force: true });
});

/** Another process of this machine that works the queue: jobs wait. */
const BUSY = { id: 'busy', host: os.hostname(), pid: process.pid };

async function uploadNames(names: readonly string[], content: string): Promise<void> {
  const body = new FormData();
  for (const name of names) body.append('files', new Blob([content]), name);
  expect((await fetch(`${server.api}/documents`, { method: 'POST', body })).status).toBe(202);
}

describe('jobs in the documents drawer', () => {
  it('shows what others asked for, stops it, tries it again, and goes when it is done', async () => {
    const { lease } = server.parts.store.jobs;
    await lease.take(BUSY, 60_000);
    const chat = await ChatPage.visit(browser, { url: server.url });
    await chat.page.getByTestId('documents').click();
    const { files } = await findFiles([
      path.resolve(import.meta.dirname, '..', '..', 'samples', 'documents', 'wi-fl-031-valve-seals-zh.md'),
    ]);
    await server.parts.queue.submitPaths({ kind: 'ingest', title: '/srv/plant', files, prune: null, wait: false });
    const job = chat.page.getByTestId('job');
    await job.filter({ hasText: '/srv/plant' }).filter({ hasText: 'Waiting' }).waitFor();
    await chat.page.getByTestId('job-cancel').click();
    await job.filter({ hasText: 'Stopped' }).filter({ hasText: '1 not read' }).waitFor();
    await lease.release(BUSY);
    await chat.page.getByTestId('job-retry').click();
    await chat.page.getByTestId('document').filter({ hasText: 'wi-fl-031-valve-seals-zh.md' }).waitFor();
    await job.waitFor({ state: 'detached' });
    expect(chat.wrongs).toEqual([]);
    await chat.close();
  });

  it('says why files failed, in the language of the page, on a phone; and forgets the job', async () => {
    await uploadNames(['空.pdf', '无.pdf'], '');
    const chat = await ChatPage.visit(browser, { url: server.url, viewport: PHONE, language: 'zh' });
    await chat.page.getByTestId('documents').click();
    const job = chat.page.locator('[data-testid=job][data-state=failed]');
    await job.waitFor();
    await job.getByTestId('job-reasons').click();
    await job.getByText('文件是空的。').first().waitFor();
    expect(await job.innerText()).toContain('2 个失败');
    const width = await chat.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(PHONE.width);
    await job.getByTestId('job-forget').click();
    await job.waitFor({ state: 'detached' });
    expect(chat.wrongs).toEqual([]);
    await chat.close();
  });
});
