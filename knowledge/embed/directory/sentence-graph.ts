import { MillwrightError } from '../../errors.ts';
import type { Feed, OnnxSession, Output } from '../onnx/session.ts';
import { padded } from '../onnx/windowed-embedder.ts';
import { type FolderModel, POOLINGS, unusable } from './read-folder.ts';

/** What a graph may give that is one vector a text already, and what it may give of each token; the likelier first. */
const SENTENCES = ['sentence_embedding'];
const TOKENS = ['token_embeddings', 'last_hidden_state'];

type Batch = { ids: BigInt64Array; mask: BigInt64Array; shape: readonly [number, number] };
/** What we have for an input of the graph. */
const INPUTS: Record<string, (batch: Batch) => BigInt64Array> = {
  input_ids: ({ ids }) => ids,
  attention_mask: ({ mask }) => mask,
  token_type_ids: ({ ids }) => new BigInt64Array(ids.length),
  position_ids: ({ ids, shape }) => ids.map((_, place) => BigInt(place % shape[1])),
};

export type GraphParts = { session: OnnxSession; file: string; folder: FolderModel; pad: number };

/** The graph of a sentence-transformer: windows of ids in, one vector a window out. */
export class SentenceGraph {
  readonly #session: OnnxSession;
  readonly #file: string;
  readonly #pad: number;
  readonly #output: string;
  /** Null: the graph pools by itself. */
  readonly #pooling: FolderModel['pooling'];

  /** Errors: embedder_unavailable (an input that we do not have, outputs that are no vectors, no or unknown pooling). */
  constructor({ session, file, folder, pad }: GraphParts) {
    this.#session = session;
    this.#file = file;
    this.#pad = pad;
    this.#refuseInputs();
    const named = (names: readonly string[]) => names.find((name) => session.outputs.some((output) => output.name === name));
    const sentence = named(SENTENCES);
    this.#output = sentence ?? named(TOKENS) ?? this.#only();
    this.#pooling = sentence === undefined ? this.#poolingOf(folder) : null;
    const type = session.outputs.find(({ name }) => name === this.#output)!.type;
    if (type !== 'float32') throw this.#unusable(`gives "${this.#output}" as ${type} where float32 is wanted`, 'Export it in 32 bits.');
  }

  /** `promptTokens`: how many at the beginning belong to the prefix and its mark. Errors: embedder_misbehaved. */
  async run(windows: readonly number[][], promptTokens: number): Promise<Float32Array[]> {
    const batch = padded(windows, this.#pad);
    const feeds = Object.fromEntries(this.#session.inputs.map(({ name, type }) => [name, typed(INPUTS[name]!(batch), type)]));
    const output = (await this.#session.run(feeds, batch.shape, [this.#output]))[this.#output]!;
    const shape = this.#pooling === null ? [windows.length] : batch.shape;
    if (output.dims.length !== shape.length + 1 || shape.some((size, axis) => output.dims[axis] !== size)) {
      const [found, wanted] = [output.dims.join(' x '), [...shape, 'dimensions'].join(' x ')];
      throw new MillwrightError(
        `The embedding model "${this.#file}" gave "${this.#output}" as ${found} numbers where ${wanted} are wanted.`,
        {
          code: 'embedder_misbehaved',
        },
      );
    }
    return windows.map((ids, row) => this.#vector(output, row, ids.length, promptTokens));
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #vector({ data, dims }: Output, row: number, tokens: number, promptTokens: number): Float32Array {
    const width = dims.at(-1)!;
    if (this.#pooling === null) return data.slice(row * width, (row + 1) * width);
    const start = row * dims[1]! * width;
    const token = (index: number) => data.subarray(start + index * width, start + (index + 1) * width);
    const { mode, includePrompt } = this.#pooling;
    if (mode === 'cls') return token(0).slice();
    if (mode === 'lasttoken') return token(tokens - 1).slice();
    const from = includePrompt ? 0 : Math.min(promptTokens, tokens - 1);
    const mean = new Float32Array(width);
    for (let index = from; index < tokens; index += 1) for (const [axis, value] of token(index).entries()) mean[axis]! += value;
    return mean.map((value) => value / (tokens - from));
  }

  #refuseInputs(): void {
    const { inputs } = this.#session;
    const strange = inputs.filter(({ name, type }) => INPUTS[name] === undefined || !['int64', 'int32'].includes(type));
    if (strange.length === 0 && inputs.some(({ name }) => name === 'input_ids')) return;
    const wanted = strange.map(({ name, type }) => `"${name}" (${type})`).join(', ');
    const wrong = strange.length === 0 ? 'wants no "input_ids"' : `wants ${wanted}, which Millwright does not have`;
    throw this.#unusable(wrong, `It has ${Object.keys(INPUTS).join(', ')}: export the model for the task "feature-extraction".`);
  }

  #only(): string {
    const { outputs } = this.#session;
    if (outputs.length === 1) return outputs[0]!.name;
    const wrong = `gives ${outputs.map(({ name }) => `"${name}"`).join(', ')}, and none of ${[...SENTENCES, ...TOKENS].join(', ')}`;
    throw this.#unusable(wrong, 'Export the model for the task "feature-extraction".');
  }

  #poolingOf({ pooling, otherModules }: FolderModel): FolderModel['pooling'] {
    const remedy = 'Export it so that the graph gives "sentence_embedding" (optimum-cli export onnx --library sentence_transformers).';
    if (otherModules.length > 0)
      throw this.#unusable(`lacks the layers that modules.json puts after it (${otherModules.join(', ')})`, remedy);
    if (pooling !== null) return pooling;
    const wrong = 'gives vectors of tokens, and no 1_Pooling/config.json says how they become one';
    throw this.#unusable(wrong, `Copy that file from where the model comes from: it names one of ${POOLINGS.join(', ')}.`);
  }

  #unusable(wrong: string, remedy: string): MillwrightError {
    return unusable(this.#file, wrong, remedy);
  }
}

function typed(feed: BigInt64Array, type: string): Feed {
  return type === 'int32' ? Int32Array.from(feed, Number) : feed;
}
