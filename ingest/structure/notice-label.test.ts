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
])('"%s" begins a notice', (text, level) => {
  expect(noticeLabel(text, false)?.level).toBe(level);
});

it.each(['Warning lamps are red.', '注意事项', 'Note that it turns.', '警告灯亮', 'Dangerous: no', '小心轻放'])(
  '"%s" begins none',
  (text) => {
    expect(noticeLabel(text, false)).toBeNull();
  },
);

it('in a frame the word alone is enough, in capitals or Chinese', () => {
  expect(noticeLabel('WARNING Hot surface', true)?.level).toBe('warning');
  expect(noticeLabel('当心 高温', true)?.level).toBe('caution');
  expect(noticeLabel('WARNING Hot surface', false)).toBeNull();
  expect(noticeLabel('Warning lamps are red', true)).toBeNull();
});
