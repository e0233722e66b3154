import { createRequire } from 'node:module';
import path from 'node:path';
import express, { Router } from 'express';

const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Millwright REST</title><link rel="stylesheet" href="/api/reference/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/api/reference/swagger-ui-bundle.js"></script><script src="/api/reference/start.js"></script></body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null, persistAuthorization: true });\n`;

/** GET /api/openapi.json, and /api/reference: a page to read and try it, which loads nothing from outside. */
export function referenceDoor(openApi: unknown): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => void response.json(openApi));
  router.get('/reference', (_request, response) => void response.type('html').send(page));
  router.get('/reference/start.js', (_request, response) => void response.type('js').send(start));
  router.use('/reference', express.static(folder, { index: false, maxAge: '1h' }));
  return router;
}
