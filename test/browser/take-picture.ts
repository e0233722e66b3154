import { openBrowser } from './open-browser.ts';

/** Writes the picture of the page that README shows: `node test/browser/take-picture.ts http://127.0.0.1:7300 docs/page.png`,
 *  beside a server that knows the samples. */
const [url, file] = process.argv.slice(2);
if (!url || !file) {
  console.error('Say which server and which file: node test/browser/take-picture.ts http://127.0.0.1:7300 docs/page.png');
  process.exit(1);
}
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 780 }, locale: 'en-GB' });
await page.goto(url);
await page.getByRole('textbox', { name: 'Question' }).fill('How do I replace the mechanical seal on the KP-60?');
await page.keyboard.press('Enter');
await page.getByTestId('answer').waitFor();
await page.getByRole('button', { name: 'Open source 2' }).first().click();
await page.getByTestId('cited-box').first().waitFor();
await page.waitForLoadState('networkidle');
await page.waitForTimeout(500);
await page.screenshot({ path: file });
await browser.close();
