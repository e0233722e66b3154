import { Router } from 'express';
import { openEventStream, wantsEvents } from '../event-stream.ts';
import { receiveFiles } from '../uploads/receive-files.ts';
import { UploadJobs } from '../uploads/upload-jobs.ts';

/** POST /documents takes files and answers 202 with a job; GET /jobs/{id} says how it stands, or tells each change as events. */
export function uploadsDoor(jobs: UploadJobs, maxFileBytes: number): Router {
  const router = Router();

  router.post('/documents', async (request, response) => {
    const id = jobs.begin();
    const files = await receiveFiles(request, response, jobs.folderOf(id), maxFileBytes);
    const job = await jobs.add(id, files);
    response.status(202).location(`/api/v1/jobs/${id}`).json(job);
  });

  router.get('/jobs/:id', (request, response) => {
    const job = jobs.get(request.params.id);
    if (!wantsEvents(request)) {
      response.json(job);
      return;
    }
    const stream = openEventStream(response);
    stream.send('job', job);
    if (UploadJobs.hasEnded(job)) {
      stream.close();
      return;
    }
    const stop = jobs.watch(job.id, (changed) => {
      stream.send('job', changed);
      if (UploadJobs.hasEnded(changed)) stream.close();
    });
    stream.signal.addEventListener('abort', stop);
  });

  return router;
}
