import { expect, it } from 'vitest';
import type { MinedTerm } from '../../terms/mined-term.ts';
import type { TermEdit } from '../../terms/term-edit.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { type MakeStorePlace, withStore } from './store-place.contract.ts';

const term: MinedTerm = { english: ['rated voltage'], chinese: ['额定电压'], rule: 'brackets', count: 2, passages: ['p1'] };
const edit = (id: string, part: Partial<TermEdit> = {}): TermEdit => ({
  id,
  english: ['pump'],
  chinese: ['泵'],
  blocked: false,
  at: '2026-01-02T03:04:05.000Z',
  ...part,
});

const document = (docId: string, text: string) => madeRevision({ docId, passages: [{ id: 'p1', text }] });

export function termsContract(make: MakeStorePlace): void {
  it(
    'keeps what a document says until it is committed again or removed',
    withStore(make, async (store, place) => {
      await store.commit(document('a.md', 'one'));
      await store.commit(document('b.md', 'two'));
      const { terms } = store;
      const [first, second] = await terms.unlearned();
      await terms.learn(first!, { terms: [term], words: ['voltage'] });
      await terms.learn(second!, { terms: [], words: [] });
      const other = (await place.open()).terms;
      expect(await other.unlearned()).toEqual([]);
      expect(await other.learned()).toEqual([{ documentId: first!.documentId, terms: [term] }]);
      await store.commit(document('a.md', 'changed'));
      expect(await terms.learned()).toEqual([]);
      expect((await terms.unlearned()).map(({ documentId }) => documentId)).toEqual([first!.documentId]);
      await terms.learn((await terms.unlearned())[0]!, { terms: [term], words: [] });
      await store.remove(first!.documentId);
      expect(await terms.learned()).toEqual([]);
    }),
  );

  it(
    'keeps nothing of a revision that was replaced while it was read',
    withStore(make, async (store) => {
      await store.commit(document('a.md', 'one'));
      const [before] = await store.terms.unlearned();
      await store.commit(document('a.md', 'changed'));
      await store.terms.learn(before!, { terms: [term], words: ['voltage'] });
      expect(await store.terms.learned()).toEqual([]);
      expect(await store.terms.words(0)).toEqual({ words: [], last: 0 });
      expect(await store.terms.unlearned()).toHaveLength(1);
    }),
  );

  it(
    'tells the words that came since, each once',
    withStore(make, async (store) => {
      await store.commit(document('a.md', 'one'));
      await store.commit(document('b.md', 'two'));
      const [first, second] = await store.terms.unlearned();
      await store.terms.learn(first!, { terms: [], words: ['pump', 'valve'] });
      const { words, last } = await store.terms.words(0);
      expect(words).toEqual(['pump', 'valve']);
      await store.terms.learn(second!, { terms: [], words: ['valve', 'motor'] });
      expect((await store.terms.words(last)).words).toEqual(['motor']);
    }),
  );

  it(
    'keeps edits in their order, whatever happens to documents',
    withStore(make, async (store, place) => {
      await store.commit(document('a.md', 'one'));
      const [first] = await store.terms.unlearned();
      await store.terms.edit({ put: [edit('x'), edit('y', { blocked: true })] });
      await store.terms.edit({ put: [edit('x', { chinese: ['水泵', '泵'] })] });
      await store.remove(first!.documentId);
      const other = (await place.open()).terms;
      expect(await other.edits()).toEqual([edit('x', { chinese: ['水泵', '泵'] }), edit('y', { blocked: true })]);
      await other.edit({ remove: ['x', 'unknown'] });
      expect(await store.terms.edits()).toEqual([edit('y', { blocked: true })]);
    }),
  );

  it(
    'has another version after every change, and the same without one',
    withStore(make, async (store) => {
      const seen = [await store.terms.version()];
      const changed = async (work: Promise<unknown>) => {
        await work;
        const now = await store.terms.version();
        expect(seen).not.toContain(now);
        expect(await store.terms.version()).toBe(now);
        seen.push(now);
      };
      await changed(store.commit(document('a.md', 'one')));
      const [first] = await store.terms.unlearned();
      await changed(store.terms.learn(first!, { terms: [term], words: [] }));
      await changed(store.terms.edit({ put: [edit('x')] }));
      await changed(store.remove(first!.documentId));
    }),
  );
}
