import { expect, it } from 'vitest';
import type { TextBlock } from '../../knowledge/document/block.ts';
import type { Section } from './section.ts';
import { structureDocument } from './structure-document.ts';

const block = (text: string, more: Partial<TextBlock> = {}): TextBlock => ({
  kind: 'text',
  text,
  spans: [],
  page: 2,
  fontSize: 10,
  bold: false,
  level: null,
  marker: null,
  indent: 0,
  boxed: false,
  ...more,
});
const words = block('Words of the section that go on for a line or two, so that the size of the body is known to be this one.');
const named = (n: number) => [block(`${n} Chapter`, { kind: 'heading', level: 1, bold: true }), words];

const titles = ({ sections }: Section): string[] => sections.flatMap((section) => [section.title, ...titles(section)]);

it.each(['-x3', '–“man core”', 'configure”)', '$ make install', 'is bold:'])('%s in bold heads nothing', (text) => {
  expect(titles(structureDocument({ blocks: [words, block(text, { bold: true }), words] }))).toEqual([]);
});

it('bold words above text head it', () => {
  expect(titles(structureDocument({ blocks: [words, block('Before “the” start (daily)', { bold: true }), words] }))).toEqual([
    'Before “the” start (daily)',
  ]);
});

it('large print on the title page heads nothing where the file names its headings', () => {
  const cover = [
    block('Feed pump FP-7', { page: 1, fontSize: 30 }),
    block('A. Author', { page: 1, fontSize: 16 }),
    block('2026', { page: 1 }),
  ];
  const chapters = [1, 2, 3, 4, 5].flatMap(named);
  expect(titles(structureDocument({ blocks: [...cover, ...chapters] }))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} Chapter`));
});

it('an index of functions at the end is left out like any other', () => {
  const entries = ['asn1_array2tree ... 17', 'asn1_check_version, 20', 'asn1_decode ... 11'].map((text) => block(text));
  const index = [block('Function and Data Index', { kind: 'heading', level: 1 }), ...entries];
  expect(titles(structureDocument({ blocks: [...named(1), ...index] }))).toEqual(['1 Chapter']);
});

it('a chapter number above its title is one heading with it', () => {
  const large = { fontSize: 20, bold: true };
  const chapters = [
    ['Chapter 2', 'Setting up'],
    ['CHAPTER', 'THREE', 'Running'],
    ['第四章', '维护'],
  ];
  const blocks = chapters.flatMap((lines) => [...lines.map((text) => block(text, large)), words]);
  expect(titles(structureDocument({ blocks }))).toEqual(['Chapter 2 Setting up', 'CHAPTER THREE Running', '第四章 维护']);
});

it('a title page heads nothing, a first page with text does', () => {
  const cover = [block('Feed pump FP-7', { page: 1, fontSize: 30 }), block('A. Author', { page: 1, fontSize: 16 })];
  expect(titles(structureDocument({ blocks: [...cover, block('Use', { fontSize: 16 }), words] }))).toEqual(['Use']);
  const first = [block('Feed pump FP-7', { page: 1, fontSize: 30 }), { ...words, page: 1, text: words.text.repeat(2) }];
  expect(titles(structureDocument({ blocks: [...first, block('Use', { fontSize: 16 }), words] }))).toEqual(['Feed pump FP-7', 'Use']);
});

it('a bold term above its meaning, set in, heads nothing; beside text that is all set in it does', () => {
  const term = block('Backlash', { bold: true });
  const meaning = { ...words, indent: 2 };
  expect(titles(structureDocument({ blocks: [words, words, term, meaning] }))).toEqual([]);
  expect(titles(structureDocument({ blocks: [meaning, meaning, term, meaning] }))).toEqual(['Backlash']);
});

it('the bold name of a listing heads nothing', () => {
  const listing = block('set pump 7', { kind: 'code' });
  expect(titles(structureDocument({ blocks: [words, block('start.conf (v 1.1)', { bold: true }), listing] }))).toEqual([]);
});

it('large print heads a section whatever sign it begins with', () => {
  expect(titles(structureDocument({ blocks: [words, block('<config> element', { fontSize: 13 }), words] }))).toEqual(['<config> element']);
});
