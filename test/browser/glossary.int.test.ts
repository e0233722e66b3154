import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnTerms } from '../../knowledge/terms/learn-terms.ts';
import { ChatPage, PHONE } from './chat-page.ts';
import { openPlantPage, type PlantPage } from './plant-page.ts';

const MANUAL =
  '# KP-40 Pump Manual\n\n## Control\n\nThe programmable logic controller (PLC) of the KP-40 is set to 0.45 s.\n\n## Screen\n\nThe muck catcher is emptied every 200 hours.\n';

async function writeManual(folder: string): Promise<string[]> {
  const file = path.join(folder, 'kp-40.md');
  await writeFile(file, MANUAL);
  return [file];
}

let plant: PlantPage;
beforeAll(async () => {
  plant = await openPlantPage(writeManual);
  await learnTerms(plant.server.parts.store);
});
afterAll(() => plant?.close());

describe.each([
  { language: 'en', none: 'Nobody has added', mined: /from the documents · 1 place/, refused: 'two different names', blocked: 'blocked' },
  { language: 'zh', none: '还没有人添加', mined: /来自文档 · 1 处/, refused: 'two different names', blocked: '已屏蔽' },
] as const)('the glossary on the page, $language', ({ language, none, mined, refused, blocked }) => {
  it('finds what the documents say, takes names and takes them back, and blocks what is wrong', async () => {
    const chat = await ChatPage.visit(plant.browser, { url: plant.server.url, viewport: PHONE, language });
    const { page } = chat;
    const remove = (text: string) => page.getByTestId('term').filter({ hasText: text }).getByTestId('term-remove').click();
    const find = (words: string) => page.getByTestId('glossary-find').fill(words);
    try {
      await page.getByTestId('documents').click();
      const glossary = page.getByTestId('glossary');
      await page.getByTestId('glossary-show').click();
      await glossary.getByText(none).waitFor();

      await page.getByTestId('glossary-names').fill('sump; sump');
      await page.getByTestId('glossary-add').click();
      await page.getByTestId('glossary-problem').getByText(refused).waitFor();
      await page.getByTestId('glossary-names').fill('muck catcher; slop screen；滤渣篮');
      await page.getByTestId('glossary-add').click();
      await glossary.getByText('muck catcher = slop screen = 滤渣篮').waitFor();
      expect(await page.getByTestId('glossary-problem').count()).toBe(0);
      expect(await chat.tooWide()).toBe(0);
      expect(await chat.smallTargets()).toEqual([]);

      await find('PLC');
      const learned = page.getByTestId('term').filter({ hasText: mined });
      await learned.getByText('programmable logic controller').waitFor();
      await learned.getByTestId('term-remove').click();
      await page.getByTestId('term').filter({ hasText: blocked }).first().waitFor();

      await page.keyboard.press('Escape');
      // Opened again while it still slides away, it would show the list as it was left.
      await glossary.waitFor({ state: 'detached' });
      expect(await chat.ask('How often is the slop screen emptied?')).toContain('200 hours');

      await page.getByTestId('documents').click();
      await page.getByTestId('glossary-show').click();
      await remove('slop screen');
      await glossary.getByText('slop screen').waitFor({ state: 'detached' });
      // What was blocked is among what people said, and is taken back in the same way.
      await remove('≠');
      await glossary.getByText(none).waitFor();
    } finally {
      await chat.close();
    }
  });
});

it('shows what was asked for last, though an earlier answer comes later', async () => {
  const chat = await ChatPage.visit(plant.browser, { url: plant.server.url, viewport: PHONE, language: 'en' });
  const { page } = chat;
  const asked = (words: string) => (url: URL) => url.pathname.endsWith('/glossary/terms') && url.searchParams.get('find') === words;
  try {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(asked('valve'), async (route) => {
      await held;
      await route.continue();
    });
    await page.getByTestId('documents').click();
    await page.getByTestId('glossary-show').click();
    const early = page.waitForRequest((request) => asked('valve')(new URL(request.url())));
    await page.getByTestId('glossary-find').fill('valve');
    await early;
    await page.getByTestId('glossary-find').fill('PLC');
    await page.getByTestId('term').filter({ hasText: 'PLC' }).first().waitFor();
    const late = page.waitForResponse((response) => asked('valve')(new URL(response.url())));
    letGo();
    await (await late).finished();
    await page.waitForTimeout(300);
    expect(await page.getByTestId('term').filter({ hasText: 'PLC' }).count()).toBeGreaterThan(0);
  } finally {
    await chat.close();
  }
});

it('goes on showing what was typed while a change was on its way', async () => {
  const chat = await ChatPage.visit(plant.browser, { url: plant.server.url, viewport: PHONE, language: 'en' });
  const { page } = chat;
  const isAdding = (method: string, url: string) => method === 'POST' && url.endsWith('/glossary/terms');
  try {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/glossary/terms', async (route) => {
      if (isAdding(route.request().method(), route.request().url())) await held;
      await route.continue();
    });
    await page.getByTestId('documents').click();
    await page.getByTestId('glossary-show').click();
    await page.getByTestId('glossary-names').fill('drip tray; catch pan');
    await page.getByTestId('glossary-add').click();
    await page.getByTestId('glossary-find').fill('PLC');
    await page.getByTestId('term').filter({ hasText: 'PLC' }).first().waitFor();
    const read = page.waitForResponse((response) => response.request().method() === 'GET' && response.url().includes('/glossary/terms?'));
    letGo();
    await (await read).finished();
    await page.waitForTimeout(300);
    expect(await page.getByTestId('term').filter({ hasText: 'PLC' }).count()).toBeGreaterThan(0);
    expect(await page.getByTestId('term').filter({ hasText: 'drip tray' }).count()).toBe(0);
  } finally {
    await chat.close();
  }
});
