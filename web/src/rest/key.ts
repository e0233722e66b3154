const STORED_AS = 'millwright.key';

/** The API key of this browser; asked for once, where the server needs one. */
export function storedKey(): string | null {
  return localStorage.getItem(STORED_AS);
}

export function storeKey(key: string | null): void {
  if (key === null) localStorage.removeItem(STORED_AS);
  else localStorage.setItem(STORED_AS, key);
}
