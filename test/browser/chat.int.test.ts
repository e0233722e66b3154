import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../server/keys.ts';
import { SAMPLES, sampleKnowledge } from '../sample-knowledge.ts';
import { serve, type TestServer } from '../serve.ts';
import { ChatPage, DESK, PHONE, type Visit } from './chat-page.ts';
import { openBrowser } from './open-browser.ts';
import { wordsUnderBoxes } from './words-under-boxes.ts';

let dataFolder: string;
let server: TestServer;
let browser: Browser;
let chat: ChatPage | null = null;

beforeAll(async () => {
  [dataFolder, browser] = await Promise.all([sampleKnowledge(), openBrowser()]);
  server = await serve(dataFolder, { suggestions: ['What torque do the coupling bolts of the KP-40 get?'] });
});
afterEach(async () => {
  await chat?.close();
  chat = null;
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function visit(options: Partial<Visit> = {}): Promise<ChatPage> {
  chat = await ChatPage.visit(browser, { url: server.url, ...options });
  return chat;
}

/** Chromium's PDFs name some Chinese characters by their radicals; NFKC knows all of those here but this one. */
const RADICAL_WIND = '\u2edb';

/** Words, whatever lies between them; the bars of a quoted row are ours, not the page's. */
const letters = (text: string) => [...text.normalize('NFKC').replaceAll(RADICAL_WIND, '风').replaceAll(/[\s|]/g, '')].sort().join('');

async function lettersUnderHighlights(page: ChatPage, file: string): Promise<string> {
  const words = await wordsUnderBoxes(new Uint8Array(await readFile(path.join(SAMPLES, file))), await page.highlights());
  return letters(words.join(''));
}

const quoteOf = (page: ChatPage) => page.page.locator('.citation-quote').innerText();

const asked = [
  { language: 'en', question: 'What torque do the coupling bolts of the KP-40 get?', value: '25 N·m', file: 'kestrel-kp-40-manual.pdf' },
  { language: 'zh', question: '变频器报 F0012 是什么故障，怎么处理？', value: '散热器过热', file: 'ruineng-rf300-manual-zh.pdf' },
] as const;

describe('a follow-up', () => {
  it('is shown as it was understood, and asked again without the machine that it took over', async () => {
    const page = await visit({ viewport: PHONE });
    await page.ask('What torque do the coupling bolts of the KP-40 get?');
    expect(await page.ask('and for the 60?')).toContain('49 N·m');
    expect(await page.page.getByTestId('follow-up').innerText()).toContain('coupling bolts of the KP-60 get?');
    await page.ask('How much oil does its bearing bracket take?');
    expect(await page.page.getByTestId('follow-up').last().innerText()).toContain('(KP-60)');
    expect(await page.tooWide()).toBe(0);
    expect(await page.smallTargets()).toEqual([]);
    await page.page.getByRole('button', { name: 'Without KP-60' }).click();
    await page.answers().nth(3).waitFor();
    expect(await page.answers().nth(3).getByTestId('follow-up').count()).toBe(0);
    expect(page.wrongs).toEqual([]);
  });
});

describe('a kept answer', () => {
  it.each(['en', 'zh'] as const)('%s: is found again by its link, and one that is not kept is not', async (language) => {
    const page = await visit({ viewport: PHONE, language });
    await page.ask('What torque do the coupling bolts of the KP-40 get?');
    const link = (await page.page.getByTestId('answer-link').getAttribute('href'))!;
    await page.page.goto(`${server.url}/${link}`);
    await page.page.reload();
    await page.page.getByTestId('replay').waitFor();
    expect(await page.answers().innerText()).toContain('25 N·m');
    expect(await page.page.getByTestId('replay').innerText()).toContain(
      language === 'zh' ? '此后没有任何变化' : 'Nothing has changed since',
    );
    expect(await page.tooWide()).toBe(0);
    expect(await page.smallTargets()).toEqual([]);
    await page.openMark(1);
    expect(page.wrongs).toEqual([]);

    await page.page.goto(`${server.url}/#answer=none`);
    await page.page.reload();
    await page.page.getByTestId('link-problem').waitFor();
    expect(await page.page.getByTestId('link-problem').innerText()).toContain(language === 'zh' ? '请重新提问' : 'Ask the question again');
  });
});

describe.each([
  { where: 'phone', viewport: PHONE },
  { where: 'desk', viewport: DESK },
])('asking on a $where', ({ viewport }) => {
  it.each(asked)('$language: the marked boxes of the source lie on the quoted words', async ({ language, question, value, file }) => {
    const page = await visit({ viewport, language });
    expect(await page.tooWide()).toBe(0);
    expect(await page.ask(question)).toContain(value);
    expect(await page.outcome()).toBe('answered');
    expect(await page.tooWide()).toBe(0);
    expect(await page.smallTargets()).toEqual([]);

    await page.openMark(1);
    const quote = await quoteOf(page);
    expect(quote).toContain(value);
    expect(await lettersUnderHighlights(page, file)).toBe(letters(quote));
    expect(await page.highlightsInView()).toBe(true);
    expect(await page.tooWide()).toBe(0);
    expect(await page.smallTargets()).toEqual([]);
    expect(page.wrongs).toEqual([]);
  });

  it.each(['en', 'zh'] as const)('%s: the list of documents fits', async (language) => {
    const page = await visit({ viewport, language });
    await page.page.getByTestId('documents').click();
    await page.page.getByTestId('document').first().waitFor();
    expect(await page.page.getByTestId('document').count()).toBe(10);
    expect(await page.tooWide()).toBe(0);
    expect(await page.smallTargets()).toEqual([]);
  });

  it.each(['en', 'zh'] as const)('%s: facts of a document are read with their evidence, corrected and taken back', async (language) => {
    const page = await visit({ viewport, language });
    await page.page.getByTestId('documents').click();
    const row = page.page.getByTestId('document').filter({ hasText: 'kestrel-kp-40-manual-rev-b.pdf' }).first();
    await row.getByTestId('details').click();
    const number = row.getByTestId('fact-documentNumber');
    await number.getByText('Document no. OM-KP40-EN').waitFor();
    const aliases = row.getByTestId('fact-aliases');
    await aliases.getByTestId('edit-aliases').click();
    await aliases.getByRole('textbox').fill('P-101, feed pump');
    expect(await page.tooWide()).toBe(0);
    expect(await page.smallTargets()).toEqual([]);
    await aliases.getByTestId('save-fact').click();
    await aliases.getByTestId('clear-aliases').waitFor();
    expect(await aliases.innerText()).toContain('P-101');
    expect(await page.tooWide()).toBe(0);
    expect(await page.smallTargets()).toEqual([]);
    await aliases.getByTestId('clear-aliases').click();
    await aliases.getByTestId('clear-aliases').waitFor({ state: 'detached' });
    expect(page.wrongs).toEqual([]);
  });

  it('a procedure begins with its safety notices in view, marked pages can be turned to', async () => {
    const page = await visit({ viewport });
    await page.ask('How do I replace the mechanical seal on the KP-60?');
    const notice = page.page.getByTestId('notice').first();
    expect(await notice.innerText()).toMatch(/^DANGER\s+Lock the main switch/);
    expect((await notice.boundingBox())!.y).toBeGreaterThan(0);
    expect((await notice.boundingBox())!.y).toBeLessThan(viewport.height / 2);
    await page.openMark(1);
    await page.page.getByRole('button', { name: 'Go to page 10' }).click();
    await page.page.locator('[data-testid=page-image][data-page="10"]').waitFor();
    expect((await page.highlights()).length).toBeGreaterThan(3);
  });
});

describe('questions', () => {
  it('says in grey that the documents do not say, and shows the nearest places', async () => {
    const page = await visit();
    const text = await page.ask('What is the boiling point of ammonia at 20 bar?');
    expect(await page.outcome()).toBe('not_found');
    expect(text).toContain('Not found in the documents');
    const nearest = page.answers().last().getByTestId('related').getByRole('button');
    expect(await nearest.count()).toBeGreaterThan(0);
    await nearest.first().click();
    await page.page.getByTestId('citation-panel').waitFor();
  });

  it('asks which of two sibling pumps is meant, and answers for the chosen one', async () => {
    const page = await visit();
    await page.ask('What torque do the coupling bolts get?');
    expect(await page.outcome()).toBe('clarify');
    await page.page.getByTestId('clarify').getByRole('button', { name: 'KP-60' }).click();
    await page.answers().nth(1).waitFor();
    expect(await page.answers().nth(1).innerText()).toContain('49 N·m');
    expect(await page.page.getByTestId('question').last().innerText()).toContain('KP-60');
  });

  it('keeps to the chosen equipment', async () => {
    const page = await visit();
    await page.page.getByTestId('equipment-filter').click();
    await page.page.getByRole('option', { name: 'KP-60' }).click();
    await page.page.keyboard.press('Escape');
    expect(await page.ask('What torque do the coupling bolts get?')).toContain('49 N·m');
    expect(await page.page.getByTestId('question').last().innerText()).toContain('KP-60');
  });

  it('copies the answer with its sources', async () => {
    const page = await visit();
    await page.page.locator('.welcome-question').first().click();
    await page.answers().first().waitFor();
    await page.page.getByTestId('copy').click();
    await page.page.getByText('Copied').waitFor();
    const copied = await page.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('25 N·m');
    expect(copied).toMatch(/\[1\] KP-40 .*p\.\s5.*“Coupling bolts \| M8 \| 25 N·m”/);
  });

  it('can be asked and read by keyboard alone; the source closes back to its mark', async () => {
    const page = await visit();
    await page.page.keyboard.type('What torque do the coupling bolts of the KP-40 get?');
    await page.page.keyboard.press('Enter');
    await page.answers().first().waitFor();
    const mark = page.answers().getByRole('button', { name: 'Open source 1' });
    for (let presses = 0; presses < 20 && !(await mark.evaluate((element) => element === document.activeElement)); presses += 1)
      await page.page.keyboard.press('Shift+Tab');
    await page.page.keyboard.press('Enter');
    await page.page.getByTestId('citation-panel').waitFor();
    await page.page.keyboard.press('Escape');
    await page.page.getByTestId('citation-panel').waitFor({ state: 'detached' });
    expect(await mark.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('shows a passage as text where the file has no pages, with the quoted words marked', async () => {
    const page = await visit({ language: 'zh' });
    await page.ask('灌装阀密封多久更换一次？');
    await page.page.getByTestId('source-1').click();
    await page.page.getByTestId('citation-panel').waitFor();
    const marked = page.page.locator('[data-testid=passage-text] mark');
    await marked.waitFor();
    expect(letters(await marked.innerText())).toBe(letters(await quoteOf(page)));
  });

  it('says that the server cannot be reached, and asks again', async () => {
    const page = await visit({ language: 'zh' });
    await page.page.route('**/api/v1/ask', (route) => route.abort());
    await page.page.getByRole('textbox', { name: '问题' }).fill('变频器报 F0012 是什么故障？');
    await page.page.keyboard.press('Enter');
    const problem = page.page.getByTestId('problem');
    await problem.waitFor();
    expect(await problem.innerText()).toContain('无法连接服务器');
    await page.page.unroute('**/api/v1/ask');
    await problem.getByRole('button', { name: '重新提问' }).click();
    await page.answers().first().waitFor();
    expect(await page.answers().first().innerText()).toContain('散热器过热');
  });

  it('shows the stages while it works, and can be stopped', async () => {
    const page = await visit();
    await page.page.route('**/api/v1/ask', () => undefined);
    await page.page.getByRole('textbox', { name: 'Question' }).fill('What torque?');
    await page.page.keyboard.press('Enter');
    const stages = page.page.getByTestId('stages');
    await stages.waitFor();
    expect((await stages.innerText()).split('\n')).toEqual(['Understanding', 'Searching', 'Weighing', 'Writing', 'Checking']);
    expect(await stages.locator('[aria-current=step]').innerText()).toBe('Understanding');
    await page.page.getByRole('button', { name: 'Stop' }).click();
    await page.page.getByText('Stopped.').waitFor();
    await page.page.unroute('**/api/v1/ask');
    expect(await page.ask('What torque do the coupling bolts of the KP-40 get?')).toContain('25 N·m');
    await page.page.getByRole('button', { name: 'New' }).click();
    await page.page.getByTestId('welcome').waitFor();
    expect(page.wrongs).toEqual([]);
  });

  it('does not turn white when a part of it breaks', async () => {
    const page = await visit({ language: 'zh' });
    const broken = { type: 'answer', outcome: 'answered', text: null };
    const body = `event: answer\ndata: ${JSON.stringify(broken)}\n\n`;
    await page.page.route('**/api/v1/ask', (route) => route.fulfill({ contentType: 'text/event-stream', body }));
    await page.page.getByRole('textbox', { name: '问题' }).fill('力矩？');
    await page.page.keyboard.press('Enter');
    await page.page.getByTestId('broken-page').getByRole('button', { name: '重新加载' }).click();
    await page.page.getByTestId('welcome').waitFor();
  });

  it('changes its language and keeps it', async () => {
    const page = await visit();
    await page.page.getByTestId('language').click();
    await page.page.getByText('向您的手册提问').waitFor();
    await page.page.reload();
    await page.page.getByText('向您的手册提问').waitFor();
    expect(await page.page.evaluate(() => document.documentElement.lang)).toBe('zh');
  });
});

describe('documents', () => {
  /** Printed by the browser itself: a file that none of our own programs made. */
  async function printManual(): Promise<Buffer> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent(`<title>Mixer MX-9 Manual</title><h1>Mixer MX-9 Manual</h1><h2>1 Paddles</h2>
      <p>The paddles turn clockwise seen from the drive.</p><h2>2 Lubrication</h2>
      <p>The gearbox of the mixer MX-9 holds 1.35 L of oil CLP 220.</p><p>Change the oil every 4000 h.</p>`);
    const pdf = await page.pdf({ format: 'A4' });
    await context.close();
    return pdf;
  }

  it('an uploaded PDF is read, asked about, marked, and removed again', async () => {
    const page = await visit({ viewport: PHONE });
    const pdf = await printManual();
    await page.page.getByTestId('documents').click();
    await page.page.getByTestId('upload-input').setInputFiles({ name: 'mixer-mx-9.pdf', mimeType: 'application/pdf', buffer: pdf });
    await page.page.locator('[data-testid=upload-progress][data-state=done]').waitFor();
    expect(await page.page.getByTestId('upload-progress').innerText()).toContain('mixer-mx-9.pdf');
    const row = page.page.getByTestId('document').filter({ hasText: 'mixer-mx-9.pdf' });
    await row.waitFor();
    await page.page.getByRole('button', { name: 'Close documents' }).click();

    expect(await page.ask('How much oil does the gearbox of the mixer MX-9 hold?')).toContain('1.35 L');
    await page.openMark(1);
    const words = await wordsUnderBoxes(new Uint8Array(pdf), await page.highlights());
    expect(letters(words.join(''))).toBe(letters(await quoteOf(page)));
    await page.page.getByRole('button', { name: 'Close source' }).click();

    await page.page.getByTestId('documents').click();
    await row.getByRole('button', { name: 'Remove mixer-mx-9.pdf' }).click();
    await row.getByRole('button', { name: 'Remove', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    expect(page.wrongs).toEqual([]);
  });

  it('says in the language of the page why a file was not taken', async () => {
    const page = await visit({ language: 'zh' });
    await page.page.getByTestId('documents').click();
    await page.page.getByTestId('upload-input').setInputFiles({ name: '空.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
    await page.page.locator('[data-testid=upload-progress][data-state=failed]').waitFor();
    expect(await page.page.getByTestId('upload-progress').innerText()).toContain('文件是空的');
  });
});

describe('a server that demands a key', () => {
  it('is given it once', async () => {
    const { token } = await createKey(server.parts.store.catalogue.settings, 'tablet');
    const guarded = await serve(dataFolder, { host: '0.0.0.0' });
    try {
      const page = await visit({ url: guarded.url, viewport: PHONE });
      const field = page.page.getByTestId('key-input');
      const save = page.page.getByRole('button', { name: 'Save' });
      await field.fill('mw_000000000000_wrong');
      await save.click();
      await page.page.getByText('The key was refused').waitFor();
      await field.fill('钥匙');
      expect(await save.isDisabled()).toBe(true);
      await field.fill(token);
      await save.click();
      await page.page.getByText('10 documents are known').waitFor();
      await field.waitFor({ state: 'hidden' });

      await page.page.reload();
      await page.page.getByText('10 documents are known').waitFor();
      expect(await page.ask('What torque do the coupling bolts of the KP-40 get?')).toContain('25 N·m');
      await page.openMark(1);
      expect(await page.page.getByTestId('key-input').isVisible()).toBe(false);
    } finally {
      await chat?.close();
      chat = null;
      await guarded.close();
    }
  });
});

describe('the reference of the REST doors', () => {
  it('is readable and loads nothing from outside', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const outside: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) outside.push(request.url());
    });
    await page.goto(`${server.url}/api/reference`);
    await page.getByText('Ask a question').waitFor({ timeout: 15_000 });
    await page.waitForLoadState('networkidle');
    expect(outside).toEqual([]);
    await context.close();
  });
});
