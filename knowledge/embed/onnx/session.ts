import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { MillwrightError } from '../../errors.ts';
import { nativeRuntime } from './native-runtime.ts';

/** Numbers of the graph: whole ones go in, one for each token of each row; float32 come out. */
export type Feed = BigInt64Array | Int32Array;
export type Output = { data: Float32Array; dims: readonly number[] };
/** `type`: as ONNX calls it ("int64"). */
export type GraphValue = { name: string; type: string };

export type OnnxSession = {
  readonly runtime: 'native' | 'wasm';
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Each feed is rows x tokens, flat. Gives back the outputs of these names. */
  run(feeds: Record<string, Feed>, shape: readonly [number, number], wanted: readonly string[]): Promise<Record<string, Output>>;
  close(): Promise<void>;
};

export type SessionOptions = {
  threads: number;
  runtime?: 'native' | 'wasm';
  /** Turns weights of few bits into floats once, at loading (docs/decisions/0017-unpacked-weights.md). */
  unpackWeights?: boolean;
  /** What an error calls the model, and what it advises. */
  named?: { name: string; remedy: string };
};

const BUILT_IN = { name: 'The embedding model', remedy: 'Run "npm ci" again, or configure an embedding endpoint.' };

/** The runtime's own package where it loads, else WebAssembly (same model, same vectors, about ten times slower).
 *  `model`: its bytes, or its file (weights in files beside it are then found by the native runtime). */
export async function openSession(
  model: Uint8Array | string,
  { threads, runtime, unpackWeights = false, named = BUILT_IN }: SessionOptions,
): Promise<OnnxSession> {
  const reasons: string[] = [];
  if (runtime !== 'wasm') {
    try {
      return await openWith('native', await nativeRuntime(), model, { threads, unpackWeights });
    } catch (error) {
      reasons.push(`native: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  if (runtime !== 'native') {
    try {
      const ort = await import('onnxruntime-web/wasm');
      // Left to itself it would fetch its program by URL, which Node cannot do from disk.
      ort.env.wasm.wasmBinary = await readFile(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
      // More threads would be workers that fetch their program by URL again.
      ort.env.wasm.numThreads = 1;
      ort.env.logLevel = 'error';
      return await openWith('wasm', ort, typeof model === 'string' ? await readFile(model) : model, { threads, unpackWeights: false });
    } catch (error) {
      reasons.push(`WebAssembly: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new MillwrightError(`${named.name} could not be started (${reasons.join('; ')}). ${named.remedy}`, {
    code: 'embedder_unavailable',
  });
}

/** The model's 4-bit weights are unpacked once, at loading (70 MB more). Multiplying by the packed ones takes 1.35 times as long on passages
 *  and as long on questions.
 *  Source: onnxruntime_session_options_config_keys.h, session.disable_quant_qdq (constants behind DequantizeLinear are then folded). */
const UNPACKED = { extra: { session: { disable_quant_qdq: '1' } } };

type Runtime = typeof import('onnxruntime-node');

async function openWith(
  runtime: 'native' | 'wasm',
  ort: Pick<Runtime, 'InferenceSession' | 'Tensor'>,
  model: Uint8Array | string,
  { threads, unpackWeights }: { threads: number; unpackWeights: boolean },
): Promise<OnnxSession> {
  const session = await ort.InferenceSession.create(model as Uint8Array, {
    executionProviders: [runtime === 'native' ? 'cpu' : 'wasm'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...(unpackWeights ? UNPACKED : {}),
  });
  const tensorOf = (feed: Feed, shape: readonly number[]) =>
    feed instanceof Int32Array ? new ort.Tensor('int32', feed, shape) : new ort.Tensor('int64', feed, shape);
  return {
    runtime,
    inputs: session.inputMetadata.map(graphValue),
    outputs: session.outputMetadata.map(graphValue),
    run: async (feeds, shape, wanted) => {
      const tensors = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tensorOf(feed, shape)]));
      const found = await session.run(tensors, [...wanted]);
      return Object.fromEntries(wanted.map((name) => [name, { data: found[name]!.data as Float32Array, dims: found[name]!.dims }]));
    },
    close: () => session.release(),
  };
}

function graphValue(value: { name: string; isTensor: boolean; type?: string }): GraphValue {
  return { name: value.name, type: value.type ?? 'no tensor' };
}
