import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listMarker } from './list-marker.ts';

it.each([
  ['1. Close the valve', '1.'],
  ['12) Wait', '12)'],
  ['a) first', 'a)'],
  ['iv. fourth', 'iv.'],
  ['(3) third', '(3)'],
  ['• bullet', '•'],
  ['•bullet', '•'],
  ['– dash', '–'],
  ['–“build”', '–'],
  ['—启动', '—'],
  ['3)Marlin', '3)'],
  ['2、关闭阀门', '2、'],
  ['2.主板', '2.'],
  ['（三）检查', '（三）'],
  ['④按下', '④'],
])('%s begins with the mark %s', (text, marker) => {
  expect(listMarker(text)?.marker).toBe(marker);
});

it.each([
  '1.5 mm of play',
  '3.1 Lubrication',
  '-5 °C is the limit',
  '–5 °C is the limit',
  '——续',
  'E-01 over current',
  '24 V',
  'Pump 1.',
  '1.',
  '•',
])('%s begins with no mark', (text) => {
  expect(listMarker(text)).toBeNull();
});

it('leaves words behind the mark', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const found = listMarker(text);
      if (found !== null) expect(text.slice(found.length).trim()).not.toBe('');
    }),
  );
});
