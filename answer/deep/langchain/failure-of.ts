import { isConnectionError } from '../../../knowledge/embed/openai/retries.ts';
import { ModelFailure } from '../../compose/model/chat-model.ts';

type Endpoint = { model: string; baseUrl: string; called: number };

/** What an error of the library or of its client means for the reader. */
export function failureOf(error: unknown, { model, baseUrl, called }: Endpoint): ModelFailure {
  const failure = (reason: ModelFailure['reason'], what: string) =>
    new ModelFailure(reason, `The model "${model}" at ${baseUrl} ${what}.`, { cause: error });
  const causes = causesOf(error);
  const status = causes.map((cause) => (cause as { status?: unknown }).status).find((each) => typeof each === 'number');
  const said = causes.map((cause) => String((cause as Error).message ?? cause)).join(' ');
  const refusesTools = status === 400 || status === 404 || status === 422 || status === 501;
  if (called === 0 && refusesTools && /\btools?\b|tool_choice|function.?call/i.test(said)) return failure('no_tools', 'refuses tool calls');
  if (status === 429) return failure('busy', 'has too many requests (429)');
  if (typeof status === 'number' && status >= 500) return failure('failed', `answered ${status}`);
  if (typeof status === 'number') return failure('refused', `refused the request (${status})`);
  if (causes.some((cause) => /time.?out/i.test((cause as Error).name ?? '')) || /timed out/i.test(said))
    return failure('timed_out', 'was silent for too long');
  if (causes.some(isConnectionError) || /connection error/i.test(said))
    return failure('unreachable', 'cannot be reached, or the connection broke');
  return failure('malformed', 'gave an answer that cannot be understood');
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause !== undefined && cause !== null && causes.length < 8; cause = (cause as Error).cause) causes.push(cause);
  return causes;
}
