import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { read, unusable } from './read-folder.ts';

const Json = z.looseObject({});
const PaddingAndMarks = z.looseObject({
  padding: z.looseObject({ pad_id: z.number().int().optional() }).nullish(),
});
const Special = z.union([z.string(), z.looseObject({ content: z.string() })]);
const Config = z.looseObject({ pad_token: Special.nullish() });

/** The tokenizer of a folder (tokenizer.json, and tokenizer_config.json where there is one). */
export class FolderTokenizer {
  /** Marks that the model wants before and after a text ([CLS], [SEP]). */
  readonly leading: readonly number[];
  readonly trailing: readonly number[];
  readonly pad: number;
  readonly #tokenizer: Tokenizer;

  private constructor(tokenizer: Tokenizer, pad: number) {
    this.#tokenizer = tokenizer;
    this.pad = pad;
    const bare = this.encode('a');
    const marked: number[] = tokenizer.encode('a').ids;
    const at = marked.findIndex((_, start) => bare.every((id, index) => marked[start + index] === id));
    this.leading = marked.slice(0, Math.max(0, at));
    this.trailing = marked.slice(Math.max(0, at) + bare.length);
  }

  /** `padId`: where neither file names one. Errors: embedder_unavailable. */
  static async open(folder: string, padId: number | null): Promise<FolderTokenizer> {
    const file = path.join(folder, 'tokenizer.json');
    const json = await read(folder, 'tokenizer.json', PaddingAndMarks);
    if (json === null) throw unusable(file, 'is missing', 'Export the model with its fast tokenizer, which writes that file.');
    const config = (await read(folder, 'tokenizer_config.json', Config)) ?? {};
    try {
      const tokenizer = new Tokenizer(Json.parse(json), config);
      const named = typeof config.pad_token === 'string' ? config.pad_token : (config.pad_token?.content ?? null);
      const pad = (named === null ? undefined : tokenizer.token_to_id(named)) ?? json.padding?.pad_id ?? padId ?? 0;
      return new FolderTokenizer(tokenizer, pad);
    } catch (error) {
      throw unusable(file, `cannot be used: ${(error as Error).message}`, 'Choose another model, or an embedding endpoint.', error);
    }
  }

  /** Ids of the text's pieces, without the marks. */
  encode(text: string): number[] {
    return text === '' ? [] : this.#tokenizer.encode(text.toWellFormed(), { add_special_tokens: false }).ids;
  }
}
