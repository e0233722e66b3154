import type { Asset } from '../../knowledge/document/asset.ts';
import { fold } from '../../knowledge/text/fold.ts';

/** A machine with the place in its list, for messages ("line 7"). */
export type PlacedAsset = { asset: Asset; place: string; stray?: string };

const LONGEST = 120;
/** A name of one letter or of two digits stands in questions by chance. */
const TOO_SHORT = /^(?:.|\d{2})$/u;

/** What is wrong with a list of machines: tags missing or twice, aliases that belong to two machines, names too short to be told. */
export function checkAssets(placed: readonly PlacedAsset[]): string[] {
  const problems: string[] = [];
  const owners = new Map<string, PlacedAsset>();
  for (const each of placed) {
    const { asset, place, stray } = each;
    if (stray !== undefined) problems.push(`${place}: ${stray}`);
    for (const column of ['tag', 'name', 'model', 'site'] as const) {
      if ((asset[column]?.length ?? 0) > LONGEST) problems.push(`${place}, column ${column}: longer than ${LONGEST} characters`);
    }
    if (fold(asset.tag) === '') problems.push(`${place}, column tag: the tag is missing`);
    else claim(asset.tag, 'tag', each);
  }
  for (const each of placed) for (const alias of each.asset.aliases) claim(alias, 'aliases', each);
  return problems;

  function claim(name: string, column: 'tag' | 'aliases', owner: PlacedAsset): void {
    const where = `${owner.place}, column ${column}`;
    if (name.length > LONGEST) problems.push(`${where}: longer than ${LONGEST} characters`);
    if (TOO_SHORT.test(fold(name))) problems.push(`${where}: "${name}" is too short to be told from other words`);
    const other = owners.get(fold(name));
    if (other === undefined) owners.set(fold(name), owner);
    else if (other !== owner) problems.push(`${where}: "${name}" is the tag or an alias of ${other.asset.tag} (${other.place}) already`);
  }
}
