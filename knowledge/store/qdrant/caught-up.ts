/** Of GET /cluster. */
export type ClusterView = { status: string; raft_info?: { term: number; commit: number; pending_operations: number } };

/** Whether a node that was away knows what its cluster decided meanwhile, which copies are out of date among it: until then it takes its own
 *  for current and answers from them. `others`: what the nodes that answered say, itself aside; without any, nobody can tell. */
export function caughtUp({ raft_info: own }: ClusterView, others: readonly ClusterView[]): boolean {
  if (own === undefined) return true;
  const known = others.flatMap(({ raft_info }) => raft_info ?? []);
  return known.length > 0 && own.pending_operations === 0 && known.every(({ term, commit }) => own.term >= term && own.commit >= commit);
}
