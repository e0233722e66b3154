import { expect, it } from 'vitest';
import { unifyRadicals } from './radicals.ts';

it('gives back the ideographs that radicals stand for', () => {
  expect(unifyRadicals('使\u2f64\u2f3f册 \u2edb机 \u2e9f线 \u2f42件')).toBe('使用手册 风机 母线 文件');
});

it('leaves everything else alone', () => {
  expect(unifyRadicals('水泵 KP-40 ³ ①')).toBe('水泵 KP-40 ³ ①');
});
