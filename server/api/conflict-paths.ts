import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import type { SharedProblems } from './glossary-paths.ts';
import { ConflictList, DismissRequest } from './schemas.ts';

const list = (description: string) => ({ description, content: { 'application/json': { schema: ConflictList } } });

/** The doors of conflicts between documents in the OpenAPI document. */
export function conflictPaths({ all, body, missing }: SharedProblems) {
  const id = z.object({ id: z.string().meta({ description: 'Id of a conflict, as the list and answers give it.' }) });
  return {
    '/conflicts': {
      get: {
        summary: 'Where current documents disagree',
        description:
          'Conflicts that questions came upon or a search found, with both places; `dismissed` where a person said that it is none.',
        responses: { 200: list('Conflicts whose words still stand in current documents, oldest first.'), ...all },
      },
      post: {
        summary: 'Look through all documents for conflicts',
        description: 'Takes seconds in a large plant; answers go on meanwhile.',
        responses: { 200: list('All that are known now.'), ...all },
      },
    },
    '/conflicts/{id}/dismissal': {
      put: {
        summary: 'Say that a conflict is none',
        description: 'It stays in answers, with the reason, and is flagged no longer.',
        requestParams: { path: id },
        requestBody: { required: true, content: { 'application/json': { schema: DismissRequest } } },
        responses: { 204: { description: 'Kept, through every ingest.' }, ...missing, ...body, ...all },
      },
      delete: {
        summary: 'Flag a conflict again',
        requestParams: { path: id },
        responses: { 204: { description: 'It is flagged again.' }, ...missing, ...all },
      },
    },
  } satisfies ZodOpenApiPathsObject;
}
