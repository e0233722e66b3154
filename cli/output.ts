import { once } from 'node:events';

/** What steers a terminal, or turns the direction of writing around: texts of documents may hold it. */
const STEERING = /[[\p{Cc}\u202a-\u202e\u2066-\u2069]--[\t\n]]/gv;

/** Program output alone; resolves when it is taken, so that a slow reader of a pipe slows us instead of filling memory. */
export function print(text: string): Promise<void> {
  return write(text.replaceAll(STEERING, ''));
}

/** Letter for letter: JSON escapes what steers a terminal. */
export function printJson(value: unknown): Promise<void> {
  return write(JSON.stringify(value));
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

/** For people; never mixed into what programs read. */
export function say(text: string): void {
  process.stderr.write(`${text.replaceAll(STEERING, '')}\n`);
}
