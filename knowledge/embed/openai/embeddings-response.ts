import { z } from 'zod';
import type { Embedder } from '../embedder.ts';

const MAX_TEXTS = 256;
const MAX_CHARACTERS = 200_000;

/** The body of POST /v1/embeddings as OpenAI clients send it; `input_type` says how the texts will be used (default: passage). */
export const EmbeddingsRequest = z.object({
  input: z
    .union([z.string(), z.array(z.string()).min(1).max(MAX_TEXTS)])
    .refine((input) => [input].flat().join('').length <= MAX_CHARACTERS, { message: `holds more than ${MAX_CHARACTERS} characters` }),
  model: z.string().optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
  input_type: z.enum(['query', 'passage']).default('passage'),
});
export type EmbeddingsRequest = z.infer<typeof EmbeddingsRequest>;

export type EmbeddingsResponse = {
  object: 'list';
  model: string;
  data: { object: 'embedding'; index: number; embedding: number[] | string }[];
  usage: { prompt_tokens: number; total_tokens: number };
};

/** The answer that OpenAI's clients understand: vectors in the order of the texts, as numbers or as base64 of float32. */
export async function embeddingsResponse(
  embedder: Embedder,
  request: EmbeddingsRequest,
  signal?: AbortSignal,
): Promise<EmbeddingsResponse> {
  const texts = [request.input].flat();
  const vectors = await embedder.embed(texts, request.input_type, signal);
  const data = vectors.map((vector, index) => ({
    object: 'embedding' as const,
    index,
    embedding:
      request.encoding_format === 'base64'
        ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
        : [...vector],
  }));
  // Four characters a token is what clients expect a usage to be near; nothing is billed by it.
  const tokens = Math.ceil(texts.join('').length / 4);
  return { object: 'list', model: embedder.id, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}
