import type OpenAI from 'openai';
import { APIError } from 'openai';
import type { ChatRequest } from '../chat-model.ts';

type Body = OpenAI.Chat.ChatCompletionCreateParamsStreaming;

/** How an endpoint wants to be asked: OpenAI-compatible ones differ in what they refuse. */
export type Ways = {
  format: 'json_schema' | 'json_object' | 'none';
  /** A fixed temperature and seed; reasoning models refuse them. */
  fixed: boolean;
  limit: 'max_tokens' | 'max_completion_tokens';
  /** Asks for the tokens used at the end of the stream. */
  usage: boolean;
};

export const FIRST_WAYS: Ways = { format: 'json_schema', fixed: true, limit: 'max_tokens', usage: true };

export function bodyOf(model: string, { system, user, schema, maxTokens }: ChatRequest, ways: Ways): Body {
  return {
    model,
    stream: true,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    [ways.limit]: maxTokens,
    ...(ways.fixed && { temperature: 0, seed: 7 }),
    ...(ways.usage && { stream_options: { include_usage: true } }),
    ...(ways.format === 'json_schema' && { response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } } }),
    ...(ways.format === 'json_object' && { response_format: { type: 'json_object' } }),
  } as Body;
}

/** What to try after a request was refused: without what the refusal names; where it names nothing, without what is refused most
 *  often. Null: nothing is left to leave out. */
export function waysAfter(ways: Ways, error: unknown): Ways | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const named = `${error.param ?? ''} ${error.message}`;
  if (/max_completion_tokens|max_tokens/.test(named) && ways.limit === 'max_tokens') return { ...ways, limit: 'max_completion_tokens' };
  if (/temperature|seed/.test(named) && ways.fixed) return { ...ways, fixed: false };
  if (/stream_options|include_usage/.test(named) && ways.usage) return { ...ways, usage: false };
  if (ways.format !== 'none') return { ...ways, format: ways.format === 'json_schema' ? 'json_object' : 'none' };
  if (ways.usage) return { ...ways, usage: false };
  return ways.fixed ? { ...ways, fixed: false } : null;
}
