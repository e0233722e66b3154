import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { MillwrightError } from '../../errors.ts';
import { nativeRuntime } from './native-runtime.ts';

export type OnnxSession = {
  readonly runtime: 'native' | 'wasm';
  /** One vector a row, flat. */
  run(ids: BigInt64Array, mask: BigInt64Array, shape: [number, number]): Promise<Float32Array>;
  close(): Promise<void>;
};

export type SessionOptions = { threads: number; runtime?: 'native' | 'wasm' };

/** The runtime's own package where it loads, else WebAssembly (same model, same vectors, about ten times slower). */
export async function openSession(model: Uint8Array, { threads, runtime }: SessionOptions): Promise<OnnxSession> {
  const reasons: string[] = [];
  if (runtime !== 'wasm') {
    try {
      return await openWith('native', await nativeRuntime(), model, threads);
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
      return await openWith('wasm', ort, model, threads);
    } catch (error) {
      reasons.push(`WebAssembly: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new MillwrightError(
    `The embedding model could not be started (${reasons.join('; ')}). Run "npm ci" again, or configure an embedding endpoint.`,
    { code: 'embedder_unavailable' },
  );
}

/** The model's 4-bit weights are unpacked once, at loading (70 MB more). Multiplying by the packed ones takes 1.35 times as long on passages
 *  and as long on questions. WebAssembly keeps them packed: it is short of memory before it is short of time.
 *  Source: onnxruntime_session_options_config_keys.h, session.disable_quant_qdq (constants behind DequantizeLinear are then folded). */
const UNPACKED = { extra: { session: { disable_quant_qdq: '1' } } };

type Runtime = typeof import('onnxruntime-node');

async function openWith(
  runtime: 'native' | 'wasm',
  ort: Pick<Runtime, 'InferenceSession' | 'Tensor'>,
  model: Uint8Array,
  threads: number,
): Promise<OnnxSession> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [runtime === 'native' ? 'cpu' : 'wasm'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...(runtime === 'native' ? UNPACKED : {}),
  });
  return {
    runtime,
    run: async (ids, mask, shape) => {
      const output = await session.run({
        input_ids: new ort.Tensor('int64', ids, shape),
        attention_mask: new ort.Tensor('int64', mask, shape),
      });
      return output.embedding!.data as Float32Array;
    },
    close: () => session.release(),
  };
}
