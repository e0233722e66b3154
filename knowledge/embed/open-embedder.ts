import path from 'node:path';
import { MillwrightError } from '../errors.ts';
import { ChildEmbedder } from './child/child-embedder.ts';
import type { DirectoryOptions } from './directory/directory-embedder.ts';
import type { Embedder } from './embedder.ts';
import { LazyEmbedder } from './lazy-embedder.ts';
import { OnnxEmbedder } from './onnx/onnx-embedder.ts';
import { SplitEmbedder } from './split-embedder.ts';

type Prefixes = { query: string; passage: string };
/** Which embedder; null: the built-in model. */
export type EmbedderChoice =
  | { kind: 'endpoint'; baseUrl: string; model: string; apiKey: string | null; prefixes: Prefixes; sendInputType: boolean }
  | { kind: 'directory'; folder: string; modelFile: string | null; prefixes: Partial<Prefixes> };
type Endpoint = Extract<EmbedderChoice, { kind: 'endpoint' }>;
type Directory = Extract<EmbedderChoice, { kind: 'directory' }>;

export type EmbedderPlace = {
  threads: number;
  /** Questions are answered meanwhile: passages are embedded in a process of their own. */
  serving: boolean;
  /** Remembers what was found out of an embedder, so that what needs no vectors works while it is away. */
  settings: { get(key: string): Promise<string | null>; set(key: string, value: string | null): Promise<void> };
};

/** The embedder of a choice. Models of this machine load with the first text. Errors: the embedder's own. */
export async function openEmbedder(choice: EmbedderChoice | null, place: EmbedderPlace): Promise<Embedder> {
  if (choice?.kind === 'endpoint') return openEndpoint(choice, place);
  if (choice?.kind === 'directory') return openDirectory(choice, place);
  const { threads, serving } = place;
  const identity = await OnnxEmbedder.identity();
  const near = new LazyEmbedder({ ...identity, maxTextsPerCall: 64, open: () => OnnxEmbedder.open({ threads }) });
  return serving ? new SplitEmbedder({ query: near, passage: new ChildEmbedder({ ...identity, threads }) }) : near;
}

/** The endpoint is asked for its dimensions once and they are kept. */
async function openEndpoint({ apiKey, kind: _, ...endpoint }: Endpoint, { settings }: EmbedderPlace): Promise<Embedder> {
  const { OpenAiEmbedder } = await import('./openai/openai-embedder.ts');
  const kept = `endpoint-dimensions:${endpoint.baseUrl}:${endpoint.model}`;
  const dimensions = await settings.get(kept);
  const opened = await OpenAiEmbedder.open({
    ...endpoint,
    ...(apiKey !== null && { apiKey }),
    ...(dimensions !== null && { dimensions: Number(dimensions) }),
  });
  if (dimensions === null) await settings.set(kept, String(opened.dimensions));
  return opened;
}

type Identity = { stamp: string; id: string; dimensions: number };

/** The model is read through and tried once, and again when a file of its folder has changed. */
async function openDirectory({ folder, modelFile, prefixes }: Directory, { threads, serving, settings }: EmbedderPlace): Promise<Embedder> {
  const { DirectoryEmbedder, folderStamp } = await import('./directory/directory-embedder.ts');
  const choice = { folder: path.resolve(folder), prefixes, ...(modelFile !== null && { modelFile }) };
  const place = `directory-identity:${JSON.stringify(choice)}`;
  const stamp = await folderStamp(choice);
  const kept = JSON.parse((await settings.get(place)) ?? 'null') as Identity | null;
  let identity = kept;
  // Null: the folder is away, which is said when a text needs it.
  if (kept === null || (stamp !== null && stamp !== kept.stamp)) {
    const opened = await DirectoryEmbedder.open({ ...choice, threads });
    identity = { stamp: stamp ?? '', id: opened.id, dimensions: opened.dimensions };
    await opened.close();
    await settings.set(place, JSON.stringify(identity));
  }
  const { id, dimensions } = identity!;
  const near = new LazyEmbedder({ id, dimensions, maxTextsPerCall: 64, open: () => openSame({ ...choice, threads }, id) });
  if (!serving) return near;
  return new SplitEmbedder({ query: near, passage: new ChildEmbedder({ id, dimensions, threads, directory: choice }) });
}

async function openSame(options: DirectoryOptions, id: string): Promise<Embedder> {
  const { DirectoryEmbedder } = await import('./directory/directory-embedder.ts');
  const opened = await DirectoryEmbedder.open(options);
  if (opened.id === id) return opened;
  await opened.close();
  throw new MillwrightError(
    `The embedding model in "${options.folder}" has changed while it was in use ("${id}", now "${opened.id}"). Start again.`,
    {
      code: 'embedder_unavailable',
    },
  );
}
