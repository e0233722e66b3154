import { expect, it } from 'vitest';
import { noticeLabel } from './notice-label.ts';

it.each([
  ['DANGER', 'danger'],
  ['⚠ WARNING!', 'warning'],
  ['⚠\uFE0F Caution: hot', 'caution'],
  ['\uf0e8 NOTICE: rinse', 'note'],
  ['⚡危险：高压', 'danger'],
  ['警　告', 'warning'],
  ['小 心！', 'caution'],
  ['当心：夹手', 'caution'],
  ['注 意：', 'caution'],
  ['提示：', 'note'],
  ['【警告】高压危险', 'warning'],
  ['[注意] 先断电', 'caution'],
  ['（注意：先断电）', 'caution'],
  ['(Note: the number may change)', 'note'],
  ['重要提示：', 'note'],
  ['安全警告！', 'warning'],
  ['特别注意：夹手', 'caution'],
  ['重 要：', 'note'],
])('"%s" begins a notice', (text, level) => {
  expect(noticeLabel(text, false)?.level).toBe(level);
});

it.each([
  'Warning lamps are red.',
  '注意事项',
  'Note that it turns.',
  '警告灯亮',
  'Dangerous: no',
  '小心轻放',
  '当心触电',
  '重要部件',
  '（注意事项）',
  'Note (1) applies',
])('"%s" begins none', (text) => {
  expect(noticeLabel(text, false)).toBeNull();
});

it('in a frame the word alone is enough, in capitals or Chinese', () => {
  expect(noticeLabel('WARNING Hot surface', true)?.level).toBe('warning');
  expect(noticeLabel('当心 高温', true)?.level).toBe('caution');
  expect(noticeLabel('WARNING Hot surface', false)).toBeNull();
  expect(noticeLabel('Warning lamps are red', true)).toBeNull();
});

it.each([
  ['当心触电', 'caution'],
  ['禁止合闸', 'warning'],
  ['⚠ 小心烫伤！', 'caution'],
])('in a frame of its own, the safety sign "%s" is a notice', (text, level) => {
  expect(noticeLabel(text, true)).toMatchObject({ level, alone: true });
});
