import express, { type RequestHandler } from 'express';
import { MillwrightError } from '../knowledge/errors.ts';

const MAX_BODY = '1mb';
const JSON_TYPES = ['application/json', 'application/*+json'];

const read = express.json({ limit: MAX_BODY, type: JSON_TYPES });

/** Reads the JSON body of a call. Errors: unsupported_media_type, too_large, bad_request (not JSON). */
export const jsonBody: RequestHandler = (request, response, next) => {
  if (request.is(JSON_TYPES) === false) {
    throw new MillwrightError('The body must be JSON: send it with "Content-Type: application/json".', { code: 'unsupported_media_type' });
  }
  read(request, response, next);
};
