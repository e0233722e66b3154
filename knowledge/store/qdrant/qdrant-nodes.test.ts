import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caughtUp } from './caught-up.ts';
import { QdrantNodes } from './qdrant-nodes.ts';

/** A node that says who answered, and how far it follows its cluster. */
class Node {
  silent = false;
  /** It says how it stands, and answers nothing else. */
  slow = false;
  commit = 10;
  asked = 0;
  readonly #server: Server = createServer((request, response) => {
    if (this.silent) return;
    const raft_info = { term: 1, commit: this.commit, pending_operations: 0 };
    if (request.url === '/cluster') return void response.end(JSON.stringify({ result: { status: 'enabled', raft_info } }));
    this.asked += 1;
    if (this.slow) return;
    response.end(JSON.stringify({ result: this.url }));
  });

  async listen(): Promise<this> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const REST_MS = 20;
let one: Node;
let other: Node;
let nodes: QdrantNodes;
beforeEach(async () => {
  [one, other] = [await new Node().listen(), await new Node().listen()];
  nodes = new QdrantNodes({ urls: [one.url, other.url], apiKey: null, timeoutMs: 1_000 }, { restMs: REST_MS, settleMs: 300 });
});
afterEach(() => {
  one.close();
  other.close();
});

/** So many questions, with time for the looks in between. */
async function ask(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await nodes.read({ path: '/x' });
    await wait(REST_MS);
  }
}

describe('a node that was silent', () => {
  it('is asked again only when it knows what its cluster decided meanwhile', async () => {
    other.silent = true;
    await ask(3);
    one.commit = 12;
    other.silent = false;
    other.asked = 0;
    await ask(30);
    expect(other.asked).toBe(0);

    other.commit = 12;
    for (let time = 0; time < 100 && other.asked === 0; time += 1) await ask(1);
    expect(other.asked).toBeGreaterThan(0);
  });

  it('is not asked for want of others that are slow, before it is level with them: it would answer from what it held', async () => {
    other.silent = true;
    await ask(3);
    [one.slow, one.commit] = [true, 12];
    other.silent = false;
    other.asked = 0;
    await expect(nodes.read({ path: '/x' })).rejects.toMatchObject({
      code: 'store_unreachable',
      message: expect.stringContaining('does not know'),
    });
    expect(other.asked).toBe(0);
    other.commit = 12;
    expect(await nodes.read({ path: '/x' })).toBe(other.url);
  });

  it('is asked for want of others', async () => {
    other.silent = true;
    await ask(3);
    one.silent = true;
    other.silent = false;
    expect(await nodes.read({ path: '/x' })).toBe(other.url);
  });
});

describe('after a write', () => {
  it('waits until every node knows what the cluster decided of it', async () => {
    one.commit = 12;
    let isLevel = false;
    setTimeout(() => {
      isLevel = true;
      other.commit = 12;
    }, 100);
    await nodes.settled();
    expect(isLevel).toBe(true);
    await ask(4);
    expect(other.asked).toBeGreaterThan(0);
  });

  it('leaves alone a node that goes on not knowing it, until it does', async () => {
    one.commit = 12;
    await nodes.settled();
    await ask(6);
    expect(other.asked).toBe(0);
    other.commit = 12;
    for (let time = 0; time < 100 && other.asked === 0; time += 1) await ask(1);
    expect(other.asked).toBeGreaterThan(0);
  });

  it('leaves alone a node that does not say how far it is', async () => {
    other.silent = true;
    await nodes.settled();
    other.silent = false;
    one.commit = 12;
    await ask(6);
    expect(other.asked).toBe(0);
  });

  it('goes on asking the only node that answers', async () => {
    other.silent = true;
    await ask(3);
    await nodes.settled();
    expect(await nodes.read({ path: '/x' })).toBe(one.url);
  });
});

it.each([
  ['alone, without a cluster', null, [], true],
  [
    'level with the others',
    [2, 5],
    [
      [2, 5],
      [1, 4],
    ],
    true,
  ],
  [
    'behind one of them',
    [2, 4],
    [
      [2, 5],
      [2, 3],
    ],
    false,
  ],
  ['of a time before another was chosen to lead', [1, 5], [[2, 5]], false],
  ['the only one that answers', [2, 4], [], false],
] as [string, number[] | null, number[][], boolean][])('%s', (_name, own, others, expected) => {
  const view = ([term = 0, commit = 0]: number[]) => ({ status: 'enabled', raft_info: { term, commit, pending_operations: 0 } });
  expect(caughtUp(own === null ? { status: 'disabled' } : view(own), others.map(view))).toBe(expected);
});

it('a node that has stopped following its cluster, though it is as far as the others were then', () => {
  const level = { status: 'enabled', raft_info: { term: 2, commit: 5, pending_operations: 0 } };
  const stopped = { ...level, consensus_thread_status: { consensus_thread_status: 'stopped_with_err', err: 'no space left' } };
  expect(caughtUp(level, [level])).toBe(true);
  expect(caughtUp(stopped, [level])).toBe(false);
});
