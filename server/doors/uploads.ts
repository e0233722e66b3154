import { stat } from 'node:fs/promises';
import { Router } from 'express';
import type { JobQueue } from '../../ingest/jobs/job-queue.ts';
import { Job } from '../api/schemas.ts';
import { receiveFiles } from '../uploads/receive-files.ts';

export type UploadsDoor = {
  router: Router;
  /** Ids of the uploads on their way: their folders belong to no job yet. */
  receiving: ReadonlySet<string>;
};

/** POST /documents takes files and answers 202 with a job, once that survives a crash. */
export function uploadsDoor(queue: JobQueue, maxFileBytes: number): UploadsDoor {
  const router = Router();
  const receiving = new Set<string>();

  router.post('/documents', async (request, response) => {
    const id = queue.newId();
    receiving.add(id);
    try {
      const files = await receiveFiles(request, response, queue.folderOf(id), maxFileBytes);
      const sized = await Promise.all(files.map(async (file) => ({ ...file, bytes: (await stat(file.path)).size })));
      const job = await queue.submitUpload(id, sized);
      response.status(202).location(`/api/v1/jobs/${id}`).json(Job.parse(job));
    } finally {
      receiving.delete(id);
    }
  });

  return { router, receiving };
}
