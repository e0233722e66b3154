import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edition } from './compare-editions.ts';
import { standings, type Verdict } from './standing.ts';

const edition = (id: string, change: Partial<Edition> = {}): Edition => ({
  id,
  file: `${id}.pdf`,
  fingerprint: id,
  title: 'Pump',
  documentNumber: 'D-1',
  revision: id.toUpperCase(),
  revisionDate: null,
  type: 'manual',
  language: 'en',
  equipment: ['KP-40'],
  serialNumbers: [],
  ...change,
});
const supersededBy = (editions: Edition[], verdicts: Verdict[] = []) =>
  Object.fromEntries([...standings(editions, verdicts)].map(([id, standing]) => [id, standing.supersededBy]));

describe('standings', () => {
  it('leaves the last revision alone current, and names it at every earlier one', () => {
    const result = standings([edition('b'), edition('c'), edition('a')], []);
    expect(Object.fromEntries(result)).toEqual({
      a: { supersededBy: 'c', supersedes: [], rivals: [] },
      b: { supersededBy: 'c', supersedes: ['a'], rivals: [] },
      c: { supersededBy: null, supersedes: ['a', 'b'], rivals: [] },
    });
  });

  it('flags two current ones, and no more once either is superseded', () => {
    const twins = [edition('x', { revision: 'B' }), edition('y', { revision: 'B' })];
    expect(standings(twins, []).get('x')).toEqual({ supersededBy: null, supersedes: [], rivals: [{ id: 'y', doubt: 'same_label' }] });
    expect(standings([...twins, edition('c')], []).get('x')).toEqual({ supersededBy: 'c', supersedes: [], rivals: [] });
  });

  it("takes a person's verdict before the rule, for unrelated documents too", () => {
    const both: Verdict = { newer: 'b', older: 'a', verdict: 'both_current' };
    expect(supersededBy([edition('a'), edition('b')], [both])).toEqual({ a: null, b: null });
    expect(standings([edition('x', { revision: 'B' }), edition('b')], [{ ...both, older: 'x' }]).get('x')!.rivals).toEqual([]);
    const over: Verdict = { newer: 'a', older: 'b', verdict: 'supersedes' };
    expect(supersededBy([edition('a'), edition('b')], [over])).toEqual({ a: null, b: 'a' });
    expect(supersededBy([edition('a'), edition('b', { documentNumber: 'D-2', equipment: [] })], [over])).toEqual({ a: null, b: 'a' });
    expect(supersededBy([edition('a')], [over])).toEqual({ a: null });
  });

  it('goes by the verdict where the rule would close a circle', () => {
    const result = standings([edition('a'), edition('b'), edition('c')], [{ newer: 'a', older: 'c', verdict: 'supersedes' }]);
    expect([...result.values()].filter((each) => each.supersededBy === null)).toHaveLength(1);
    expect(result.get('c')!.supersededBy).not.toBeNull();
  });

  it('always leaves one current, and does not depend on the order', () => {
    const editions = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3 }),
        revision: fc.constantFrom('A', 'B', 'C', '1', '2', null),
        revisionDate: fc.constantFrom('2020', '2021-03', '2022-01-05', null),
        documentNumber: fc.constantFrom('D-1', null),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(editions, fc.integer(), (made, turn) => {
        const list = made.map(({ id, ...change }) => edition(id, change));
        const result = standings(list, []);
        expect([...result.values()].some((each) => each.supersededBy === null)).toBe(true);
        for (const { supersededBy: by } of result.values()) if (by !== null) expect(result.get(by)!.supersededBy).toBeNull();
        const at = Math.abs(turn) % list.length;
        expect(standings([...list.slice(at), ...list.slice(0, at)], [])).toEqual(result);
      }),
    );
  });
});
