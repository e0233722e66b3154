import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { RenderReply, RenderRequest } from './render-child.ts';

const DEADLINE_MS = 20_000;
/** A rendering process grows; it is replaced after so many pages. */
const PAGES_A_CHILD = 200;
const IDLE_MS = 60_000;
const CACHE_BYTES = 1_000_000_000;
const CACHE_CHECK_EVERY = 200;

export type ImageRequest = RenderRequest & { fingerprint: string };

/** PNG images of pages and of parts of them: drawn in a child process (a page that hangs or explodes dies alone), kept on disk by content. */
export class PageImages {
  readonly #folder: string;
  readonly #underway = new Map<string, Promise<Buffer>>();
  #child: ChildProcess | null = null;
  #drawn = 0;
  #written = 0;
  #tail: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  /** `folder`: the cache, which may be deleted at any time. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `fingerprint` names the content of the file at `file`. Errors: not_found (no such page), file_damaged, parse_timeout. */
  async image({ fingerprint, file, page, dpi, box }: ImageRequest): Promise<Buffer> {
    const part = box === null ? '' : `-${[box.x, box.y, box.width, box.height].join('-')}`;
    const cached = path.join(this.#folder, fingerprint, `${page}-${dpi}${part}.png`);
    const kept = await readFile(cached).catch(() => null);
    if (kept) return kept;
    const underway = this.#underway.get(cached);
    if (underway) return underway;
    const drawing = this.#draw({ file, page, dpi, box }).then(async (png) => {
      await this.#keep(cached, png);
      return png;
    });
    this.#underway.set(cached, drawing);
    try {
      return await drawing;
    } finally {
      this.#underway.delete(cached);
    }
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  /** One page at a time: two at once would only share the same two cores with the questions. */
  #draw(request: RenderRequest): Promise<Buffer> {
    const drawn = this.#tail.then(() => this.#ask(request));
    this.#tail = drawn.catch(() => undefined);
    return drawn;
  }

  async #ask(request: RenderRequest): Promise<Buffer> {
    clearTimeout(this.#idle);
    const child = this.#readyChild();
    try {
      const reply = await new Promise<RenderReply>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new MillwrightError(`Page ${request.page} could not be drawn within ${DEADLINE_MS / 1000} s.`, { code: 'parse_timeout' }));
          this.close();
        }, DEADLINE_MS);
        const settle = (finish: () => void) => {
          clearTimeout(timer);
          child.removeAllListeners('message').removeAllListeners('exit');
          finish();
        };
        child.once('message', (message) => settle(() => resolve(message as RenderReply)));
        child.once('exit', () =>
          settle(() =>
            reject(new MillwrightError(`Page ${request.page} could not be drawn: its drawing program ended.`, { code: 'parse_crashed' })),
          ),
        );
        child.send(request);
      });
      if ('error' in reply) throw new MillwrightError(reply.error.message, { code: reply.error.code });
      return Buffer.from(reply.png);
    } finally {
      this.#drawn += 1;
      if (this.#drawn >= PAGES_A_CHILD) this.close();
      this.#idle = setTimeout(() => this.close(), IDLE_MS);
      this.#idle.unref();
    }
  }

  #readyChild(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    this.#drawn = 0;
    const program = path.join(import.meta.dirname, 'render-child.ts');
    this.#child = fork(program, {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=512'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return this.#child;
  }

  /** A cache that cannot be written (disk full) costs time, not the answer. */
  async #keep(cached: string, png: Buffer): Promise<void> {
    const draft = `${cached}.${process.pid}.${Date.now()}.part`;
    try {
      await mkdir(path.dirname(cached), { recursive: true });
      await writeFile(draft, png);
      await rename(draft, cached);
      this.#written += 1;
      if (this.#written % CACHE_CHECK_EVERY === 0) await this.#trim();
    } catch {
      await rm(draft, { force: true });
    }
  }

  async #trim(): Promise<void> {
    const names = (await readdir(this.#folder, { recursive: true })).filter((name) => name.endsWith('.png'));
    const files = await Promise.all(names.map(async (name) => ({ name, ...(await stat(path.join(this.#folder, name))) })));
    files.sort((a, b) => b.mtimeMs - a.mtimeMs);
    let bytes = 0;
    for (const file of files) {
      bytes += file.size;
      if (bytes > CACHE_BYTES) await rm(path.join(this.#folder, file.name), { force: true });
    }
  }
}
