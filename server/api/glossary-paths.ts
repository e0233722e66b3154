import { z } from 'zod';
import type { ZodOpenApiPathsObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { TermSourceName } from '../../knowledge/terms/listed-term.ts';
import { GlossaryImport, ListedTerm, TermList, TermWords } from './schemas.ts';

/** Responses of the errors that calls share. */
export type SharedProblems = Record<'all' | 'body' | 'missing', ZodOpenApiResponsesObject>;

const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } });
const csv = { 'text/csv': { schema: z.string() } };

/** The doors of the glossary in the OpenAPI document. */
export function glossaryPaths({ all, body, missing }: SharedProblems) {
  const id = z.object({ id: z.string().meta({ description: 'Id of a term, as the list gives it.' }) });
  const words = { required: true, content: { 'application/json': { schema: TermWords } } };
  return {
    '/glossary/terms': {
      get: {
        summary: 'Names that mean the same',
        description: 'Edited terms, then those mined from the documents with the places that say so, then those that Millwright brings.',
        requestParams: {
          query: z.object({
            source: TermSourceName.optional(),
            find: z.string().meta({ description: 'Part of a name.' }).optional(),
            limit: z.int().min(1).max(500).default(50).optional(),
            offset: z.int().min(0).default(0).optional(),
          }),
        },
        responses: { 200: json(TermList, 'The terms.'), ...all },
      },
      post: {
        summary: 'Add a term, or block a pair of names',
        description: 'What a person says goes before what the documents say, and stays through every ingest.',
        requestBody: words,
        responses: { 201: json(ListedTerm, 'As it is kept.'), ...body, ...all },
      },
    },
    '/glossary/terms/{id}': {
      put: {
        summary: 'Change an edited term',
        requestParams: { path: id },
        requestBody: words,
        responses: { 200: json(ListedTerm, 'As it is kept.'), ...missing, ...body, ...all },
      },
      delete: {
        summary: 'Take an edited term back, or block a mined or base one',
        requestParams: { path: id },
        responses: { 204: { description: 'It does not count any more.' }, ...missing, ...all },
      },
    },
    '/glossary/import': {
      post: {
        summary: 'Add the terms of a CSV file',
        description: 'Columns english, chinese, blocked; names parted by semicolons. All terms or none; an error names line and column.',
        requestBody: { required: true, content: csv },
        responses: { 200: json(GlossaryImport, 'What was read, and what was new.'), ...body, ...all },
      },
    },
    '/glossary/export': {
      get: {
        summary: 'Terms as CSV',
        requestParams: { query: z.object({ source: TermSourceName.default('edited').optional() }) },
        responses: { 200: { description: 'As the import reads it.', content: csv }, ...all },
      },
    },
  } satisfies ZodOpenApiPathsObject;
}
