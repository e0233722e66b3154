import { type ChildProcess, fork } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import path from 'node:path';
import { MillwrightError } from '../../errors.ts';
import type { DirectoryOptions } from '../directory/directory-embedder.ts';
import type { Embedder, EmbedKind } from '../embedder.ts';
import type { EmbedReply, EmbedRequest } from './embed-child.ts';

/** The model takes about 270 MB: given back after so long without a text. */
const IDLE_MS = 60_000;
/** A little below everything else of the machine, so that questions get the processor first (POSIX nice value). */
const PRIORITY = 5;

type Waiting = { resolve(vectors: Float32Array): void; reject(error: Error): void };

export type ChildEmbedderOptions = {
  id: string;
  dimensions: number;
  threads: number;
  /** The model of this folder; absent: the built-in one. */
  directory?: DirectoryOptions;
};

/** A model in a process of its own: while passages are embedded there, this one stays free to answer.
 *  (The native runtime computes on the calling thread: measured 0.2 to 0.9 s for any call to a server that filled vectors itself.)
 *  Errors: embedder_unavailable (retryable) also when the process dies; the next call starts another. */
export class ChildEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTextsPerCall = 64;
  readonly #program: string[];
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | null = null;
  #calls = 0;
  #closed = false;
  #idle: NodeJS.Timeout | undefined;

  /** `id` and `dimensions`: those of the model. */
  constructor({ id, dimensions, threads, directory }: ChildEmbedderOptions) {
    this.id = id;
    this.dimensions = dimensions;
    this.#program = [String(threads), ...(directory ? [JSON.stringify(directory)] : [])];
  }

  async embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    if (this.#closed) throw new MillwrightError('The embedding model is closed.', { code: 'embedder_unavailable' });
    if (signal?.aborted) throw cancelled();
    if (texts.length === 0) return [];
    const vectors = await this.#call(texts, kind, signal);
    return texts.map((_, index) => vectors.slice(index * this.dimensions, (index + 1) * this.dimensions));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
  }

  #call(texts: readonly string[], kind: EmbedKind, signal: AbortSignal | undefined): Promise<Float32Array> {
    clearTimeout(this.#idle);
    const child = this.#ready();
    this.#calls += 1;
    const call = this.#calls;
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
    const onAbort = () => {
      this.#send(child, { cancel: call });
      reject(cancelled());
    };
    this.#waiting.set(call, { resolve, reject });
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#send(child, { call, texts, kind });
    return promise.finally(() => {
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.delete(call);
      if (this.#waiting.size === 0) this.#rest();
    });
  }

  /** A message to a process that is ending is lost: its `exit` tells those who wait. */
  #send(child: ChildProcess, request: EmbedRequest): void {
    if (child.connected) child.send(request, () => undefined);
  }

  #ready(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    const child = fork(path.join(import.meta.dirname, 'embed-child.ts'), this.#program, {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    lowerPriority(child);
    child.on('message', (reply) => this.#hear(reply as EmbedReply));
    child.on('error', () => this.#lost(child));
    child.on('exit', () => this.#lost(child));
    this.#child = child;
    return child;
  }

  #hear(reply: EmbedReply): void {
    const waiting = this.#waiting.get(reply.call);
    if ('vectors' in reply) waiting?.resolve(reply.vectors);
    else waiting?.reject(new MillwrightError(reply.error.message, reply.error));
  }

  #lost(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    const error = new MillwrightError('The process that embeds has ended. Try again; if it stays, look whether memory runs out.', {
      code: 'embedder_unavailable',
      retryable: true,
    });
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#stop(), IDLE_MS);
    this.#idle.unref();
  }

  #stop(): void {
    clearTimeout(this.#idle);
    const child = this.#child;
    if (child === null) return;
    this.#lost(child);
    child.kill('SIGKILL');
  }
}

function lowerPriority(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // Never above what this process was given itself.
    setPriority(child.pid, Math.max(PRIORITY, getPriority()));
  } catch {
    // Already ended, or not ours to set on this system: it only computes at the usual priority.
  }
}

function cancelled(): MillwrightError {
  return new MillwrightError('Embedding was cancelled.', { code: 'cancelled' });
}
