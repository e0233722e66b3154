import { useState } from 'react';
import type { Job } from '../../../server/api/schemas.ts';
import { events } from '../rest/event-stream.ts';
import { sendFiles } from '../rest/send-files.ts';

export type Upload = {
  /** Share of the bytes sent, 0..1; null: nothing is being sent. */
  sent: number | null;
  job: Job | null;
  problem: unknown;
  upload(files: File[]): Promise<void>;
};

/** Sends files and follows their job; `onChanged` is called when documents became searchable, and at the end. */
export function useUpload(onChanged: () => void): Upload {
  const [sent, setSent] = useState<number | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  const follow = async (id: string) => {
    let searchable = false;
    for await (const { data } of events(`/jobs/${id}`, {})) {
      const next = data as Job;
      setJob(next);
      if (next.state === 'searchable' && !searchable) {
        searchable = true;
        onChanged();
      }
    }
  };
  const upload = async (files: File[]) => {
    if (files.length === 0) return;
    setProblem(null);
    setJob(null);
    setSent(0);
    try {
      const taken = await sendFiles(files, setSent);
      setSent(null);
      setJob(taken);
      await follow(taken.id);
    } catch (error) {
      setSent(null);
      setProblem(error);
    }
    onChanged();
  };

  return { sent, job, problem, upload };
}
