import { once } from 'node:events';

/** Program output alone; resolves when it is taken, so that a slow reader of a pipe slows us instead of filling memory. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

export function printJson(value: unknown): Promise<void> {
  return print(JSON.stringify(value));
}

/** For people; never mixed into what programs read. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
