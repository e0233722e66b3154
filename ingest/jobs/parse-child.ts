import { type ErrorCode, MillwrightError } from '../../knowledge/errors.ts';
import { type ParsedDocument, parseFile } from '../parse-file.ts';
import { DEFAULT_READ_LIMITS, type ReadLimits } from '../read/reader.ts';
import { openRecognition, type RecognitionSettings } from '../read/recognize/open-recognition.ts';
import type { PageRecognition } from '../read/recognize/page-recognition.ts';

export type ParseRequest = {
  path: string;
  name: string;
  fingerprint?: string;
  limits?: Partial<ReadLimits>;
  recognition: RecognitionSettings;
};
export type ParseReply =
  | { type: 'pages'; done: number; total: number }
  | { type: 'parsed'; documents: ParsedDocument[] }
  | { type: 'failed'; code: ErrorCode; message: string };

/** Page events are for people: more than some a second only cost messages. */
const PAGES_EVERY_MS = 100;

/** Kept over files: loading a recognizer takes longer than reading a page. Its settings are the same in every request. */
let opened: { recognition?: PageRecognition } | null = null;

/** The program of the child process that reads files: a request a message; page events, then one reply. */
process.on('message', async ({ path, name, fingerprint, limits, recognition: settings }: ParseRequest) => {
  let last = 0;
  const onPage = (done: number, total: number) => {
    const now = Date.now();
    if (now - last < PAGES_EVERY_MS && done < total) return;
    last = now;
    send({ type: 'pages', done, total });
  };
  try {
    opened ??= openRecognition(settings);
    const recognition = { ...opened, ...(fingerprint === undefined ? {} : { fingerprint }) };
    const documents = await parseFile({ path, name, limits: { ...DEFAULT_READ_LIMITS, ...limits }, onPage, ...recognition });
    send({ type: 'parsed', documents });
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
