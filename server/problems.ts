import type { ErrorRequestHandler, Request, Response } from 'express';
import { MulterError } from 'multer';
import type { z } from 'zod';
import { type ErrorCode, MillwrightError } from '../knowledge/errors.ts';
import type { Problem } from './api/schemas.ts';

/** The one place where codes become HTTP statuses. */
const STATUS: Record<ErrorCode, number> = {
  bad_request: 400,
  not_found: 404,
  too_large: 413,
  unsupported_media_type: 415,
  unauthorized: 401,
  forbidden: 403,
  rate_limited: 429,
  file_missing: 404,
  file_unreadable: 422,
  file_empty: 422,
  file_encrypted: 422,
  file_damaged: 422,
  file_too_large: 413,
  file_kind_unknown: 415,
  document_id_taken: 409,
  parse_timeout: 422,
  parse_memory: 422,
  parse_crashed: 422,
  recognizer_failed: 422,
  process_crashed: 422,
  job_ended: 409,
  job_running: 409,
  store_full: 507,
  store_busy: 503,
  store_damaged: 500,
  store_newer: 500,
  store_older: 500,
  store_closed: 503,
  store_unreachable: 503,
  store_unauthorized: 502,
  store_misbehaved: 502,
  disk_full: 507,
  embedder_unavailable: 503,
  embedder_mismatch: 409,
  embedder_misbehaved: 502,
  text_too_long: 413,
  reranker_unavailable: 503,
  reranker_misbehaved: 502,
  model_unavailable: 503,
  server_unreachable: 503,
  server_refused: 502,
  config_invalid: 500,
  cancelled: 499,
  internal: 500,
};

const TITLE: Record<number, string> = {
  400: 'Bad request',
  401: 'Key needed',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Kind of content not supported',
  422: 'File cannot be read',
  429: 'Too many requests',
  499: 'Cancelled',
  502: 'Another service misbehaved',
  503: 'Not available now',
  507: 'Disk full',
};

/** Reads a part of a request, or throws bad_request that names each field. */
export class BadRequest extends MillwrightError {
  readonly errors: { path: string; message: string }[];

  constructor(errors: { path: string; message: string }[]) {
    super(`The request is not valid: ${errors.map(({ path, message }) => `${path || 'body'} ${message}`).join('; ')}.`, {
      code: 'bad_request',
    });
    this.errors = errors;
  }
}

export function parseRequest<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BadRequest(result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}

/** What a thrown thing becomes on the wire. Unknown errors say nothing of the inside. */
export function problemOf(error: unknown, instance?: string): Problem {
  const known = recognised(error);
  const status = STATUS[known.code];
  return {
    type: `urn:millwright:problem:${known.code}`,
    title: TITLE[status] ?? 'Internal error',
    status,
    detail: known.message,
    code: known.code,
    ...(instance === undefined ? {} : { instance }),
    ...(known instanceof BadRequest ? { errors: known.errors } : {}),
  };
}

function recognised(error: unknown): MillwrightError {
  if (error instanceof MillwrightError) return error;
  if (error instanceof MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE')
      return new MillwrightError('A file is larger than this server takes. Ingest it on the server with "millwright ingest FILE".', {
        code: 'too_large',
      });
    return new MillwrightError(`The upload is not valid: ${error.message}. Send multipart/form-data with the files in the field "files".`, {
      code: 'bad_request',
    });
  }
  const { status, type } = (error ?? {}) as { status?: number; type?: string };
  if (type === 'entity.too.large')
    return new MillwrightError('The body is larger than 1 MB: send less in one request.', { code: 'too_large' });
  if (type === 'entity.parse.failed') return new MillwrightError('The body is not valid JSON.', { code: 'bad_request' });
  if (status === 415)
    return new MillwrightError('The body is written in a way that is not supported: send UTF-8, plain or compressed with gzip.', {
      code: 'unsupported_media_type',
    });
  if (status === 400)
    return new MillwrightError('The request could not be understood: check its address and encoding.', { code: 'bad_request' });
  return new MillwrightError('Something went wrong inside the server; its log says what. Try again, and report it if it stays.', {
    code: 'internal',
    cause: error,
  });
}

export function sendProblem(request: Request, response: Response, error: unknown): void {
  const problem = problemOf(error, request.originalUrl.split('?')[0]);
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="millwright"');
  if (problem.status === 503) response.setHeader('Retry-After', '2');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Last in the chain: every error of every route ends here. `log` gets the unexpected ones. */
export function problemHandler(log: (error: unknown, request: Request) => void): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (problemOf(error).status >= 500) log(error, request);
    if (response.headersSent) {
      next(error);
      return;
    }
    sendProblem(request, response, error);
  };
}
