import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { FractionBox } from './words-under-boxes.ts';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

export type Visit = { url: string; viewport?: { width: number; height: number }; language?: 'en' | 'zh' };

/** The chat page as a visitor uses it: by what can be seen and touched. */
export class ChatPage {
  readonly page: Page;
  /** Requests that left the server's own origin, and errors that the page wrote or threw. */
  readonly wrongs: string[] = [];
  readonly #context: BrowserContext;

  private constructor(page: Page, context: BrowserContext, origin: string) {
    this.page = page;
    this.#context = context;
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !/^(blob|data):/.test(request.url())) this.wrongs.push(`asked ${request.url()}`);
    });
    page.on('pageerror', (error) => this.wrongs.push(`threw ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.wrongs.push(`wrote ${message.text()}`);
    });
  }

  static async visit(browser: Browser, { url, viewport = DESK, language = 'en' }: Visit): Promise<ChatPage> {
    const context = await browser.newContext({
      viewport,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(15_000);
    const chat = new ChatPage(await context.newPage(), context, url);
    await chat.page.goto(url);
    await chat.page.getByTestId('welcome').waitFor();
    return chat;
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  answers() {
    return this.page.getByTestId('answer');
  }

  /** Types the question, sends it, and waits for its answer; returns the answer's words. */
  async ask(question: string): Promise<string> {
    const before = await this.answers().count();
    await this.page.getByRole('textbox', { name: /^(Question|问题)$/ }).fill(question);
    await this.page.keyboard.press('Enter');
    await this.answers().nth(before).waitFor();
    return this.answers().nth(before).innerText();
  }

  outcome(): Promise<string | null> {
    return this.answers().last().getAttribute('data-outcome');
  }

  /** Opens the nth mark of the newest answer and waits until its page stands there with its marks. */
  async openMark(n: number): Promise<void> {
    await this.answers()
      .last()
      .getByRole('button', { name: new RegExp(`^(Open source|打开出处) ${n}$`) })
      .first()
      .click();
    await this.page.getByTestId('cited-box').first().waitFor();
    await this.page.waitForFunction(() => {
      const image = document.querySelector<HTMLImageElement>('[data-testid="page-image"]');
      return image?.complete === true && image.naturalWidth > 0;
    });
  }

  /** The marked boxes as they lie on the shown image, fractions of it. */
  async highlights(): Promise<FractionBox[]> {
    return this.page.evaluate(() => {
      const image = document.querySelector<HTMLImageElement>('[data-testid="page-image"]')!;
      const frame = image.getBoundingClientRect();
      return [...document.querySelectorAll('[data-testid="cited-box"]')].map((element) => {
        const box = element.getBoundingClientRect();
        return {
          page: Number(image.dataset.page),
          x: (box.left - frame.left) / frame.width,
          y: (box.top - frame.top) / frame.height,
          width: box.width / frame.width,
          height: box.height / frame.height,
        };
      });
    });
  }

  /** Whether every mark on the shown page can be seen without scrolling. */
  async highlightsInView(): Promise<boolean> {
    return this.page.evaluate(() => {
      const view = document.querySelector('.page-scroll')!.getBoundingClientRect();
      return [...document.querySelectorAll('[data-testid="cited-box"]')].every((element) => {
        const box = element.getBoundingClientRect();
        return box.top >= view.top && box.bottom <= view.bottom && box.left >= view.left && box.right <= view.right;
      });
    });
  }

  /** Px by which the page is wider than its window; also of parts that would be cut off at its edge. */
  async tooWide(): Promise<number> {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const parts = [...document.querySelectorAll('.app-head, .thread-viewport, .answer, .citation-panel, .composer')];
      return Math.max(scrollWidth - clientWidth, ...parts.map((part) => part.scrollWidth - part.clientWidth));
    });
  }

  /** What can be touched but is smaller than 44 px; marks in the text are small to the eye and large to the finger. */
  async smallTargets(): Promise<string[]> {
    return this.page.evaluate(() => {
      const targets = [...document.querySelectorAll<HTMLElement>('button, input:not([type=file]), textarea, summary')];
      return targets.flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        const hidden =
          width === 0 || target.closest('[aria-hidden="true"], .mantine-Pill-root') !== null || target.matches('.citation-mark');
        const inField = target.closest('.mantine-Input-wrapper') !== null && target.matches('button, .mantine-MultiSelect-inputField');
        const large = Math.min(width, height) >= 43.5;
        return hidden || inField || large ? [] : [`${target.className} "${target.innerText}" ${width}x${height}`];
      });
    });
  }
}
