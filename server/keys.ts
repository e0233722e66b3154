import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { MillwrightError } from '../knowledge/errors.ts';
import type { Catalogue } from '../knowledge/store/passage-store.ts';

type Settings = Catalogue['settings'];
type KeptKey = { name: string; hash: string; createdAt: string };
export type KeySummary = { id: string; name: string; createdAt: string };

const PREFIX = 'key:';
const TOKEN_PREFIX = 'mw_';
const TOKEN_BYTES = 32;

/** Makes an API key. The token is shown this once; only its SHA-256 is kept (256 random bits need no slow hash). */
export async function createKey(settings: Settings, name: string): Promise<{ id: string; token: string }> {
  const trimmed = name.trim();
  if (trimmed === '')
    throw new MillwrightError('A key needs a name that says who uses it, such as "tablet-hall-2".', { code: 'bad_request' });
  if ((await listKeys(settings)).some((key) => key.name === trimmed)) {
    throw new MillwrightError(
      `There is a key called "${trimmed}" already. Revoke it first ("millwright keys revoke ${trimmed}"), or choose another name.`,
      { code: 'bad_request' },
    );
  }
  const secret = randomBytes(TOKEN_BYTES).toString('base64url');
  const id = randomBytes(6).toString('hex');
  const kept: KeptKey = { name: trimmed, hash: hashOf(secret).toString('hex'), createdAt: new Date().toISOString() };
  await settings.set(`${PREFIX}${id}`, JSON.stringify(kept));
  return { id, token: `${TOKEN_PREFIX}${id}_${secret}` };
}

/** Whether the token is one of the kept keys; takes the same time for every wrong secret. */
export async function verifyKey(settings: Settings, token: string): Promise<boolean> {
  const match = /^mw_([0-9a-f]{12})_(.+)$/.exec(token);
  if (match === null) return false;
  const text = await settings.get(`${PREFIX}${match[1]}`);
  const expected = text === null ? Buffer.alloc(TOKEN_BYTES) : Buffer.from((JSON.parse(text) as KeptKey).hash, 'hex');
  return timingSafeEqual(hashOf(match[2]!), expected) && text !== null;
}

export async function listKeys(settings: Settings): Promise<KeySummary[]> {
  const names = await settings.keys(PREFIX);
  const kept = await Promise.all(names.map(async (key) => ({ key, text: await settings.get(key) })));
  return kept.flatMap(({ key, text }) => {
    if (text === null) return [];
    const { name, createdAt } = JSON.parse(text) as KeptKey;
    return [{ id: key.slice(PREFIX.length), name, createdAt }];
  });
}

/** By id or name. Errors: not_found. */
export async function revokeKey(settings: Settings, idOrName: string): Promise<void> {
  const key = (await listKeys(settings)).find(({ id, name }) => id === idOrName || name === idOrName);
  if (key === undefined)
    throw new MillwrightError(`There is no key "${idOrName}". "millwright keys list" shows them.`, { code: 'not_found' });
  await settings.set(`${PREFIX}${key.id}`, null);
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
