import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../tokens.ts';
import { simplifyHan } from './simplify.ts';

describe('simplifyHan', () => {
  it.each([
    ['變頻器過載', '变频器过载'],
    ['軸承溫度過高時停機檢查', '轴承温度过高时停机检查'],
    ['潤滑油更換週期', '润滑油更换周期'],
    ['液壓缸洩漏', '液压缸泄漏'],
    ['已经简体 KP-40', '已经简体 KP-40'],
  ])('%j -> %j', (traditional, simplified) => expect(simplifyHan(traditional)).toBe(simplified));

  it('keeps the length, and changes nothing a second time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[一-鿿 a-z]{0,40}$/), (text) => {
        expect(simplifyHan(text)).toHaveLength(text.length);
        expect(simplifyHan(simplifyHan(text))).toBe(simplifyHan(text));
      }),
    );
  });

  it('makes the index tokens of both the same, at any width', () => {
    expect(tokenize('變頻器過載 Ｅ４０７')).toEqual(tokenize('变频器过载 E407'));
    expect(tokenize('壓')).toEqual(tokenize('压'));
  });
});
