import type { MillwrightError } from '../../errors.ts';
import { type ClusterView, hasStoppedFollowing } from './caught-up.ts';
import { QdrantNodes, type QdrantServer } from './qdrant-nodes.ts';
import { checkVersion } from './server-version.ts';

export type InspectedNode = {
  url: string;
  /** Null where it could not be asked. */
  version: string | null;
  /** How far its clock is ahead of this machine's, ms; null where it does not tell. */
  clockAheadMs: number | null;
  /** Of its cluster, itself included; 1 where it is alone. */
  peers: number;
  /** What is wrong with it, and what to do; null where nothing is. */
  wrong: string | null;
};

type Cluster = ClusterView & { peers?: Record<string, unknown> };

/** Asks every node by itself; those that fail are found where a search passes them over. */
export function inspectNodes(server: QdrantServer): Promise<InspectedNode[]> {
  return Promise.all(server.urls.map((url) => inspectNode(url, server)));
}

async function inspectNode(url: string, server: QdrantServer): Promise<InspectedNode> {
  const node = new QdrantNodes({ ...server, urls: [url] });
  const found: InspectedNode = { url, version: null, clockAheadMs: null, peers: 1, wrong: null };
  try {
    found.version = await checkVersion(node);
    found.clockAheadMs = await clockAheadMs(url, server.timeoutMs);
    // Unlike the version, it is told only to those who have the key.
    const cluster = await node.read<Cluster>({ method: 'GET', path: '/cluster' });
    found.peers = Math.max(1, Object.keys(cluster?.peers ?? {}).length);
    if (cluster !== null && hasStoppedFollowing(cluster))
      found.wrong = `the node at ${url} no longer follows its cluster (${cluster.consensus_thread_status?.err ?? 'no reason given'}): look at its log, and start it again`;
  } catch (error) {
    found.wrong = (error as MillwrightError).message;
  }
  return found;
}

/** HTTP dates have whole seconds. */
async function clockAheadMs(url: string, timeoutMs: number): Promise<number | null> {
  const { headers } = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  const date = headers.get('date');
  return date === null ? null : Date.parse(date) - Date.now();
}
