import { z } from 'zod';
import type { Answerer } from '../../answer/answerer.ts';
import { FEATURE_NAMES, type Features } from '../../answer/evidence/features.ts';
import type { Retriever } from '../../knowledge/retrieve/retriever.ts';
import type { GoldQuestion } from '../gold-question.ts';
import { isAt, type Place } from '../metrics/places.ts';

/** A question whose evidence was judged by features (not refused by a rule), and the truth. */
export type FeatureExample = { features: Features; crossLanguage: boolean; answerable: boolean };

const EvidenceTrace = z.object({ features: z.record(z.enum(FEATURE_NAMES), z.number()).nullable(), crossLanguage: z.boolean() });

/** Asks each question with its trace. Questions that a rule decides (unknown names, nothing found) give no example. */
export async function collectExamples(questions: readonly GoldQuestion[], answerer: Pick<Answerer, 'ask'>): Promise<FeatureExample[]> {
  const examples: FeatureExample[] = [];
  for (const { question, scope, answerable } of questions) {
    const answer = await answerer.ask({ question, trace: true, ...(scope && { scope }) });
    const stage = answer.trace?.find((entry) => entry.stage === 'evidence');
    const { features, crossLanguage } = EvidenceTrace.parse(stage?.data);
    if (features !== null) examples.push({ features, crossLanguage, answerable });
  }
  return examples;
}

/** A retriever that hides every question's gold: what it leaves is near, and does not answer.
 *  Some passage that is left may answer all the same: such examples are noisy, and good for weight below 1. */
export function withoutGold(retriever: Retriever, questions: readonly GoldQuestion[]): Retriever {
  const goldOf = new Map(questions.map(({ question, gold }) => [question, gold]));
  return {
    async retrieve(query, signal) {
      const retrieval = await retriever.retrieve(query, signal);
      const gold = goldOf.get(query.text) ?? [];
      const hits = retrieval.hits.filter(({ passage }) => {
        const place: Place = { file: passage.document.file, passageId: passage.externalId, page: passage.page, pageEnd: passage.pageEnd };
        return !gold.some((entry) => isAt(place, entry));
      });
      return { ...retrieval, hits };
    },
  };
}
