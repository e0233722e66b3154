import { describe, expect, it } from 'vitest';
import type { Block } from '../../../knowledge/document/block.ts';
import { parseFile } from '../../parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../reader.ts';
import { fixture, isText, readFixture } from './fixtures/read-fixture.ts';

const words = (blocks: readonly Block[]): string[] =>
  blocks
    .filter(isText)
    .map(
      ({ text, aside }) =>
        `${aside === undefined ? '' : `[${aside}] `}${text.length > 60 ? `${text.slice(0, 20)} … ${text.slice(-20)}` : text}`,
    );

describe('footnotes', () => {
  it('stand behind the block that their mark is in, whole, and a paragraph goes on over the page in spite of them', async () => {
    const { blocks } = await readFixture('footnotes.pdf');
    expect(words(blocks)).toEqual([
      '5.1 Cleaning the strainer',
      'The strainer is clea …  larger than 0.3 mm.',
      '[footnote] ¹ In dusty places once a day.',
      'Close both valves.',
      'Open the drain and wait until no more water comes.²',
      '[footnote] ² This takes about t … e strainer asks for.',
      'The screen must be p … ng trials with sand.',
      '5.2 Oil',
      'The oil is of grade VG 68.* The table gives the amounts.',
      '[footnote] * Other grades need the consent of the maker.',
      '5.3 Two columns',
      'The left column spea … ater or pressed air.',
      '[footnote] ³ A wall nearer than that makes the motor run hot.',
      'The right column spe … s at the outer edge.',
      '[footnote] ⁴ Never run the pump without the star.',
    ]);
  });

  it('are found in passages with boxes of their own', async () => {
    const [document] = await parseFile({ path: fixture('footnotes.pdf'), name: 'footnotes.pdf', limits: DEFAULT_READ_LIMITS });
    const passage = document!.passages.find(({ text }) => text.includes('consent of the maker'))!;
    const start = passage.text.indexOf('* Other grades');
    const span = passage.spans.find((each) => each.start === start)!;
    expect([passage.sectionPath.at(-1), span.box.page]).toEqual(['5.2 Oil', 2]);
    expect(span.box.y).toBeGreaterThan(0.8);
  });
});

it('notes in the margin stay whole behind the text beside them, and the text is not cut', async () => {
  const { blocks } = await readFixture('margin-notes.pdf');
  expect(words(blocks)).toEqual([
    '6.1 Starting the dryer',
    'The dryer takes the  … es and freeze there.',
    '[margin] The lamp is on the left side of the box, at eye level.',
    'Switch the fan on an … e small gauge shows.',
    '[margin] At less than 5 °C the fan may be slow at first.',
    'Switch the compressor on.',
    'Open the air valve b … t fully and lock it.',
    'The dryer now runs o … he end of the shift.',
    '6.2 Stopping the dryer',
    'The dryer is stopped … e to rest by itself.',
    '[margin] The fan may be heard for up to three minutes in summer.',
  ]);
});

it('a margin note beside a step interrupts no procedure', async () => {
  const [document] = await parseFile({ path: fixture('margin-notes.pdf'), name: 'margin-notes.pdf', limits: DEFAULT_READ_LIMITS });
  expect(document!.passages.flatMap(({ steps }) => steps.map(({ number }) => number))).toEqual(['1', '2', '3']);
});
