import type { Job, Problem } from '../../../server/api/schemas.ts';
import { askForKey, ProblemError, unreachable } from './call.ts';
import { storedKey } from './key.ts';

/** Sends files as an upload and returns its job. XMLHttpRequest, because fetch cannot say how much is sent already,
 *  and a manual over a hall's wireless takes minutes. `onSent`: share 0..1. Errors: ProblemError. */
export function sendFiles(files: File[], onSent: (share: number) => void): Promise<Job> {
  const body = new FormData();
  for (const file of files) body.append('files', file);
  const request = new XMLHttpRequest();
  request.open('POST', '/api/v1/documents');
  const key = storedKey();
  if (key !== null) request.setRequestHeader('Authorization', `Bearer ${key}`);
  request.responseType = 'json';
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0));
    request.addEventListener('error', () => reject(new ProblemError(unreachable)));
    request.addEventListener('load', () => {
      if (request.status === 202) {
        resolve(request.response as Job);
        return;
      }
      const problem = request.response as Problem | null;
      if (request.status === 401) askForKey();
      reject(new ProblemError(typeof problem?.detail === 'string' ? problem : { ...unreachable, status: request.status }));
    });
    request.send(body);
  });
}
