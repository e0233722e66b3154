import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { ParsedDocument } from '../parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../read/reader.ts';
import { NO_RECOGNITION, type RecognitionSettings } from '../read/recognize/open-recognition.ts';
import type { ParseReply, ParseRequest } from './parse-child.ts';

export type ParseLimits = {
  /** A file of more pages (sheets, slides) is refused. */
  maxPages: number;
  /** See ReadLimits. */
  mostPictures: number;
  /** Without a page done for so long, a file is given up. */
  stallMs: number;
  /** Resident memory of one reading process. */
  maxMemoryBytes: number;
  /** After so many files a process is replaced if it has grown: readers leave much behind (measured 174 to 489 MB over 25 PDFs). */
  filesAProcess: number;
  /** A process below this has not grown. Starting one costs 0.6 s: 1,200 small text files took 25 s with one for each 20 files. */
  grownBytes: number;
};

export const DEFAULT_PARSE_LIMITS: ParseLimits = {
  maxPages: DEFAULT_READ_LIMITS.maxPages,
  mostPictures: DEFAULT_READ_LIMITS.mostPictures,
  stallMs: 120_000,
  maxMemoryBytes: 1_400_000_000,
  filesAProcess: 20,
  grownBytes: 220_000_000,
};

const MEMORY_CHECK_MS = 250;
const PAGE_BYTES = 4096;

/** `spent`: given up or ended; never used again. */
type Worker = { child: ChildProcess; files: number; spent: boolean };

type PoolParts = { processes: number; limits?: ParseLimits; recognition?: RecognitionSettings };
/** What is read; the settings of recognition are the pool's. */
export type FileToParse = Omit<ParseRequest, 'recognition'>;

/** Reads files in child processes, one file a process at a time. A file that hangs or explodes dies with its process, alone. */
export class ParsePool {
  readonly #limits: ParseLimits;
  readonly #recognition: RecognitionSettings;
  readonly #idle: Worker[] = [];
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #closed = false;

  constructor({ processes, limits = DEFAULT_PARSE_LIMITS, recognition = NO_RECOGNITION }: PoolParts) {
    this.#free = processes;
    this.#recognition = recognition;
    this.#limits = limits;
  }

