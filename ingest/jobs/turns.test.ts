import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

describe('Turns', () => {
  it('does one thing after the other in the order asked, also after a failure', async () => {
    const turns = new Turns();
    const seen: number[] = [];
    const work = [30, 0, 10].map((ms, index) =>
      turns.inOrder(async () => {
        await wait(ms);
        seen.push(index);
        if (index === 1) throw new RangeError('no');
        return index;
      }),
    );
    const ended = await Promise.allSettled(work);
    expect(seen).toEqual([0, 1, 2]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('lets nobody go on before the earlier holders of any of its keys', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const first = turns.hold(['a', 'b']);
    const second = turns.hold(['b', 'c']);
    const third = turns.hold(['c']);
    const free = turns.hold(['d']);
    for (const [name, { ready }] of Object.entries({ first, second, third, free })) void ready.then(() => seen.push(name));
    await wait(1);
    expect(seen).toEqual(['first', 'free']);
    first.release();
    await wait(1);
    expect(seen).toEqual(['first', 'free', 'second']);
    second.release();
    await wait(1);
    expect(seen).toEqual(['first', 'free', 'second', 'third']);
    const again = turns.hold(['b']);
    await again.ready;
  });
});
