import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { CARRIED_TABLES, DERIVED_TABLES } from './carried-tables.ts';
import { SqliteLedger } from './ledger/sqlite-ledger.ts';

it('says of each table whether it goes along when a store moves', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-tables-'));
  const file = path.join(folder, 'catalogue.db');
  try {
    await (await SqliteLedger.open({ path: file })).close();
    const database = new DatabaseSync(file, { readOnly: true });
    const sql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE '%\\_words\\_%' ESCAPE '\\'`;
    const names = database
      .prepare(sql)
      .all()
      .map(({ name }) => String(name));
    database.close();
    expect(names.sort()).toEqual([...CARRIED_TABLES, ...DERIVED_TABLES].sort());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
