import { useEffect, useState } from 'react';
import type { JobList, JobSummary } from '../../../server/api/schemas.ts';
import { events } from '../rest/event-stream.ts';

/** After the connection broke, it is tried again so much later, ms. */
const AGAIN_MS = 3_000;
const SHOWN = 20;

/** The jobs of the server as they change, while `active`. */
export function useJobs(active: boolean, onChanged: () => void): { jobs: readonly JobSummary[]; problem: unknown } {
  const [jobs, setJobs] = useState<readonly JobSummary[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    if (!active) return undefined;
    const stop = new AbortController();
    let known: string | null = null;
    const follow = async () => {
      for await (const { data } of events(`/jobs?limit=${SHOWN}`, { signal: stop.signal })) {
        const { jobs: next } = data as JobList;
        setJobs(next);
        setProblem(null);
        const reached = next.map(({ id, searchableAt, endedAt }) => `${id} ${searchableAt} ${endedAt}`).join();
        if (known !== null && reached !== known) onChanged();
        known = reached;
      }
    };
    const followAlways = async () => {
      while (!stop.signal.aborted) {
        await follow().catch((error) => !stop.signal.aborted && setProblem(error));
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    };
    void followAlways();
    return () => stop.abort();
  }, [active, onChanged]);
  return { jobs, problem };
}
