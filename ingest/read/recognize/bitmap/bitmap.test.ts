import { describe, expect, it } from 'vitest';
import { picture } from '../fixtures/pictures.ts';
import { eraseRules, findRules } from './find-rules.ts';
import { findLie } from './find-skew.ts';
import { type GrayImage, rotateLevel, shrink, turnImage } from './gray-image.ts';

const degrees = (radians: number): number => (radians * 180) / Math.PI;
const inkOf = ({ data }: GrayImage): number => data.reduce((sum, value) => sum + (255 - value), 0);

const same = (a: GrayImage, b: GrayImage): boolean => a.width === b.width && a.height === b.height && Buffer.from(a.data).equals(b.data);

/** Black rules on white: a grid of 3 x 2 cells of 200 x 100 pixels from (100, 100). */
function grid(): GrayImage {
  const image = { width: 900, height: 500, data: new Uint8Array(900 * 500).fill(255) };
  const paint = (x1: number, y1: number, x2: number, y2: number) => {
    for (let y = y1; y < y2; y++) image.data.fill(0, y * image.width + x1, y * image.width + x2);
  };
  for (const y of [100, 200, 300]) paint(100, y, 703, y + 3);
  for (const x of [100, 300, 500, 700]) paint(x, 100, x + 3, 303);
  paint(150, 140, 170, 165);
  return image;
}

describe('how a page lies', () => {
  it.each([-5, -2, -0.5, 0, 1.3, 2, 5])('finds a skew of %d degrees within a tenth', async (skew) => {
    const askew = rotateLevel(await picture('english.png'), (-skew * Math.PI) / 180);
    const lie = findLie(askew);
    expect(lie.sideways).toBe(false);
    expect(Math.abs(degrees(lie.angle) - skew)).toBeLessThan(0.13);
  });

  it('finds text that lies on its side, with its skew', async () => {
    const askew = rotateLevel(await picture('english.png'), (-3 * Math.PI) / 180);
    for (const turns of [1, 3]) {
      const lie = findLie(turnImage(askew, turns));
      expect(lie.sideways).toBe(true);
      expect(Math.abs(degrees(lie.angle) - 3)).toBeLessThan(0.13);
    }
  });

  it('leaves an empty page as it is', () => {
    expect(findLie({ width: 300, height: 400, data: new Uint8Array(120_000).fill(240) })).toEqual({ angle: 0, sideways: false });
  });
});

describe('rules', () => {
  it('are found where they are drawn, and are gone when erased; letters stay', () => {
    const image = grid();
    const rules = findRules(image);
    expect(rules.horizontal.map(({ at }) => Math.round(at))).toEqual([102, 202, 302]);
    expect(rules.vertical.map(({ at }) => Math.round(at))).toEqual([102, 302, 502, 702]);
    for (const { from, to } of rules.horizontal) expect([from, to]).toEqual([100, 703]);
    expect(inkOf(eraseRules(image, rules))).toBe(20 * 25 * 255);
  });

  it('are not seen in lines of text', async () => {
    expect(findRules(await picture('english.png'))).toEqual({ horizontal: [], vertical: [] });
    expect(findRules(await picture('chinese.png'))).toEqual({ horizontal: [], vertical: [] });
  });
});

describe('turning and shrinking', () => {
  it('four quarter turns give the picture back, as a turn and its opposite do', async () => {
    const image = await picture('chinese.png');
    expect(same(turnImage(turnImage(image, 1), 3), image)).toBe(true);
    expect(same(turnImage(turnImage(image, -1), 1), image)).toBe(true);
    expect(same(turnImage(image, 2), turnImage(turnImage(image, 1), 1))).toBe(true);
  });

  it('a clockwise turn moves the top left corner to the top right', () => {
    const turned = turnImage({ width: 2, height: 3, data: Uint8Array.from([1, 2, 3, 4, 5, 6]) }, 1);
    expect(turned).toEqual({ width: 3, height: 2, data: Uint8Array.from([5, 3, 1, 6, 4, 2]) });
  });

  it('shrinks by averaging', () => {
    expect(shrink({ width: 4, height: 2, data: Uint8Array.from([0, 100, 10, 10, 100, 200, 10, 10]) }, 2)).toEqual({
      width: 2,
      height: 1,
      data: Uint8Array.from([100, 10]),
    });
  });
});
