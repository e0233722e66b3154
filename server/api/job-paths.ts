import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import type { SharedProblems } from './glossary-paths.ts';
import { Job, JobList, Problem } from './schemas.ts';

const json = (description: string) => ({ description, content: { 'application/json': { schema: Job } } });
const events = (description: string) => ({ 'text/event-stream': { schema: z.string().meta({ description }) } });

/** The doors of ingestion's jobs in the OpenAPI document. */
export function jobPaths({ all, missing }: SharedProblems) {
  const jobId = z.object({ id: z.string() });
  const content = { 'application/problem+json': { schema: Problem } };
  const conflict = { 409: { description: 'Not in this state: the job has ended already, or has not yet.', content } };
  return {
    '/jobs': {
      get: {
        summary: 'Jobs, newest first',
        description: 'All ingestion: uploads, commands, watched folders. With "Accept: text/event-stream" an event `jobs` at each change.',
        requestParams: { query: z.object({ limit: z.int().min(1).max(500).default(50).optional() }) },
        responses: {
          200: { description: 'The jobs.', content: { 'application/json': { schema: JobList }, ...events('Events named `jobs`.') } },
          ...all,
        },
      },
    },
    '/jobs/{id}/cancel': {
      post: {
        summary: 'Cancel a job',
        description: 'It stops at the next safe point; what is stored stays.',
        requestParams: { path: jobId },
        responses: { 200: json('The job; `cancelling` until it has stopped.'), ...conflict, ...missing, ...all },
      },
    },
    '/jobs/{id}/retry': {
      post: {
        summary: 'Read again what failed or was cancelled',
        requestParams: { path: jobId },
        responses: {
          200: json('The job, waiting again; each file keeps why it failed until it is read.'),
          ...conflict,
          ...missing,
          ...all,
        },
      },
    },
    '/jobs/{id}': {
      get: {
        summary: 'How a job stands',
        description: 'JSON, or with "Accept: text/event-stream" an event `job` at each change until it has ended.',
        requestParams: { path: jobId },
        responses: {
          200: { description: 'The job.', content: { 'application/json': { schema: Job }, ...events('Events named `job`.') } },
          ...missing,
          ...all,
        },
      },
      delete: {
        summary: 'Forget an ended job',
        description: 'Its documents stay; what is left of its upload goes.',
        requestParams: { path: jobId },
        responses: { 204: { description: 'Forgotten.' }, ...conflict, ...missing, ...all },
      },
    },
  } satisfies ZodOpenApiPathsObject;
}
