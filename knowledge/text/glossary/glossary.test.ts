import { describe, expect, it } from 'vitest';
import { Glossary } from './glossary.ts';

const base = new Glossary([
  { english: ['programmable logic controller'], chinese: ['可编程控制器'] },
  { english: ['pump', 'delivery pump'], chinese: ['泵', '水泵'] },
  { english: ['oil seal'], chinese: ['油封'] },
  { english: ['seal', 'gasket'], chinese: ['密封'] },
]);
const mined = new Glossary(
  [
    { english: ['programmable logic controller', 'PLC'], chinese: [] },
    { english: ['circulation unit'], chinese: ['泵'] },
  ],
  { source: 'mined', below: base },
);
const edited = new Glossary([{ english: ['pump', 'KX unit'], chinese: ['循环泵'] }], {
  source: 'edited',
  below: mined,
  blocked: [['泵', 'circulation unit']],
});
const ways = (glossary: Glossary, text: string, from: 'zh' | 'en') => glossary.translate(text, from).found.map((each) => each.ways);

describe('a glossary over another', () => {
  it('says its own names first, then those below', () => {
    expect(ways(mined, '泵', 'zh')).toEqual([['circulation unit', 'pump', 'delivery pump']]);
    expect(ways(edited, 'pump', 'en')).toEqual([['循环泵', '泵', '水泵']]);
    expect(edited.synonyms('the pump', 'en')).toEqual([{ term: 'pump', ways: ['KX unit', 'delivery pump'] }]);
  });

  it('keeps the names below, however many documents give', () => {
    const said = ['motor unit', 'drive pump', 'main unit', 'feed unit', 'unit A', 'unit B'];
    const noisy = new Glossary([{ english: said, chinese: ['泵'] }], { source: 'mined', below: base });
    expect(ways(noisy, '泵', 'zh')).toEqual([[...said.slice(0, 3), 'pump', 'delivery pump', said[3]]]);
  });

  it('translates an abbreviation by what it stands for', () => {
    expect(ways(edited, 'PLC fault', 'en')).toEqual([['可编程控制器']]);
    expect(base.translate('PLC fault', 'en')).toEqual({ found: [], rest: 'PLC fault' });
  });

  it('leaves out blocked pairs, in both directions, and nothing else', () => {
    expect(ways(edited, '泵', 'zh')).toEqual([['pump', 'delivery pump']]);
    expect(ways(edited, 'circulation unit', 'en')).toEqual([]);
    expect(ways(mined, 'circulation unit', 'en')).toEqual([['泵']]);
  });

  it('tells who says that two names mean the same', () => {
    expect(edited.sourceOf('pump', '循环泵')).toBe('edited');
    expect(edited.sourceOf('pump', '泵')).toBe('base');
    expect(edited.sourceOf('PLC', '可编程控制器')).toBe('mined');
    expect(edited.sourceOf('泵', 'circulation unit')).toBeNull();
    expect(mined.sourceOf('泵', 'circulation unit')).toBe('mined');
  });
});

it('gives the words of an English term their own names too', () => {
  expect(base.synonyms('oil seal', 'en')).toEqual([{ term: 'seal', ways: ['gasket'] }]);
});

it('finds a single character beside words of grammar, and not inside of a word that it does not know', () => {
  const short = new Glossary([
    { english: ['install'], chinese: ['装'] },
    { english: ['driver'], chinese: ['驱动'] },
  ]);
  const terms = (text: string) => short.translate(text, 'zh').found.map(({ term }) => term);
  expect(terms('怎样装驱动？')).toEqual(['装', '驱动']);
  expect(terms('驱动装好了吗')).toEqual(['驱动', '装']);
  expect(terms('包装驱动')).toEqual(['驱动']);
});
