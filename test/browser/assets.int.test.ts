import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnTerms } from '../../knowledge/terms/learn-terms.ts';
import { ChatPage, PHONE } from './chat-page.ts';
import { openPlantPage, type PlantPage } from './plant-page.ts';

const MANUAL = '# KP-40 Pump Manual\n\n## Bearing\n\nThe bearing of the KP-40 takes 0.45 L of oil.\n';
const LIST = 'tag,name,model,site,aliases\nP-201,Feed pump,KP-40,Hall 1,the 40 pump\nM-1,Mixer,MX-7,,\n';

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
  {
    language: 'en',
    none: 'Load a CSV file',
    shown: 'Show',
    without: 'No document is about: M-1 (MX-7)',
    understood: 'understood as P-201 · Feed pump · KP-40',
    read: '“bearnig” read as “bearing”',
  },
  {
    language: 'zh',
    none: '导入 CSV 文件',
    shown: '展开',
    without: '没有相应文档的设备：M-1 (MX-7)',
    understood: '理解为 P-201 · Feed pump · KP-40',
    read: '“bearnig”按“bearing”理解',
  },
] as const)('the asset list on the page, $language', ({ language, none, shown, without, understood, read }) => {
  it('is loaded, shown, refused with the line of a mistake, and used', async () => {
    await plant.server.parts.store.catalogue.assets.replace([]);
    const chat = await ChatPage.visit(plant.browser, { url: plant.server.url, viewport: PHONE, language });
    const { page } = chat;
    try {
      await page.getByTestId('documents').click();
      const assets = page.getByTestId('assets');
      await assets.getByText(none).waitFor();
      const load = (text: string) =>
        page.getByTestId('assets-input').setInputFiles({ name: 'plant.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await load(LIST);
      await page.getByTestId('assets-changed').getByText(without).waitFor();
      await assets.getByRole('button', { name: shown }).click();
      expect(await page.getByTestId('asset').allInnerTexts()).toEqual([
        expect.stringMatching(/P-201 Feed pump · KP-40 · Hall 1.*the 40 pump[\s\S]*KP-40 Pump Manual/),
        expect.stringContaining('M-1 Mixer · MX-7'),
      ]);
      await load('tag,name\nP-1,a\nP-1,b\n');
      await page.getByTestId('assets-problem').getByText('line 3, column tag').waitFor();
      expect(await page.getByTestId('asset').count()).toBe(2);
      expect(await chat.tooWide()).toBe(0);
      expect(await chat.smallTargets()).toEqual([]);
      await page.keyboard.press('Escape');

      const answer = await chat.ask('How much oil does the bearnig of the 40 pump take?');
      expect(answer).toContain('0.45 L');
      const told = await page.getByTestId('understood').innerText();
      expect(told).toContain(understood);
      expect(told).toContain(read);
    } finally {
      await chat.close();
    }
  });
});
