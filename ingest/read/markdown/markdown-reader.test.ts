import { describe, expect, it } from 'vitest';
import { linesOf, readBytes } from '../fixtures/read-bytes.ts';

const lines = async (text: string) => linesOf((await readBytes('a.md', text)).blocks);

describe('Markdown', () => {
  it.each([
    ['> [!WARNING]\n> Hot surface.\n', ['! WARNING: Hot surface.']],
    ['> [!CAUTION]\n>\n> Sharp edges.\n', ['! CAUTION', '! Sharp edges.']],
    [':::warning\nHot surface.\n\nWait.\n:::\n\nGo on.\n', ['! WARNING', '! Hot surface.', '! Wait.', 'Go on.']],
    [':::{.danger} High voltage\nLock the switch.\n:::\n', ['! DANGER: High voltage', '! Lock the switch.']],
    ['!!! note "Oil"\n    Use ISO VG 46.\n\n    Not 68.\n\nGo on.\n', ['! NOTE: Oil', '! Use ISO VG 46.', '! Not 68.', 'Go on.']],
    ['```\n:::warning\n```\n', ['`:::warning']],
    [':::columns\nText.\n:::\n', [':::columns Text. :::']],
  ])('notices as other programs write them: %j', async (text, expected) => {
    expect(await lines(text)).toEqual(expected);
  });

  it('reads tables written in HTML as tables', async () => {
    const html =
      '<table>\n<tr><th rowspan="2">Size</th><th>bar</th></tr>\n<tr><th>max</th></tr>\n<tr><td>A</td><td>8</td></tr>\n</table>\n';
    expect(await lines(`# Sizes\n\n${html}\nEnd.\n`)).toEqual(['# Sizes', '== Size | bar', '== Size^ | max', '= A | 8', 'End.']);
  });

  it('leaves out what is struck out', async () => {
    expect(await lines('Tighten to ~~40 N·m~~ 45 N·m.\n')).toEqual(['Tighten to 45 N·m.']);
  });

  it('takes the front matter as properties', async () => {
    const { properties, blocks } = await readBytes('a.md', '---\ntitle: "Seal change"\nrevision: C\n---\n# Seals\n\nChange them.\n');
    expect(properties).toEqual({ title: 'Seal change', revision: 'C' });
    expect(linesOf(blocks)).toEqual(['# Seals', 'Change them.']);
  });
});
