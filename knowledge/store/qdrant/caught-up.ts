/** Of GET /cluster. */
export type ClusterView = { status: string; raft_info?: { commit: number; pending_operations: number } };

/** Whether a node that was away knows what its cluster decided meanwhile, which copies are out of date among it: until then it takes its own
 *  for current and answers from them. `others`: what the nodes that answered say, itself aside. */
export function caughtUp(own: ClusterView, others: readonly ClusterView[]): boolean {
  if (own.raft_info === undefined) return true;
  const known = Math.max(0, ...others.map(({ raft_info }) => raft_info?.commit ?? 0));
  return own.raft_info.commit >= known && own.raft_info.pending_operations === 0;
}
