import { describe, expect, it } from 'vitest';
import { fixture } from './fixtures/read-fixture.ts';
import { renderPage } from './render-page.ts';

/** Width and height of a PNG, from its header. */
const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];

describe('page images', () => {
  it('are PNGs of the asked resolution', async () => {
    const png = await renderPage({ path: fixture('one-column.pdf'), page: 1, dpi: 72 });
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [width, height] = sizeOf(png);
    expect(Math.abs(width - 595)).toBeLessThanOrEqual(1);
    expect(Math.abs(height - 842)).toBeLessThanOrEqual(1);
  });

  it('show a part of a page alone, finer than the page', async () => {
    const part = { x: 0.1, y: 0.1, width: 0.5, height: 0.25 };
    const png = await renderPage({ path: fixture('figures.pdf'), page: 1, dpi: 144, part });
    const [width, height] = sizeOf(png);
    expect(Math.abs(width - 595)).toBeLessThanOrEqual(1);
    expect(Math.abs(height - 421)).toBeLessThanOrEqual(1);
    const empty = await renderPage({ path: fixture('figures.pdf'), page: 1, dpi: 144, part: { ...part, x: 0.9, width: 0.05 } });
    expect(empty.length).toBeLessThan(png.length / 4);
  });

  it('stay within bounds for huge pages', async () => {
    const [width, height] = sizeOf(await renderPage({ path: fixture('huge.pdf'), page: 1 }));
    expect(width * height).toBeLessThanOrEqual(12_100_000);
    expect(width / height).toBeCloseTo(140 / 90, 1);
  });

  it('exist for the pages of the document only', async () => {
    await expect(renderPage({ path: fixture('one-column.pdf'), page: 2 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(renderPage({ path: fixture('one-column.pdf'), page: 0 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
