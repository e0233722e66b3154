import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FileOutcome } from '../ingest/jobs/ingest-report.ts';
import { IngestProgress } from './ingest-progress.ts';

const outcome = (part: Partial<FileOutcome>): FileOutcome => ({
  file: 'a.pdf',
  status: 'indexed',
  documentIds: [],
  pages: 0,
  passages: 0,
  records: 0,
  warnings: [],
  ms: 1,
  ...part,
});

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { written, stream: { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

describe('IngestProgress', () => {
  it('draws files, pages, speed and time left on a terminal, never wider than it', () => {
    const { stream, written } = screen(true);
    const progress = new IngestProgress({ stream, quiet: false });
    progress.show({ type: 'found', files: 2, bytes: 10 });
    vi.advanceTimersByTime(2_000);
    progress.show({ type: 'pages', file: 'a.pdf', done: 100, total: 200 });
    const drawn = written.at(-1)!;
    expect(drawn).toContain('0/2 files, 100 pages, 50 pages/s, 6 s left');
    vi.advanceTimersByTime(2_000);
    progress.show({ type: 'file-done', outcome: outcome({ pages: 200 }) });
    progress.show({ type: 'file-done', outcome: outcome({ file: 'b.md' }) });
    vi.advanceTimersByTime(1_000);
    progress.show({ type: 'vectors', done: 0, total: 400 });
    vi.advanceTimersByTime(4_000);
    progress.show({ type: 'vectors', done: 100, total: 400 });
    expect(written.at(-1)).toContain('100/400 vectors, 12 s left');
    progress.end();
    expect(written.at(-1)).toBe('\n');
    for (const text of written) expect(text.replace('\r\x1b[2K', '').length).toBeLessThan(80);
  });

  it('writes failures, warnings and removals as lines of their own', () => {
    for (const isTTY of [true, false]) {
      const { stream, written } = screen(isTTY);
      const progress = new IngestProgress({ stream, quiet: false });
      progress.show({ type: 'found', files: 3, bytes: 10 });
      progress.show({
        type: 'file-done',
        outcome: outcome({ status: 'failed', error: { code: 'file_empty', message: '"a.pdf" is empty.' } }),
      });
      progress.show({ type: 'file-done', outcome: outcome({ status: 'removed', file: 'b.md' }) });
      const warnings = [{ code: 'page_without_text', message: 'Page 2 holds no text.', page: 2 }];
      progress.show({ type: 'file-done', outcome: outcome({ status: 'indexed_with_warnings', file: 'c.pdf', warnings }) });
      const lines = written.filter((text) => text.endsWith('\n'));
      expect(lines).toEqual(
        expect.arrayContaining(['failed     a.pdf: "a.pdf" is empty.\n', 'removed    b.md\n', 'warning    c.pdf: Page 2 holds no text.\n']),
      );
    }
  });

  it('fills no log with bars: a line each few seconds, and no line twice', () => {
    const { stream, written } = screen(false);
    const progress = new IngestProgress({ stream, quiet: false });
    progress.show({ type: 'found', files: 1, bytes: 10 });
    for (let second = 0; second < 30; second += 1) {
      vi.advanceTimersByTime(1_000);
      progress.show({ type: 'pages', file: 'a.pdf', done: second, total: 30 });
    }
    progress.show({ type: 'file-done', outcome: outcome({ pages: 30 }) });
    progress.end();
    progress.end();
    expect(written.length).toBeGreaterThan(3);
    expect(written.length).toBeLessThan(10);
    expect(new Set(written).size).toBe(written.length);
    expect(written.join('')).not.toContain('\r');
  });

  it('counts no vectors where there are none to make, and nothing where there is nothing to read', () => {
    const { stream, written } = screen(true);
    const empty = new IngestProgress({ stream, quiet: false });
    empty.show({ type: 'found', files: 0, bytes: 0 });
    empty.show({ type: 'vectors', done: 0, total: 0 });
    empty.end();
    expect(written).toEqual([]);
    const failed = new IngestProgress({ stream, quiet: false });
    failed.show({ type: 'found', files: 1, bytes: 0 });
    failed.show({ type: 'file-done', outcome: outcome({ status: 'failed', error: { code: 'file_empty', message: 'Empty.' } }) });
    failed.show({ type: 'vectors', done: 0, total: 0 });
    failed.end();
    expect(written.join('')).toContain('1/1 files');
    expect(written.join('')).not.toContain('vectors');
  });

  it('keeps silent about progress, not about failures, where it is asked to be quiet', () => {
    const { stream, written } = screen(true);
    const progress = new IngestProgress({ stream, quiet: true });
    progress.show({ type: 'found', files: 1, bytes: 10 });
    vi.advanceTimersByTime(10_000);
    progress.show({ type: 'file-done', outcome: outcome({ status: 'failed', error: { code: 'file_empty', message: 'Empty.' } }) });
    progress.end();
    expect(written).toEqual(['failed     a.pdf: Empty.\n']);
  });
});
