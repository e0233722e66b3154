import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cosine, embedderContract } from '../embedder.contract.ts';
import { OnnxEmbedder } from './onnx-embedder.ts';

embedderContract('OnnxEmbedder on WebAssembly', () => OnnxEmbedder.open({ runtime: 'wasm' }), { longCharacters: 2_600 });

const TEXTS = [
  'Tighten the casing bolts to 45 N·m.',
  '请按对角顺序拧紧泵壳螺栓。',
  'E-407 | Dry running | Check the suction valve',
  'DANGER! High voltage. Disconnect the supply before opening the cover. '.repeat(40),
  '',
];

describe('OnnxEmbedder on WebAssembly', () => {
  it('says so, and gives the vectors that the native runtime gives', async () => {
    const wasm = await OnnxEmbedder.open({ runtime: 'wasm' });
    expect(wasm.runtime).toBe('wasm');
    // The native one runs in a process of its own: loaded side by side, both would run natively.
    const script = `const { OnnxEmbedder } = await import(${JSON.stringify(path.join(import.meta.dirname, 'onnx-embedder.ts'))});
      const embedder = await OnnxEmbedder.open({ runtime: 'native' });
      const vectors = await embedder.embed(${JSON.stringify(TEXTS)}, 'passage');
      console.log(JSON.stringify({ id: embedder.id, vectors: vectors.map((vector) => [...vector]) }));`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 10_000_000 });
    const native = JSON.parse(stdout) as { id: string; vectors: number[][] };
    expect(native.id).toBe(wasm.id);
    const vectors = await wasm.embed(TEXTS, 'passage');
    for (const [index, vector] of vectors.entries())
      expect(1 - cosine(vector, Float32Array.from(native.vectors[index]!)), TEXTS[index]).toBeLessThan(0.02);
    await wasm.close();
  });
});
