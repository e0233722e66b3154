import path from 'node:path';
import express, { type Express, type Request } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { PlantConflicts } from '../answer/conflicts/plant-conflicts.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import { PlantTerms } from '../knowledge/terms/plant-terms.ts';
import { loadBaseGlossary } from '../knowledge/text/glossary/base-glossary.ts';
import { openApiDocument } from './api/openapi.ts';
import { requireKey, requireLocalCaller } from './authorize.ts';
import { answersDoor } from './doors/answers.ts';
import { askDoor } from './doors/ask.ts';
import { assetsDoor } from './doors/assets.ts';
import { capabilitiesDoor } from './doors/capabilities.ts';
import { conflictsDoor } from './doors/conflicts.ts';
import { documentsDoor } from './doors/documents.ts';
import { embeddingsDoor } from './doors/embeddings.ts';
import { glossaryDoor } from './doors/glossary.ts';
import { healthDoor } from './doors/health.ts';
import { jobsDoor } from './doors/jobs.ts';
import { pageDoor } from './doors/page.ts';
import { referenceDoor } from './doors/reference.ts';
import { searchDoor } from './doors/search.ts';
import { suggestionsDoor } from './doors/suggestions.ts';
import { uploadsDoor } from './doors/uploads.ts';
import { verifyDoor } from './doors/verify.ts';
import { registry, timeCalls } from './metrics.ts';
import { PageImages } from './pages/page-images.ts';
import type { ServerOptions, ServerParts } from './parts.ts';
import { problemHandler, sendProblem } from './problems.ts';

export type App = {
  express: Express;
  /** Ids of the uploads that are being received now. */
  receiving: ReadonlySet<string>;
  /** Stops what runs besides the calls: drawing of pages. */
  close(): void;
};

/** All doors over the given parts. Listening, and who may reach it, is main.ts's. */
export function createApp(parts: ServerParts, options: ServerOptions): App {
  const app = express();
  const uploads = uploadsDoor(parts.queue, options.maxUploadBytes);
  const images = new PageImages(path.join(parts.dataFolder, 'cache', 'pages'));

  app.disable('x-powered-by');
  app.use(helmet(helmetOptions));
  app.use(timeCalls);
  const guard = options.keyNeeded ? requireKey(parts.store.catalogue, options.apiKey ?? null) : requireLocalCaller;
  const limits = options.keyNeeded ? [rateLimiter(options.callsPerMinute)] : [];
  app.use('/api/v1', healthDoor(parts, options.version));
  app.use('/api', referenceDoor(openApiDocument(options.version, options.keyNeeded)));
  app.use(['/api/v1', '/v1', '/metrics'], ...limits, guard);
  app.use(
    '/api/v1',
    askDoor(parts.answerer),
    answersDoor(parts.records, parts.answers),
    searchDoor(parts.retriever),
    verifyDoor(parts.verifier),
    uploads.router,
    jobsDoor(parts.queue),
    assetsDoor(parts.store.catalogue),
    conflictsDoor(new PlantConflicts(parts.store)),
    glossaryDoor(new PlantTerms(parts.store.terms, loadBaseGlossary())),
    capabilitiesDoor(parts.answerer),
    suggestionsDoor(options.suggestions),
  );
  app.use(
    '/api/v1',
    documentsDoor({
      store: parts.store,
      images,
      originalOf: (document) => parts.ingestor.originalOf(document),
      remove: (id) => parts.ingestor.removeDocument(id),
    }),
  );
  app.use('/v1', embeddingsDoor(parts.embedder));
  app.get('/metrics', async (_request, response) => void response.type(registry.contentType).send(await registry.metrics()));
  app.use(['/api', '/v1'], (request) => {
    throw new MillwrightError(`There is no ${request.method} ${request.originalUrl.split('?')[0]}. /api/reference lists what there is.`, {
      code: 'not_found',
    });
  });
  app.use(pageDoor(options.pageFolder));
  app.use(problemHandler((error, request) => logUnexpected(options, error, request)));
  return {
    express: app,
    receiving: uploads.receiving,
    close: () => images.close(),
  };
}

/** The page needs inline styles (its component library sets them) and images made in the browser (blob:); nothing from outside.
 *  Plain http on a plant's network must work: no upgrade to https is forced. */
const helmetOptions = {
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      styleSrc: ["'self'", "'unsafe-inline'"],
      upgradeInsecureRequests: null,
    },
  },
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
};

function rateLimiter(callsPerMinute: number) {
  return rateLimit({
    windowMs: 60_000,
    limit: callsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (request, response) =>
      sendProblem(
        request,
        response,
        new MillwrightError(`More than ${callsPerMinute} calls in a minute: wait a little.`, { code: 'rate_limited', retryable: true }),
      ),
  });
}

function logUnexpected({ log }: ServerOptions, error: unknown, request: Request): void {
  const { name, message, stack } = error instanceof Error ? error : { name: 'unknown', message: String(error), stack: undefined };
  log.error({ route: `${request.method} ${request.baseUrl}`, error: name, message, stack }, 'a call failed');
}
