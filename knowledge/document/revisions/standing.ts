import { z } from 'zod';
import { compareEditions, DOUBTS, type Doubt, type Edition } from './compare-editions.ts';

/** Names a document to people and programs. */
export const DocumentRef = z
  .object({ id: z.string(), file: z.string(), revision: z.string().nullable(), revisionDate: z.string().nullable() })
  .meta({ id: 'DocumentRef' });
export type DocumentRef = z.infer<typeof DocumentRef>;

/** A document beside which this one should not stand, and why nobody could tell which counts. */
export const Rival = DocumentRef.extend({ doubt: z.enum(DOUBTS) }).meta({ id: 'Rival' });
export type Rival = z.infer<typeof Rival>;

/** What a person says of two documents; it goes before the rule. */
export const Verdict = z
  .object({ newer: z.string(), older: z.string(), verdict: z.enum(['supersedes', 'both_current']) })
  .meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

/** How a document stands among the revisions of the same. */
export type Standing = { supersededBy: string | null; supersedes: string[]; rivals: { id: string; doubt: Doubt }[] };

type Edge = { newer: string; older: string };

/** Whether two documents are to be compared at all (`revisionKeys`). */
type Meet = (a: string, b: string) => boolean;

/** How all editions of a group stand to each other: by people's verdicts, else by the rule. No circle can arise: what would
 *  close one becomes a doubt. The result depends on nothing but the input, not on its order. */
export function standings(editions: readonly Edition[], verdicts: readonly Verdict[], meet: Meet = () => true): Map<string, Standing> {
  const sorted = editions.toSorted((a, b) => compare(a.id, b.id));
  const { edges, doubts } = relations(sorted, verdicts, meet);
  const superseded = new Set(edges.map(({ older }) => older));
  return new Map(
    sorted.map(({ id }) => {
      const rivals = superseded.has(id) ? [] : doubts.filter(({ ids }) => ids.includes(id) && !ids.some((each) => superseded.has(each)));
      return [
        id,
        {
          supersededBy: supersederOf(id, edges, superseded),
          supersedes: edges.filter(({ newer }) => newer === id).map(({ older }) => older),
          rivals: rivals.map(({ ids, doubt }) => ({ id: ids.find((other) => other !== id)!, doubt })),
        },
      ];
    }),
  );
}

function relations(editions: readonly Edition[], verdicts: readonly Verdict[], meet: Meet) {
  const known = new Set(editions.map(({ id }) => id));
  const judged = verdicts.filter(({ newer, older }) => known.has(newer) && known.has(older));
  const edges: Edge[] = judged.filter(({ verdict }) => verdict === 'supersedes').map(({ newer, older }) => ({ newer, older }));
  const settled = new Set(judged.flatMap(({ newer, older }) => [`${newer}\n${older}`, `${older}\n${newer}`]));
  const doubts: { ids: string[]; doubt: Doubt }[] = [];
  for (const [index, a] of editions.entries()) {
    for (const b of editions.slice(index + 1)) {
      if (settled.has(`${a.id}\n${b.id}`) || !meet(a.id, b.id)) continue;
      const result = compareEditions(a, b);
      if (result.relation === 'unrelated') continue;
      const edge = result.relation === 'supersedes' ? { newer: result.newer, older: result.older } : null;
      if (edge !== null && !reaches(edge.older, edge.newer, edges)) edges.push(edge);
      else doubts.push({ ids: [a.id, b.id], doubt: result.relation === 'doubt' ? result.doubt : 'circle' });
    }
  }
  return { edges, doubts };
}

/** True where a chain of edges leads from one document down to the other. */
export function reaches(from: string, to: string, edges: readonly Edge[]): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const { newer, older } of edges) if (newer === id) open.push(older);
  }
  return false;
}

/** The current document at the upper end of its chains; the first by id where there are several. */
function supersederOf(id: string, edges: readonly Edge[], superseded: ReadonlySet<string>): string | null {
  if (!superseded.has(id)) return null;
  const tops = [...new Set(edges.map(({ newer }) => newer))].filter((newer) => !superseded.has(newer) && reaches(newer, id, edges));
  return tops.sort(compare)[0] ?? null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
