import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { conflictPaths } from './conflict-paths.ts';
import { glossaryPaths } from './glossary-paths.ts';
import { jobPaths } from './job-paths.ts';
import {
  Answer,
  AnswerReplay,
  AskRequest,
  AssetChange,
  AssetList,
  Capabilities,
  DocumentChange,
  DocumentDetail,
  DocumentList,
  Health,
  Job,
  ListedAssets,
  PassageView,
  Problem,
  SearchRequest,
  SearchResponse,
  VerifyBatchRequest,
  VerifyBatchResponse,
} from './schemas.ts';

const problem = { 'application/problem+json': { schema: Problem } };
const problems = Object.fromEntries(
  Object.entries({
    400: 'The request is not valid; `errors` names each field.',
    401: 'A key is needed (only where the server listens on more than this machine).',
    403: 'Not from here.',
    429: 'Too many calls; wait.',
    500: 'Something went wrong inside.',
    503: 'Not available now; try again.',
  }).map(([status, description]) => [status, { description, content: problem }]),
);
/** Of calls with a JSON body. */
const bodyProblems = {
  413: { description: 'The body is larger than 1 MB.', content: problem },
  415: { description: 'The body is not JSON, or not UTF-8.', content: problem },
};
const notFound = { 404: { description: 'There is no such thing; `detail` says which.', content: problem } };
const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } });
const events = (description: string) => ({ 'text/event-stream': { schema: z.string().meta({ description }) } });

const answerId = z.string().meta({ description: 'The `id` of an Answer whose `kept` is true.' });
const documentId = z.string().meta({ description: 'Id of a document (opaque), as the list gives it.' });

/** The OpenAPI 3.1 document of /api/v1, made from the schemas that validate. `keyNeeded`: say that a bearer key is needed. */
export function openApiDocument(version: string, keyNeeded: boolean): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Millwright',
      version,
      description:
        "Questions answered from the plant's own documents, each statement with the passage that says so. Errors are RFC 9457 problem documents.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    ...(keyNeeded ? { security: [{ key: [] }] } : {}),
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'Made by "millwright keys create NAME".' } } },
    paths: {
      ...questionPaths,
      ...documentPaths,
      ...assetPaths,
      ...conflictPaths({ all: problems, body: bodyProblems, missing: notFound }),
      ...jobPaths({ all: problems, body: bodyProblems, missing: notFound }),
      ...glossaryPaths({ all: problems, body: bodyProblems, missing: notFound }),
      ...healthPaths,
    },
  });
}

const questionPaths = {
  '/ask': {
    post: {
      summary: 'Ask a question',
      description:
        'JSON, or with "Accept: text/event-stream" the events `stage`, `citation`, `statement`, `answer`, `error` as they are ready. `withdrawn` (with a FallbackReason): the statements and citations so far do not count, others follow.',
      requestBody: { required: true, content: { 'application/json': { schema: AskRequest } } },
      responses: {
        200: {
          description: 'The answer; `outcome` says whether the documents hold one.',
          content: {
            'application/json': { schema: Answer },
            ...events('Events; the last is `answer` (the whole Answer) or `error` (a Problem).'),
          },
        },
        ...bodyProblems,
        ...problems,
      },
    },
  },
  '/answers/{id}': {
    get: {
      summary: 'An answer that was given',
      description:
        'As it was given, with its question, settings and the revisions that it cites; `changes` says which of these were superseded, removed, replaced or read again since.',
      requestParams: { path: z.object({ id: answerId }) },
      responses: { 200: json(AnswerReplay, 'The answer, and how its documents stand now.'), ...notFound, ...problems },
    },
    delete: {
      summary: 'Forget an answer',
      requestParams: { path: z.object({ id: answerId }) },
      responses: { 204: { description: 'Gone: the question too.' }, ...notFound, ...problems },
    },
  },
  '/verify': {
    post: {
      summary: 'Check statements',
      description:
        'For each statement (of a work instruction, a ticket, a model) whether the documents say the same: supported, contradicted or not supported, with the reasons. With `evidence` only those texts count.',
      requestBody: { required: true, content: { 'application/json': { schema: VerifyBatchRequest } } },
      responses: { 200: json(VerifyBatchResponse, 'A result a statement, in their order.'), ...bodyProblems, ...problems },
    },
  },
  '/capabilities': {
    get: {
      summary: 'What can be asked for beside the ordinary answer',
      responses: { 200: json(Capabilities, 'Whether questions can be investigated.'), ...problems },
    },
  },
  '/search': {
    post: {
      summary: 'Find passages',
      requestBody: { required: true, content: { 'application/json': { schema: SearchRequest } } },
      responses: { 200: json(SearchResponse, 'Passages, best first.'), ...bodyProblems, ...problems },
    },
  },
} satisfies ZodOpenApiPathsObject;

