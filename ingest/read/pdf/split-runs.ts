import type { Rule } from './page-graphics.ts';
import type { TextRun } from './page-text.ts';

/** A rule this near to a run's end does not cut it, in points. */
const END_SLACK = 2;

/** Cuts runs that a vertical rule crosses: where cells are narrow, the library takes the words of neighbouring cells for one
 *  run. The cut falls at the space nearest to the rule. */
export function splitAtRules(runs: readonly TextRun[], rules: readonly Rule[]): TextRun[] {
  if (rules.length === 0) return [...runs];
  const cut: TextRun[] = [];
  for (const run of runs) {
    const middle = (run.top + run.bottom) / 2;
    const crossing = rules.filter(
      (rule) => rule.at > run.left + END_SLACK && rule.at < run.right - END_SLACK && rule.from <= middle && rule.to >= middle,
    );
    if (crossing.length === 0) cut.push(run);
    else
      cut.push(
        ...cutRun(
          run,
          crossing.map((rule) => rule.at).sort((a, b) => a - b),
        ),
      );
  }
  return cut;
}

function cutRun(run: TextRun, places: readonly number[]): TextRun[] {
  const parts: TextRun[] = [];
  let rest = run;
  for (const place of places) {
    const index = cutIndex(rest, place);
    if (index === null) continue;
    const head = rest.text.slice(0, index).trimEnd();
    const tail = rest.text.slice(index).trimStart();
    parts.push({ ...rest, text: head, right: Math.min(place, edgeOf(rest, head.length)) });
    rest = { ...rest, text: tail, left: Math.max(place, edgeOf(rest, rest.text.length - tail.length)) };
  }
  return [...parts, rest];
}

/** Where the text is cut: at a space within two characters of the place, else nowhere (a word that overflows its cell stays
 *  whole). */
function cutIndex(run: TextRun, place: number): number | null {
  let best: number | null = null;
  const reach = (2.2 * (run.right - run.left)) / run.text.length;
  for (let i = 1; i < run.text.length; i++) {
    if (run.text[i] !== ' ') continue;
    const distance = Math.abs(edgeOf(run, i + 0.5) - place);
    if (distance < reach && (best === null || distance < Math.abs(edgeOf(run, best + 0.5) - place))) best = i;
  }
  return best;
}

/** The x of a character's left edge; Chinese characters count for two. */
function edgeOf(run: TextRun, index: number): number {
  const weight = (text: string): number => [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 0);
  return run.left + ((run.right - run.left) * weight(run.text.slice(0, Math.round(index)))) / weight(run.text);
}
