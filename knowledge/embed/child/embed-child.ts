import { type ErrorCode, MillwrightError } from '../../errors.ts';
import type { DirectoryOptions } from '../directory/directory-embedder.ts';
import type { Embedder, EmbedKind } from '../embedder.ts';
import { OnnxEmbedder } from '../onnx/onnx-embedder.ts';

export type EmbedRequest = { call: number; texts: readonly string[]; kind: EmbedKind } | { cancel: number };
/** `vectors`: all of the call, one after the other. */
export type EmbedReply =
  | { call: number; vectors: Float32Array }
  | { call: number; error: { code: ErrorCode; message: string; retryable: boolean } };

const threads = Number(process.argv[2]);
const underway = new Map<number, AbortController>();
const directory = process.argv[3] === undefined ? null : (JSON.parse(process.argv[3]) as DirectoryOptions);
let opened: Promise<Embedder> | null = null;

/** The program of the child process that embeds: the built-in model or that of a folder, a reply a call. */
process.on('message', async (request: EmbedRequest) => {
  if ('cancel' in request) {
    underway.get(request.cancel)?.abort();
    return;
  }
  const { call, texts, kind } = request;
  const stop = new AbortController();
  underway.set(call, stop);
  try {
    opened ??= open();
    const vectors = await (await opened).embed(texts, kind, stop.signal);
    send({ call, vectors: joined(vectors) });
  } catch (error) {
    const { code, message, retryable } =
      error instanceof MillwrightError ? error : { code: 'embedder_misbehaved' as const, message: String(error), retryable: false };
    send({ call, error: { code, message, retryable } });
  } finally {
    underway.delete(call);
  }
});
process.on('disconnect', () => process.exit(0));

function open(): Promise<Embedder> {
  const opening = directory === null ? OnnxEmbedder.open({ threads }) : openDirectory({ ...directory, threads });
  // What failed once (a folder that is away) may work the next time.
  return opening.catch((error: unknown) => {
    opened = null;
    throw error;
  });
}

async function openDirectory(options: DirectoryOptions): Promise<Embedder> {
  const { DirectoryEmbedder } = await import('../directory/directory-embedder.ts');
  return DirectoryEmbedder.open(options);
}

function send(reply: EmbedReply): void {
  process.send?.(reply);
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((sum, vector) => sum + vector.length, 0));
  let offset = 0;
  for (const vector of vectors) {
    all.set(vector, offset);
    offset += vector.length;
  }
  return all;
}
