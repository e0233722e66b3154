import type { Asset, AssetReport, ListedAsset } from '../../knowledge/document/asset.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { knownMachines } from '../../knowledge/machines/known-machines.ts';
import type { Catalogue } from '../../knowledge/store/passage-store.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { speaksToModel } from '../../knowledge/text/model-address/find-addresses.ts';

type Shelf = Pick<Catalogue, 'assets' | 'list'>;

export async function listedAssets({ assets, list }: Shelf): Promise<ListedAsset[]> {
  const [kept, documents] = await Promise.all([assets.list(), list()]);
  return knownMachines(documents, kept).flatMap(({ asset, equipment }) => {
    if (asset === null) return [];
    const names = new Set(equipment.map(fold));
    const theirs = documents.filter(
      (document) => document.supersededBy === null && document.equipment.some((name) => names.has(fold(name))),
    );
    return [{ ...asset, documents: theirs.map(({ id, file, title }) => ({ id, file, title })) }];
  });
}

/** Puts a list, checked already, in the place of the former one. */
export async function replaceAssets(shelf: Shelf, next: readonly Asset[]): Promise<AssetReport> {
  const former = new Map((await shelf.assets.list()).map((asset) => [fold(asset.tag), JSON.stringify(asset)]));
  await shelf.assets.replace(next);
  const known = next.map((asset) => ({ before: former.get(fold(asset.tag)), now: JSON.stringify(asset) }));
  const added = known.filter(({ before }) => before === undefined).length;
  const unchanged = known.filter(({ before, now }) => before === now).length;
  const changed = next.length - added - unchanged;
  return { added, changed, removed: former.size - changed - unchanged, unchanged, warnings: await warningsOf(shelf) };
}

/** Takes machines out of the list. Errors: not_found (with nothing changed). */
export async function removeAssets(shelf: Shelf, tags: readonly string[]): Promise<void> {
  const kept = await shelf.assets.list();
  const missing = tags.filter((tag) => !kept.some((asset) => fold(asset.tag) === fold(tag)));
  if (missing.length > 0)
    throw new MillwrightError(`The asset list holds no machine "${missing.join('", "')}". "millwright assets list" shows what it holds.`, {
      code: 'not_found',
    });
  const gone = new Set(tags.map(fold));
  await shelf.assets.replace(kept.filter(({ tag }) => !gone.has(fold(tag))));
}

/** Models that no document is about: questions about these machines are answered "not found"; names that are none. */
async function warningsOf(shelf: Shelf): Promise<string[]> {
  const without = (await listedAssets(shelf)).filter(({ model, documents }) => model !== null && documents.length === 0);
  const byModel = Map.groupBy(without, ({ model }) => model!);
  const kept = await shelf.assets.list();
  const nameless = kept.filter(({ model }) => model === null).map(({ tag }) => tag);
  const spokenTo = kept.filter((asset) => speaksToModel(Object.values(asset).flat().join('\n'))).map(({ tag }) => tag);
  return [
    ...[...byModel].map(([model, assets]) => `No document is about the model "${model}" (${assets.map(({ tag }) => tag).join(', ')}).`),
    ...spokenTo.map((tag) => `${tag} is called by words that speak to a language model: find out where this list comes from.`),
    ...(nameless.length > 0 ? [`Without a model: ${nameless.join(', ')}.`] : []),
  ];
}
