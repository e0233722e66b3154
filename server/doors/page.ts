import { existsSync } from 'node:fs';
import path from 'node:path';
import express, { Router } from 'express';

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Millwright</title>
<p>The chat page is not built yet. Run <code>npm run build</code> and reload. The REST interface is described at <a href="/api/reference">/api/reference</a>.</p></html>`;

/** The built chat page: its hashed files may be kept for ever, its index never. */
export function pageDoor(folder: string | null): Router {
  const router = Router();
  if (folder === null || !existsSync(path.join(folder, 'index.html'))) {
    router.get('/', (_request, response) => void response.status(503).type('html').send(notBuilt));
    return router;
  }
  router.use('/assets', express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y' }));
  router.use(express.static(folder, { setHeaders: (response) => void response.set('Cache-Control', 'no-cache') }));
  return router;
}
