import express, { Router } from 'express';
import { checkAssets } from '../../ingest/assets/check-assets.ts';
import { listedAssets, removeAssets, replaceAssets } from '../../ingest/assets/keep-assets.ts';
import { MOST_ASSETS, readAssetList } from '../../ingest/assets/read-asset-list.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { Catalogue } from '../../knowledge/store/passage-store.ts';
import { type AssetChange, AssetList } from '../api/schemas.ts';
import { jsonBody } from '../json-body.ts';
import { parseRequest } from '../problems.ts';

/** Twenty thousand machines with names and aliases. */
const MAX_CSV = '8mb';
const csvBody = express.raw({ type: 'text/csv', limit: MAX_CSV });

/** The asset list: GET /assets; PUT /assets (CSV or JSON) puts another in its place; DELETE /assets/{tag}. */
export function assetsDoor(catalogue: Catalogue): Router {
  const router = Router();

  router.get('/assets', async (_request, response) => {
    response.json({ assets: await listedAssets(catalogue) });
  });

  router.put('/assets', csvBody, (request, response, next) => (request.is('text/csv') ? next() : jsonBody(request, response, next)));
  router.put('/assets', async (request, response) => {
    const assets = request.is('text/csv')
      ? readAssetList(bytesOf(request.body), 'The list')
      : checked(parseRequest(AssetList, request.body).assets);
    const report = await replaceAssets(catalogue, assets);
    response.json({ ...report, assets: await listedAssets(catalogue) } satisfies AssetChange);
  });

  router.delete('/assets/:tag', async (request, response) => {
    await removeAssets(catalogue, [request.params.tag]);
    response.status(204).end();
  });

  return router;
}

/** A body without bytes is none to the parser. */
function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function checked(assets: AssetList['assets']): AssetList['assets'] {
  if (assets.length > MOST_ASSETS)
    throw new MillwrightError(`The list has ${assets.length} machines; at most ${MOST_ASSETS.toLocaleString('en')} can be kept.`, {
      code: 'bad_request',
    });
  const problems = checkAssets(assets.map((asset, index) => ({ asset, place: `assets.${index}` })));
  if (problems.length > 0) throw new MillwrightError(`The list cannot be taken: ${problems.join('; ')}.`, { code: 'bad_request' });
  return assets;
}