const documentPaths = {
  '/documents': {
    get: {
      summary: 'What is known',
      responses: { 200: json(DocumentList, 'Documents by file name, and the equipment that they are about.'), ...problems },
    },
    post: {
      summary: 'Upload documents',
      requestBody: {
        required: true,
        content: { 'multipart/form-data': { schema: z.object({ files: z.array(z.string().meta({ format: 'binary' })) }) } },
      },
      responses: {
        202: json(Job, 'Taken; the job says how it goes on.'),
        413: { description: 'A file is too large.', content: problem },
        507: { description: 'The disk is full.', content: problem },
        ...problems,
      },
    },
  },
  '/documents/{id}': {
    get: {
      summary: 'One document',
      requestParams: { path: z.object({ id: documentId }) },
      responses: { 200: json(DocumentDetail, 'What is known of it, each fact with its evidence.'), ...notFound, ...problems },
    },
    patch: {
      summary: 'Correct what is known of a document',
      description:
        'Fields that are given stand in place of their guesses, through every later ingest; `clear` brings guesses back; `judgement` says how it stands to another document.',
      requestParams: { path: z.object({ id: documentId }) },
      requestBody: { required: true, content: { 'application/json': { schema: DocumentChange } } },
      responses: { 200: json(DocumentDetail, 'As it is known now.'), ...notFound, ...bodyProblems, ...problems },
    },
    delete: {
      summary: 'Remove a document',
      requestParams: { path: z.object({ id: documentId }) },
      responses: { 204: { description: 'Gone: no longer searched or cited.' }, ...notFound, ...problems },
    },
  },
  '/documents/{id}/file': {
    get: {
      summary: 'The original file',
      requestParams: { path: z.object({ id: documentId }) },
      responses: {
        200: { description: 'Its bytes.', content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } } },
        ...notFound,
        ...problems,
      },
    },
  },
  '/documents/{id}/pages/{page}/image': {
    get: {
      summary: 'A page, or a part of it, as an image',
      requestParams: {
        path: z.object({ id: documentId, page: z.int().min(1) }),
        query: z.object({
          dpi: z.int().min(36).max(220).default(110).optional(),
          box: z
            .string()
            .meta({ description: 'x,y,width,height of the part, as fractions of the page.', example: '0.1,0.2,0.5,0.3' })
            .optional(),
        }),
      },
      responses: {
        200: {
          description: 'PNG of the displayed page or part; boxes are fractions of the page.',
          content: { 'image/png': { schema: z.string().meta({ format: 'binary' }) } },
        },
        ...notFound,
        ...problems,
      },
    },
  },
  '/documents/{id}/passages/{passageId}': {
    get: {
      summary: 'A passage as text',
      requestParams: { path: z.object({ id: documentId, passageId: z.string() }) },
      responses: { 200: json(PassageView, 'Its whole text.'), ...notFound, ...problems },
    },
  },
} satisfies ZodOpenApiPathsObject;

const assetPaths = {
  '/assets': {
    get: {
      summary: 'The asset list',
      responses: { 200: json(ListedAssets, 'Machines in the order of the list, each with the documents that answer for it.'), ...problems },
    },
    put: {
      summary: 'Replace the asset list',
      description:
        'A CSV file in UTF-8 or GBK with the columns tag, name, model, site, aliases (位号, 名称, 型号, 地点, 别名), or JSON. A list with mistakes is refused with their lines, and the former one stays.',
      requestBody: {
        required: true,
        content: { 'text/csv': { schema: z.string().meta({ format: 'binary' }) }, 'application/json': { schema: AssetList } },
      },
      responses: { 200: json(AssetChange, 'What changed, what to look into, and the list.'), ...bodyProblems, ...problems },
    },
  },
  '/assets/{tag}': {
    delete: {
      summary: 'Take a machine out of the asset list',
      requestParams: { path: z.object({ tag: z.string() }) },
      responses: { 204: { description: 'Gone from the list; its documents stay.' }, ...notFound, ...problems },
    },
  },
} satisfies ZodOpenApiPathsObject;

const healthPaths = {
  '/health': { get: { summary: 'Is the process alive', security: [], responses: { 200: json(Health, 'It is.') } } },
  '/ready': {
    get: {
      summary: 'Can it answer',
      security: [],
      responses: { 200: json(Health, 'It can.'), 503: json(Health, 'Not now; `checks` says why.') },
    },
  },
} satisfies ZodOpenApiPathsObject;
