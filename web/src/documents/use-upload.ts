import { useState } from 'react';
import type { Job } from '../../../server/api/schemas.ts';
import { callJson } from '../rest/call.ts';
import { events } from '../rest/event-stream.ts';

/** Sends files and follows their job; `onChanged` is called when documents became searchable, and at the end. */
export function useUpload(onChanged: () => void): { job: Job | null; problem: string | null; upload: (files: File[]) => Promise<void> } {
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const upload = async (files: File[]) => {
    if (files.length === 0) return;
    setProblem(null);
    const body = new FormData();
    for (const file of files) body.append('files', file);
    try {
      const taken = await callJson<Job>('/documents', { method: 'POST', body });
      setJob(taken);
      let searchable = false;
      for await (const { data } of events(`/jobs/${taken.id}`, {})) {
        const next = data as Job;
        setJob(next);
        if (next.state === 'searchable' && !searchable) {
          searchable = true;
          onChanged();
        }
      }
    } catch (error) {
      setProblem((error as Error).message);
    }
    onChanged();
  };

  return { job, problem, upload };
}
