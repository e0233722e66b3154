import { clauseOf } from './clauses.ts';
import type { Finding } from './verification.ts';

const CAUSAL =
  /\b(?:because(?: of)?|due to|caused? by|causes?|causing|leads? to|led to|results? (?:in|from)|as a result of|owing to|on account of|the reason (?:is|for)|consequence of|brought about by|triggered by)\b|因为|由于|导致|引起|造成|起因|原因(?:是|为|在于)?|所致|从而使|因此|因而/iu;
/** Headers and headings under which causes stand. */
const CAUSE_HEADING = /\b(?:possible |probable )?(?:causes?|reasons?)\b|原因/iu;

/** So much of the cause's and of the effect's words must stand where the evidence speaks of causes. */
const SAME_MATTER = 0.5;

/** A cause is stated only where the evidence states it: both sides of "because" stand in its sentences about causes. */
export function checkCause(statement: string, sentences: readonly string[], heading: string): Finding[] {
  const said = CAUSAL.exec(statement);
  if (said === null) return [];
  const causal = CAUSE_HEADING.test(heading) ? sentences : sentences.filter((text) => CAUSAL.test(text) || CAUSE_HEADING.test(text));
  const words = clauseOf([heading, ...causal].join('\n')).words;
  const sides = [statement.slice(0, said.index), statement.slice(said.index + said[0].length)].map(clauseOf);
  const isStated = causal.length > 0 && sides.every((side) => side.words.size === 0 || shareOf(side.words, words) >= SAME_MATTER);
  return isStated ? [] : [{ kind: 'cause', statement: statement.slice(said.index).trim(), evidence: null, contradicted: false }];
}

function shareOf(words: ReadonlySet<string>, among: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of words) if (among.has(word)) shared += 1;
  return shared / words.size;
}
