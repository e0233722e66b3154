import type { StoreChoice } from '../../knowledge/store/open-store.ts';
import { type InspectedNode, inspectNodes } from '../../knowledge/store/qdrant/inspect-nodes.ts';
import type { Check } from './check.ts';

/** Dates in headers have whole seconds, and a call takes its time. */
const MOST_CLOCK_MS = 5_000;

/** Each node by itself, then what only all of them show; nothing where the passages are in the data folder. */
export async function checkQdrant(choice: StoreChoice): Promise<Check[]> {
  if (choice.kind !== 'qdrant') return [];
  const nodes = await inspectNodes(choice);
  return [...nodes.map(checkNode), ...checkTogether(nodes)];
}

function checkNode({ url, version, clockAheadMs, wrong }: InspectedNode): Check {
  const name = 'qdrant';
  if (wrong !== null) return { name, ok: false, detail: wrong };
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > MOST_CLOCK_MS) {
    const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
    const said = clockAheadMs > 0 ? 'ahead of' : 'behind';
    return { name, ok: false, detail: `the clock of ${url} is ${seconds} s ${said} this machine's: set both by one time server` };
  }
  return { name, ok: true, detail: `${version} at ${url}, key accepted, clocks agree` };
}

function checkTogether(nodes: readonly InspectedNode[]): Check[] {
  const name = 'cluster';
  const working = nodes.filter(({ wrong }) => wrong === null);
  if (working.length === 0) return [];
  const versions = [...new Set(working.map(({ version }) => version))];
  const peers = Math.max(...working.map((node) => node.peers));
  if (versions.length > 1)
    return [{ name, ok: false, detail: `its nodes have versions ${versions.join(' and ')}: bring all to the newer one` }];
  if (new Set(working.map((node) => node.peers)).size > 1)
    return [{ name, ok: false, detail: 'its nodes do not agree who belongs to it: MILLWRIGHT_QDRANT_URL must name nodes of one cluster' }];
  if (peers > nodes.length)
    return [
      { name, ok: false, detail: `it has ${peers} nodes, MILLWRIGHT_QDRANT_URL names ${nodes.length}: name all, so that one may fail` },
    ];
  if (peers < nodes.length)
    return [
      { name, ok: false, detail: `MILLWRIGHT_QDRANT_URL names ${nodes.length} nodes, the cluster has ${peers}: they must be one cluster` },
    ];
  return peers === 1 ? [] : [{ name, ok: true, detail: `${peers} nodes` }];
}
