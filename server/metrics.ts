import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Answer } from '../knowledge/document/answer.ts';

/** Prometheus metrics of this process, served at /metrics. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: 'millwright_' });

const calls = new Histogram({
  name: 'millwright_http_seconds',
  help: 'Seconds from request to end of response, by route, method and status.',
  labelNames: ['route', 'method', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
});

const answers = new Counter({
  name: 'millwright_answers_total',
  help: 'Answers given, by outcome and language.',
  labelNames: ['outcome', 'language'],
  registers: [registry],
});

const stages = new Histogram({
  name: 'millwright_answer_stage_seconds',
  help: 'Seconds that each stage of an answer took.',
  labelNames: ['stage'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 20, 60],
  registers: [registry],
});

const modelAnswers = new Counter({
  name: 'millwright_model_answers_total',
  help: 'Answers that a language model was asked for, by model, outcome and why they fell back.',
  labelNames: ['model', 'outcome', 'reason'],
  registers: [registry],
});

const modelTokens = new Counter({
  name: 'millwright_model_tokens_total',
  help: 'Tokens that language models read and wrote.',
  labelNames: ['direction'],
  registers: [registry],
});

const investigations = new Counter({
  name: 'millwright_investigations_total',
  help: 'Answers that were to be investigated, by outcome and why they fell back.',
  labelNames: ['outcome', 'reason'],
  registers: [registry],
});

const investigationSteps = new Histogram({
  name: 'millwright_investigation_steps',
  help: 'Calls of tools that an investigation took.',
  buckets: [0, 1, 2, 4, 8, 12, 20, 50],
  registers: [registry],
});

export function countAnswer({ outcome, language, timings, model, deep, usage }: Answer): void {
  answers.inc({ outcome, language });
  if (model) modelAnswers.inc({ model: model.name, outcome: model.outcome, reason: model.reason ?? '' });
  if (deep) {
    investigations.inc({ outcome: deep.outcome, reason: deep.reason ?? '' });
    investigationSteps.observe(deep.steps.length);
  }
  modelTokens.inc({ direction: 'read' }, usage.promptTokens);
  modelTokens.inc({ direction: 'written' }, usage.completionTokens);
  for (const [stage, milliseconds] of Object.entries(timings)) stages.observe({ stage }, milliseconds / 1000);
}

/** Times each call under its route's pattern, so that ids do not multiply the series. */
export const timeCalls: RequestHandler = (request, response, next) => {
  const stop = calls.startTimer();
  response.on('finish', () => {
    const pattern = (request.route as { path?: string } | undefined)?.path;
    stop({ route: pattern ? `${request.baseUrl}${pattern}` : 'other', method: request.method, status: response.statusCode });
  });
  next();
};
