import { describe, expect, it } from 'vitest';
import { checkClock, checkDisk, checkNode, checkPage, judgeDisk } from './check-machine.ts';

describe('doctor, about this machine', () => {
  it('wants space on the disk', async () => {
    expect(judgeDisk(999_000_000, '/data')).toEqual({
      ok: false,
      detail: expect.stringMatching(/^1\.0 GB free in \/data: free some space/),
    });
    expect(judgeDisk(0, '/data').ok).toBe(false);
    expect(judgeDisk(5e9, '/data')).toEqual({ ok: true, detail: '5.0 GB free in /data' });
    expect(await checkDisk('/no/such/folder')).toMatchObject({ ok: false, detail: expect.stringContaining('/no/such/folder') });
  });

  it('wants a clock that has not gone back', () => {
    const at = (ahead: number) => new Date(Date.now() + ahead).toISOString();
    expect(checkClock(null).ok).toBe(true);
    expect(checkClock(at(-3_600_000)).ok).toBe(true);
    expect(checkClock(at(3_600_000))).toMatchObject({ ok: false, detail: expect.stringContaining("set this machine's clock") });
  });

  it('names the versions, and the page that is missing', () => {
    expect(checkNode().detail).toMatch(/^\d+\.\d+\.\d+.*Millwright \d/);
    expect(checkPage('/no/such/folder')).toMatchObject({ ok: false, detail: expect.stringContaining('npm run build') });
  });
});
