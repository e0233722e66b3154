import { messageOf } from '../run-command.ts';

/** One thing that was looked at: whether it is as it should be, and what it is or what to do. */
export type Check = { name: string; ok: boolean; detail: string };

/** An error is what is wrong. */
export async function attempt(name: string, work: () => Promise<{ ok?: boolean; detail: string }>): Promise<Check> {
  try {
    const { ok = true, detail } = await work();
    return { name, ok, detail };
  } catch (error) {
    return { name, ok: false, detail: messageOf(error) };
  }
}
