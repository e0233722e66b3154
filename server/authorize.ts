import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { MillwrightError } from '../knowledge/errors.ts';
import type { Catalogue } from '../knowledge/store/passage-store.ts';
import { verifyKey } from './keys.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Every call needs "Authorization: Bearer KEY" with a key that "millwright keys create" made, or the configured one. */
export function requireKey(catalogue: Catalogue, configured: string | null): RequestHandler {
  return async (request, _response, next) => {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const known =
      token !== undefined && ((configured !== null && sameSecret(token, configured)) || (await verifyKey(catalogue.settings, token)));
    if (!known) {
      throw new MillwrightError(
        'This server needs an API key: send "Authorization: Bearer KEY". "millwright keys create NAME" on the server makes one.',
        { code: 'unauthorized' },
      );
    }
    next();
  };
}

/** On loopback no key is needed, so a page of another site must not be able to ask through the visitor's browser:
 *  the Host must be a loopback name (DNS rebinding), and an Origin, where sent, the same. */
export const requireLocalCaller: RequestHandler = (request, _response, next) => {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '');
  const foreignOrigin = origin !== undefined && origin !== `${request.protocol}://${host}`;
  if (!LOOPBACK_NAMES.has(name) || foreignOrigin) {
    throw new MillwrightError(
      'This server answers this machine alone. Open it as http://localhost, or serve it with a key on another address.',
      {
        code: 'forbidden',
      },
    );
  }
  next();
};

/** Takes the same time whatever differs. */
function sameSecret(one: string, other: string): boolean {
  const [first, second] = [one, other].map((secret) => createHash('sha256').update(secret).digest());
  return timingSafeEqual(first!, second!);
}
