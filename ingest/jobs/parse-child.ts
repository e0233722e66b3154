import { type ErrorCode, MillwrightError } from '../../knowledge/errors.ts';
import { type ParsedDocument, parseFile } from '../parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../read/reader.ts';

export type ParseRequest = { path: string; name: string };
export type ParseReply =
  | { type: 'pages'; done: number; total: number }
  | { type: 'parsed'; documents: ParsedDocument[] }
  | { type: 'failed'; code: ErrorCode; message: string };

/** Page events are for people: more than some a second only cost messages. */
const PAGES_EVERY_MS = 100;

/** The program of the child process that reads files: a request a message; page events, then one reply. */
process.on('message', async ({ path, name }: ParseRequest) => {
  let last = 0;
  const onPage = (done: number, total: number) => {
    const now = Date.now();
    if (now - last < PAGES_EVERY_MS && done < total) return;
    last = now;
    send({ type: 'pages', done, total });
  };
  try {
    send({ type: 'parsed', documents: await parseFile({ path, name, limits: DEFAULT_READ_LIMITS, onPage }) });
  } catch (error) {
    send(failure(error, name));
  }
});
process.on('disconnect', () => process.exit(0));

function send(reply: ParseReply): void {
  process.send?.(reply);
}

function failure(error: unknown, name: string): ParseReply {
  if (error instanceof MillwrightError) return { type: 'failed', code: error.code, message: error.message };
  if ((error as NodeJS.ErrnoException)?.code === 'ENOENT')
    return { type: 'failed', code: 'file_missing', message: `"${name}" is gone: it was moved or deleted while it was being ingested.` };
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return {
    type: 'failed',
    code: 'file_damaged',
    message: `"${name}" cannot be read: ${reason}. Open it in a viewer and save it anew, or fetch it again from its maker.`,
  };
}
