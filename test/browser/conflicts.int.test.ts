import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDisagreeing } from '../disagreeing-documents.ts';
import { ChatPage, DESK, PHONE } from './chat-page.ts';
import { openPlantPage, type PlantPage } from './plant-page.ts';

let plant: PlantPage;
beforeAll(async () => {
  plant = await openPlantPage(writeDisagreeing);
});
afterAll(() => plant?.close());

describe.each([
  {
    language: 'en',
    viewport: DESK,
    question: 'What is the tightening torque of the coupling bolts of the KX-40?',
    title: 'The documents disagree',
    one: '1 conflict between documents',
    none: '0 conflicts between documents',
    dismiss: 'No conflict',
    show: 'Show dismissed (1)',
    again: 'Flag again',
  },
  {
    language: 'zh',
    viewport: PHONE,
    question: 'KX-40 联轴器螺栓的拧紧力矩是多少？',
    title: '文件之间不一致',
    one: '文件之间的不一致：1 处',
    none: '文件之间的不一致：0 处',
    dismiss: '不算不一致',
    show: '显示已排除的（1）',
    again: '重新标记',
  },
] as const)('conflicts on the page, $language', ({ language, viewport, question, title, one, none, dismiss, show, again }) => {
  it('are shown in the answer with both sides, listed for the steward, opened, and dismissed with a reason', async () => {
    const chat = await ChatPage.visit(plant.browser, { url: plant.server.url, viewport, language });
    const { page } = chat;
    try {
      await chat.ask(question);
      const conflict = page.getByTestId('conflict');
      const words = await conflict.innerText();
      for (const said of [title, '25 N·m', '28 N·m', '2024-03-15', '2025-01-20']) expect(words).toContain(said);
      expect(await conflict.getByRole('button').count()).toBe(2);
      expect(await conflict.count()).toBe(1);

      await page.getByTestId('documents').click();
      const section = page.getByTestId('conflicts');
      await section.getByText(one).waitFor();
      await page.getByTestId('conflicts-search').click();
      await section.getByText('28 N·m').click();
      await page.getByTestId('citation-panel').getByText('crosswise to 28 N·m').first().waitFor();
      await page.keyboard.press('Escape');

      await page.getByTestId('documents').click();
      await section.getByRole('button', { name: dismiss }).click();
      await page.getByTestId('conflict-reason').fill('The bulletin counts');
      expect(await chat.tooWide()).toBe(0);
      expect(await chat.smallTargets()).toEqual([]);
      await page.keyboard.press('Enter');
      await section.getByText(none).waitFor();
      await section.getByRole('button', { name: show }).click();
      await section.getByText('The bulletin counts').waitFor();
      await section.getByRole('button', { name: again }).click();
      await section.getByText(one).waitFor();
      expect(chat.wrongs).toEqual([]);
    } finally {
      await chat.close();
    }
  });
});
