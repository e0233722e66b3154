import type { DatabaseSync } from 'node:sqlite';
import { Asset } from '../../document/asset.ts';
import { MillwrightError } from '../../errors.ts';
import { fold } from '../../text/fold.ts';
import type { Catalogue } from '../passage-store.ts';
import type { Guard } from './guard.ts';

/** The plant's machines, in the same file. `read` gives a call one state of the file, `change` makes a change of the contents whole. */
export function sqliteAssets(database: DatabaseSync, { read, change }: { read: Guard; change: Guard }): Catalogue['assets'] {
  return {
    list: async () =>
      read(() =>
        (database.prepare('SELECT asset FROM assets ORDER BY place').all() as { asset: string }[]).map(({ asset }) =>
          Asset.parse(JSON.parse(asset)),
        ),
      ),
    replace: async (assets) =>
      change(() => {
        database.exec('DELETE FROM assets');
        const insert = database.prepare('INSERT INTO assets (folded, place, asset) VALUES (?, ?, ?) ON CONFLICT (folded) DO NOTHING');
        for (const [place, asset] of assets.entries()) {
          const { changes } = insert.run(fold(asset.tag), place, JSON.stringify(asset));
          if (Number(changes) === 0)
            throw new MillwrightError(`The tag "${asset.tag}" stands twice in the list: each machine has its own.`, {
              code: 'bad_request',
            });
        }
      }),
  };
}
