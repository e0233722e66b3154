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