  /** Errors: the reader's own; parse_timeout, parse_memory, parse_crashed; cancelled. */
  async parse(request: FileToParse, onPages: (done: number, total: number) => void, signal?: AbortSignal): Promise<ParsedDocument[]> {
    await this.#turn();
    const worker = this.#worker();
    try {
      return await this.#ask(worker, request, onPages, signal);
    } finally {
      worker.files += 1;
      if (worker.spent || (await this.#isUsedUp(worker)) || this.#closed) worker.child.kill('SIGKILL');
      else this.#idle.push(worker);
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  close(): void {
    this.#closed = true;
    for (const { child } of this.#idle.splice(0)) child.kill('SIGKILL');
  }

  /** One that waits, unless it died meanwhile (the system may kill for memory), or a new one. */
  #worker(): Worker {
    for (;;) {
      const worker = this.#idle.pop();
      if (worker === undefined) return { child: startChild(this.#limits.maxMemoryBytes), files: 0, spent: false };
      if (worker.child.connected && worker.child.exitCode === null && worker.child.signalCode === null) return worker;
    }
  }

  async #isUsedUp({ child, files }: Worker): Promise<boolean> {
    if (files < this.#limits.filesAProcess) return false;
    const bytes = await residentBytes(child.pid);
    return bytes === 0 || bytes > this.#limits.grownBytes;
  }

  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
  }

  #ask(
    worker: Worker,
    request: FileToParse,
    onPages: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<ParsedDocument[]> {
    return new Promise((resolve, reject) => {
      const { child } = worker;
      const { name } = request;
      let stall: NodeJS.Timeout;
      const settle = (finish: () => void, kill: boolean) => {
        clearTimeout(stall);
        clearInterval(memory);
        signal?.removeEventListener('abort', onAbort);
        child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
        if (kill) {
          // A killed process stays connected for a moment: it must not be given the next file.
          worker.spent = true;
          child.kill('SIGKILL');
        }
        finish();
      };
      const giveUp = (error: MillwrightError) => settle(() => reject(error), true);
      const onAbort = () => giveUp(new MillwrightError(`Reading "${name}" was cancelled.`, { code: 'cancelled' }));
      const restartStall = () => {
        clearTimeout(stall);
        stall = setTimeout(() => giveUp(tooSlow(name, this.#limits.stallMs)), this.#limits.stallMs);
      };
      const memory = setInterval(async () => {
        if ((await residentBytes(child.pid)) > this.#limits.maxMemoryBytes) giveUp(tooLarge(name, this.#limits.maxMemoryBytes));
      }, MEMORY_CHECK_MS);
      restartStall();
      child.on('message', (message) => {
        const reply = message as ParseReply;
        if (reply.type === 'parsed') settle(() => resolve(reply.documents), false);
        else if (reply.type === 'failed') settle(() => reject(new MillwrightError(reply.message, { code: reply.code })), false);
        else {
          restartStall();
          onPages(reply.done, reply.total);
        }
      });
      child.on('exit', (code, killedBy) => giveUp(ended(name, code, killedBy, this.#limits.maxMemoryBytes)));
      child.on('error', (error) =>
        giveUp(
          new MillwrightError(`"${name}" could not be read: no process could be started for it (${error.message}).`, {
            code: 'parse_crashed',
            cause: error,
          }),
        ),
      );
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort);
      child.send(
        {
          ...request,
          limits: { maxPages: this.#limits.maxPages, mostPictures: this.#limits.mostPictures },
          recognition: this.#recognition,
        } satisfies ParseRequest,
        (error) => {
          if (error) giveUp(ended(name, null, null, this.#limits.maxMemoryBytes));
        },
      );
    });
  }
}

/** Largest half of the young generation, in MB. Node's own choice lets garbage pile up: the LinuxCNC manual (1,335 pages)
 *  took 430 to 530 MB with it and 320 to 340 MB with 16, at the same speed. */
const SEMI_SPACE_MEGABYTES = 16;

/** The heap may not use the whole of the limit: page data lies outside of it. */
function startChild(maxMemoryBytes: number): ChildProcess {
  const heapMegabytes = Math.floor((maxMemoryBytes * 0.7) / 1_048_576);
  return fork(path.join(import.meta.dirname, 'parse-child.ts'), {
    serialization: 'advanced',
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      `--max-old-space-size=${heapMegabytes}`,
      `--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`,
    ],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** Resident memory where the system tells it (Linux); 0 elsewhere: there the heap limit alone guards. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => null);
  return text === null ? 0 : Number(text.split(' ')[1]) * PAGE_BYTES;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}

function tooSlow(name: string, stallMs: number): MillwrightError {
  return new MillwrightError(
    `"${name}" was given up: nothing came of reading it for ${Math.round(stallMs / 1000)} s. Print it to a new PDF, or split it, and try again.`,
    { code: 'parse_timeout' },
  );
}

function tooLarge(name: string, bytes: number): MillwrightError {
  return new MillwrightError(
    `"${name}" was given up: reading it took more than ${megabytes(bytes)} MB of memory. Print it to a new PDF, or split it, and try again.`,
    { code: 'parse_memory' },
  );
}

/** Node ends with SIGABRT (134) when its heap is full. */
function ended(name: string, code: number | null, signal: NodeJS.Signals | null, bytes: number): MillwrightError {
  if (signal === 'SIGABRT' || code === 134) return tooLarge(name, bytes);
  return new MillwrightError(
    `"${name}" cannot be read: its reading process ended (${signal ?? code ?? 'no reason given'}). Print it to a new PDF and try again.`,
    { code: 'parse_crashed' },
  );
}
