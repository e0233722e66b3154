import { setTimeout as wait } from 'node:timers/promises';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { followJob } from '../../ingest/jobs/follow-job.ts';
import type { JobQueue } from '../../ingest/jobs/job-queue.ts';
import { hasEnded } from '../../knowledge/document/job.ts';
import type { StoredJobFile } from '../../knowledge/store/job-shelf.ts';
import { Job, JobList } from '../api/schemas.ts';
import { openEventStream, wantsEvents } from '../event-stream.ts';
import { parseRequest } from '../problems.ts';

/** A change is told within so long; a job of many files less often, since each event holds them all. */
const LOOK_MS = 250;
const LOOK_MS_A_FILE = 1;

export const JobsQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });

/** The queue: list, one job, as events while they change; cancel, retry, forget. Every process's jobs, not this server's alone. */
export function jobsDoor(queue: JobQueue): Router {
  const router = Router();

  const listed = async (limit: number): Promise<JobList> => JobList.parse({ jobs: await queue.list(limit), holder: await queue.holder() });

  router.get('/jobs', async (request, response) => {
    const { limit } = parseRequest(JobsQuery, request.query);
    if (wantsEvents(request)) await tellList(response, () => listed(limit));
    else response.json(await listed(limit));
  });

  router.get('/jobs/:id', async (request, response) => {
    const { id } = request.params;
    if (wantsEvents(request)) await tellJob(response, queue, id);
    else response.json(Job.parse(await queue.job(id)));
  });

  router.post('/jobs/:id/cancel', async (request, response) => {
    await queue.cancel(request.params.id);
    response.json(Job.parse(await queue.job(request.params.id)));
  });

  router.post('/jobs/:id/retry', async (request, response) => {
    await queue.retry(request.params.id);
    response.json(Job.parse(await queue.job(request.params.id)));
  });

  router.delete('/jobs/:id', async (request, response) => {
    await queue.remove(request.params.id);
    response.status(204).end();
  });

  return router;
}

/** An event `jobs` at first and at each change, until the client goes away. */
async function tellList(response: Response, listed: () => Promise<JobList>): Promise<void> {
  let before = await listed();
  const stream = openEventStream(response);
  stream.send('jobs', before);
  while (!stream.signal.aborted) {
    await wait(LOOK_MS, undefined, { signal: stream.signal }).catch(() => undefined);
    const now = await listed();
    if (!stream.signal.aborted && JSON.stringify(now) !== JSON.stringify(before)) stream.send('jobs', now);
    before = now;
  }
}

/** An event `job` at first and at each change; the last is of the ended job. */
async function tellJob(response: Response, queue: JobQueue, id: string): Promise<void> {
  const { job: first, files: many } = await queue.view(id);
  const stream = openEventStream(response);
  const files = new Map<number, StoredJobFile>();
  const everyMs = hasEnded(first) ? 0 : LOOK_MS + LOOK_MS_A_FILE * many.length;
  for await (const view of followJob(queue, id, { everyMs, signal: stream.signal })) {
    for (const file of view.files) files.set(file.ordinal, file);
    stream.send('job', Job.parse({ ...view.job, files: [...files.values()] }));
  }
  stream.close();
}
