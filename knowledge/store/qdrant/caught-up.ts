/** Of GET /cluster. */
export type ClusterView = {
  status: string;
  raft_info?: { term: number; commit: number; pending_operations: number };
  consensus_thread_status?: { consensus_thread_status: string; err?: string };
};

/** A node whose disk was full, say: it hears nothing more of its cluster until it is started again. */
export function hasStoppedFollowing({ consensus_thread_status: thread }: ClusterView): boolean {
  return thread?.consensus_thread_status === 'stopped_with_err';
}

/** Whether a node that was away knows what its cluster decided meanwhile, which copies are out of date among it: until then it takes its own
 *  for current and answers from them. `others`: what the nodes that answered say, itself aside; without any, nobody can tell. */
export function caughtUp(view: ClusterView, others: readonly ClusterView[]): boolean {
  const { raft_info: own } = view;
  if (own === undefined) return true;
  if (hasStoppedFollowing(view)) return false;
  const known = others.flatMap(({ raft_info }) => raft_info ?? []);
  return known.length > 0 && own.pending_operations === 0 && known.every(({ term, commit }) => own.term >= term && own.commit >= commit);
}
