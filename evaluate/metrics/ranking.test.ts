import { describe, expect, it } from 'vitest';
import type { Place } from './places.ts';
import { scoreRanking } from './ranking.ts';

const page = (file: string, first: number, last = first): Place => ({
  file,
  passageId: `${file}-${first}-${last}`,
  page: first,
  pageEnd: last,
});
const passage = (file: string, passageId: string): Place => ({ file, passageId, page: null, pageEnd: null });

describe('scoreRanking', () => {
  it('counts the first gold passage', () => {
    const ranked = [passage('a', '1'), passage('a', '2'), passage('b', '2'), passage('a', '3')];
    const scores = scoreRanking(ranked, [
      { doc_id: 'b', passage_id: '2' },
      { doc_id: 'a', passage_id: '3' },
    ]);
    expect(scores).toMatchObject({ hit1: 0, hit5: 1, hit10: 1, mrr10: 1 / 3 });
    // gains at ranks 3 and 4: 1/log2(4) + 1/log2(5); ideal 1 + 1/log2(3)
    expect(scores.ndcg10).toBeCloseTo((0.5 + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3)), 12);
  });

  it('counts pages once: two passages of a page are one rank', () => {
    const ranked = [page('a', 4), { ...page('a', 4), passageId: 'other' }, page('a', 5)];
    expect(scoreRanking(ranked, [{ doc_id: 'a', page: 5 }]).mrr10).toBe(1 / 2);
  });

  it('takes a passage over a page border for any of its pages', () => {
    expect(scoreRanking([page('a', 4, 6)], [{ doc_id: 'a', page: 5 }]).hit1).toBe(1);
    expect(scoreRanking([page('a', 4, 6)], [{ doc_id: 'a', page: 7 }]).hit10).toBe(0);
  });

  it('counts documents where the gold names neither page nor passage', () => {
    expect(scoreRanking([page('a', 1), page('a', 2), page('b', 9)], [{ doc_id: 'b' }]).mrr10).toBe(1 / 2);
  });

  it('looks no deeper than ten', () => {
    const ranked = Array.from({ length: 12 }, (_, index) => passage('a', String(index)));
    expect(scoreRanking(ranked, [{ doc_id: 'a', passage_id: '10' }])).toEqual({ hit1: 0, hit5: 0, hit10: 0, mrr10: 0, ndcg10: 0 });
    expect(scoreRanking(ranked, [{ doc_id: 'a', passage_id: '9' }])).toMatchObject({ hit5: 0, hit10: 1, mrr10: 1 / 10 });
  });
});
