import type { Evidence } from './select-evidence.ts';

const SHOWN_UNITS = 8;

/** What the evidence stage saw, for a trace: scores and places, no more of the text than a beginning. */
export function evidenceTrace({ verdict, confidence, crossLanguage, features, ranked }: Evidence): Record<string, unknown> {
  const units = ranked.slice(0, SHOWN_UNITS).map((unit) => ({
    passage: unit.hit.passage.externalId,
    file: unit.hit.passage.document.file,
    kind: unit.cells === null ? 'sentence' : 'row',
    score: rounded(unit.score),
    coverage: rounded(unit.coverage),
    typeMatch: unit.typeMatch,
    text: unit.text.slice(0, 120),
  }));
  return { verdict, confidence, crossLanguage, features, units };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
