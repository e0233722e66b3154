import { describe, expect, it } from 'vitest';
import { compareEditions, type Edition } from './compare-editions.ts';

const base: Edition = {
  id: 'b',
  file: 'kp-40-b.pdf',
  fingerprint: 'b',
  title: 'KP-40 Process Pump – Operating Manual',
  documentNumber: 'OM-KP40-EN',
  revision: 'B',
  revisionDate: '2022-05',
  type: 'manual',
  language: 'en',
  equipment: ['KP-40'],
  serialNumbers: ['40-2100 to 40-3999'],
};
const later = { id: 'c', file: 'kp-40-c.pdf', fingerprint: 'c', revision: 'C', revisionDate: '2024-03' };

/** How a later file that differs so stands to the base, the other way round too. */
function compared(change: Partial<Edition>, from: Partial<Edition> = {}) {
  const [one, two] = [
    { ...base, ...from },
    { ...base, ...later, ...change },
  ];
  const result = compareEditions(one, two);
  expect(compareEditions(two, one)).toEqual(result);
  return result.relation === 'doubt'
    ? result.doubt
    : result.relation === 'supersedes'
      ? `${result.newer} over ${result.older}`
      : 'unrelated';
}

describe('compareEditions', () => {
  it('lets the later revision of one document number supersede, however number, title and label are written', () => {
    expect(compared({})).toBe('c over b');
    expect(compared({ documentNumber: 'om kp40 en', title: 'KP-40 Process Pump, Operating Manual (Rev. C)' })).toBe('c over b');
    expect(compared({ revision: '1.10' }, { revision: 'V1.9' })).toBe('c over b');
    expect(compared({ revision: 'Rev. 03' }, { revision: '2' })).toBe('c over b');
    expect(compared({ revision: 'B2' }, { revision: 'B1' })).toBe('c over b');
    expect(compared({ revision: null, revisionDate: '2024' }, { revision: null })).toBe('c over b');
    expect(compared({ revision: 'A', revisionDate: null })).toBe('b over c');
  });

  it('goes by title and equipment where a number is missing', () => {
    expect(compared({ documentNumber: null })).toBe('c over b');
    expect(compared({ documentNumber: null, title: 'KP-40 Process Pump – Operating Manual, Revision C' })).toBe('c over b');
    expect(compared({ documentNumber: null, title: 'KP-40 Process Pump – Spare Parts' })).toBe('unrelated');
    expect(compared({ documentNumber: null, equipment: [] })).toBe('unrelated');
    const bare = { documentNumber: null, revision: null, revisionDate: null };
    expect(compared(bare, bare)).toBe('unrelated');
  });

  it('never goes across machines, languages, kinds or parts of a work', () => {
    expect(compared({ equipment: ['KP-60'] })).toBe('unrelated');
    expect(compared({ documentNumber: 'OM-KP60-EN' })).toBe('unrelated');
    expect(compared({ language: 'zh' })).toBe('unrelated');
    expect(compared({ type: 'parts_list' })).toBe('unrelated');
    expect(compared({ title: `${base.title}, Part 2` }, { title: `${base.title}, Part 1` })).toBe('unrelated');
    expect(compared({ title: `${base.title}, Volume II` })).toBe('unrelated');
    expect(compared({ file: '手册 下册.pdf' }, { file: '手册 上册.pdf' })).toBe('unrelated');
    expect(compared({ title: 'SKR V1.4 Manual', documentNumber: null }, { title: 'SKR V1.3 Manual', documentNumber: null })).toBe(
      'unrelated',
    );
    expect(compared({ type: 'other' }, { type: 'other' })).toBe('unrelated');
  });

  it('says what is doubtful and leaves both current', () => {
    expect(compared({ revision: 'B' })).toBe('same_label');
    expect(compared({ revision: 'Rev. b' })).toBe('same_label');
    expect(compared({ revision: '3' })).toBe('labels_incomparable');
    expect(compared({ revision: 'final' })).toBe('labels_incomparable');
    expect(compared({ revision: null })).toBe('label_missing');
    expect(compared({ revisionDate: '2021-12' })).toBe('dates_against_labels');
    expect(compared({ revision: null, revisionDate: '2022' }, { revision: null })).toBe('nothing_to_compare');
    expect(compared({ equipment: ['KP-40 EX', 'KP-40'] })).toBe('c over b');
    expect(compared({}, { equipment: ['KP-40', 'KP-40 EX'] })).toBe('equipment_differs');
    expect(compared({ equipment: [] })).toBe('equipment_differs');
    expect(compared({ serialNumbers: ['40-4000 and up'] })).toBe('serials_differ');
    expect(compared({}, { serialNumbers: [] })).toBe('serials_differ');
    expect(compared({ serialNumbers: [] })).toBe('c over b');
    expect(compared({ title: 'Terms of delivery' })).toBe('titles_differ');
  });
});
