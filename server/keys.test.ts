import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../knowledge/store/passage-store.ts';
import { createKey, listKeys, revokeKey, verifyKey } from './keys.ts';

function memorySettings(): Catalogue['settings'] & { all: Map<string, string> } {
  const all = new Map<string, string>();
  return {
    all,
    get: async (key) => all.get(key) ?? null,
    set: async (key, value) => void (value === null ? all.delete(key) : all.set(key, value)),
    keys: async (prefix) => [...all.keys()].filter((key) => key.startsWith(prefix)),
  };
}

describe('API keys', () => {
  it('accepts the token that was made, and no other', async () => {
    const settings = memorySettings();
    const { token } = await createKey(settings, 'tablet');
    expect(await verifyKey(settings, token)).toBe(true);
    expect(await verifyKey(settings, `${token}x`)).toBe(false);
    expect(await verifyKey(settings, token.replace(/_[0-9a-f]{12}_/, '_000000000000_'))).toBe(false);
    expect(await verifyKey(settings, '')).toBe(false);
  });

  it('keeps no secret', async () => {
    const settings = memorySettings();
    const { token } = await createKey(settings, 'tablet');
    const secret = token.split('_').slice(2).join('_');
    expect([...settings.all.entries()].flat().join(' ')).not.toContain(secret);
  });

  it('forgets a revoked key', async () => {
    const settings = memorySettings();
    const { token } = await createKey(settings, 'tablet');
    await revokeKey(settings, 'tablet');
    expect(await verifyKey(settings, token)).toBe(false);
    expect(await listKeys(settings)).toEqual([]);
    await expect(revokeKey(settings, 'tablet')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('wants a name that is not taken', async () => {
    const settings = memorySettings();
    await createKey(settings, 'tablet');
    await expect(createKey(settings, 'tablet')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(createKey(settings, '  ')).rejects.toMatchObject({ code: 'bad_request' });
  });
});
