import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MillwrightError } from '../../errors.ts';
import { baseGlossary, loadBaseGlossary, parseEntries } from './base-glossary.ts';

const FOLDER = path.join(import.meta.dirname, 'base');
/** Han with letters, digits and their joints inside: "O形圈", "V/f控制", "4-20mA信号". */
const CHINESE_NAME = /^(?=.*\p{Script=Han})[\p{Script=Han}A-Za-z0-9/.-]+$/u;

const lines = readdirSync(FOLDER).flatMap((file) =>
  readFileSync(path.join(FOLDER, file), 'utf8')
    .replace(/\n$/, '')
    .split('\n')
    .map((text, index) => ({ at: `${file}:${index + 1}`, columns: text.split('\t') })),
);

function refusal(text: string): MillwrightError {
  try {
    parseEntries(text, 'field.tsv');
  } catch (error) {
    if (error instanceof MillwrightError) return error;
    throw error;
  }
  throw new MillwrightError('The line was taken; it should have been refused.', { code: 'internal' });
}

describe('the base glossary', () => {
  it('holds at least 7,000 terms, one a line', () => {
    expect(loadBaseGlossary().length).toBeGreaterThanOrEqual(7000);
    expect(loadBaseGlossary()).toHaveLength(lines.length);
  });

  it('has four columns on every line, the first two filled', () => {
    const bad = lines.filter(({ columns }) => columns.length !== 4 || columns[0] === '' || columns[1] === '');
    expect(bad).toEqual([]);
  });

  it('keeps the languages in their columns', () => {
    const bad = lines.filter(({ columns: [english, chinese, moreEnglish, moreChinese] }) => {
      const isChinese = [chinese!, ...moreChinese!.split(';').filter(Boolean)].every((name) => CHINESE_NAME.test(name));
      return !isChinese || /[\p{Script=Han}（）；，]/u.test(`${english}${moreEnglish}`);
    });
    expect(bad).toEqual([]);
  });

  it('has no pair of preferred names twice', () => {
    const seen = new Map<string, string>();
    const twice = lines.filter(({ at, columns }) => {
      const pair = `${columns[0]!.toLowerCase()}\t${columns[1]}`;
      const known = seen.has(pair);
      seen.set(pair, at);
      return known;
    });
    expect(twice).toEqual([]);
  });

  it('repeats no name within an entry', () => {
    const repeating = loadBaseGlossary().filter(({ english, chinese }) =>
      [english, chinese].some((names) => new Set(names.map((name) => name.toLowerCase())).size < names.length),
    );
    expect(repeating).toEqual([]);
  });

  it('is read once', () => {
    expect(loadBaseGlossary()).toBe(loadBaseGlossary());
    expect(baseGlossary()).toBe(baseGlossary());
  });

  it('prefers the words of every trade to those of one', () => {
    const { found } = baseGlossary().translate('service', 'en');
    expect(found[0]?.ways[0]).toBe('保养');
    expect(found[0]?.ways).toContain('服务');
  });

  it('prefers the entry that is about the word to those that have it as a synonym', () => {
    expect(baseGlossary().translate('oil', 'en').found[0]?.ways[0]).toBe('油');
  });

  it('translates the terms of a question, both ways', () => {
    const ways = (text: string, from: 'zh' | 'en') =>
      baseGlossary()
        .translate(text, from)
        .found.flatMap((one) => one.ways);
    expect(ways('机械密封泄漏', 'zh')).toEqual(expect.arrayContaining(['mechanical seal', 'leak']));
    expect(ways('VFD overheats', 'en')).toEqual(expect.arrayContaining(['变频器', '过热']));
  });
});

describe('a line of a glossary', () => {
  it('gives the preferred names first, and the field that its file is named for', () => {
    expect(parseEntries('torque\t扭矩\tmoment; tightening torque\t力矩；转矩\n', 'pumps.tsv')).toEqual([
      { english: ['torque', 'moment', 'tightening torque'], chinese: ['扭矩', '力矩', '转矩'], field: 'pumps' },
    ]);
  });

  it('may have no synonyms, and empty lines count for nothing', () => {
    expect(parseEntries('\r\nvalve\t阀门\t\t\r\n\r\n', 'pumps.tsv')).toEqual([{ english: ['valve'], chinese: ['阀门'], field: 'pumps' }]);
  });

  it.each([
    ['too few columns', 'pump\t泵\t', '3 columns'],
    ['too many columns', 'pump\t泵\t\t\t', '5 columns'],
    ['no English', '\t泵\tpump\t', 'a language has no name'],
    ['no Chinese', 'pump\t \t\t水泵', 'a language has no name'],
    ['Chinese among the English', 'pump\t泵\t水泵\t', 'Chinese among the English'],
    ['English among the Chinese', 'pump\t泵\t\tpump', 'a Chinese name without Chinese'],
  ])('is refused with file and line: %s', (_, line, reason) => {
    const error = refusal(`valve\t阀门\t\t\n${line}\n`);
    expect(error.code).toBe('bad_request');
    expect(error.message).toContain('field.tsv line 2');
    expect(error.message).toContain(reason);
    expect(error.context).toEqual({ line: 2 });
  });
});
