import type { Asset, NamedBy } from '../document/asset.ts';
import type { DocumentSummary } from '../document/document.ts';
import { fold } from '../text/fold.ts';
import { kindOfTitle } from './kind-of-title.ts';
import { comparable, namePattern } from './name-pattern.ts';

/** One way to call a machine. */
export type MachineName = { text: string; folded: string; by: NamedBy };

/** A machine that questions may be about: equipment that documents name, or an asset of the plant's list. */
export type KnownMachine = {
  names: MachineName[];
  /** Names of equipment as documents have them. Of an asset: its model's (the model as the list has it, where no document knows it),
   *  and its tag, which documents of the plant may have. [] where there is neither a model nor a document: it narrows nothing. */
  equipment: string[];
  asset: Asset | null;
  /** What sort of machine it is, in words of titles and asset names ("pump", "空压机"), for names in part ("the 40 pump"). */
  kinds: string[];
};

/** A folded name shorter than this is named by chance ("A1"). */
const SHORTEST = 3;

/** All machines: those of the list first, in its order, then the documents' by name. Superseded documents name machines too:
 *  they may be asked for. */
export function knownMachines(documents: readonly DocumentSummary[], assets: readonly Asset[]): KnownMachine[] {
  const kinds = new Map<string, Set<string>>();
  for (const { equipment, title } of documents)
    for (const name of equipment) kinds.set(name, (kinds.get(name) ?? new Set()).add(kindOfTitle(title)));
  const known = [...kinds.keys()].sort();
  const ofDocuments = known.map(
    (name): KnownMachine => ({
      names: namesOf([[name, 'model']]),
      equipment: [name],
      asset: null,
      kinds: [...kinds.get(name)!].filter((kind) => kind !== ''),
    }),
  );
  return [...assets.map((asset) => machineOf(asset, known)), ...ofDocuments];
}

function machineOf(asset: Asset, known: readonly string[]): KnownMachine {
  const { tag, name, model, aliases } = asset;
  const models = model === null ? [] : equipmentOfModel(model, known);
  const unknown = models.length === 0 && model !== null ? [model] : [];
  const named = [tag, ...aliases].flatMap((each) => known.filter((equipment) => fold(equipment) === fold(each)));
  return {
    names: namesOf([[tag, 'tag'], ...aliases.map((alias): [string, NamedBy] => [alias, 'alias']), [name, 'name']]),
    equipment: models.length + named.length === 0 && model === null ? [] : [...new Set([...models, ...named, ...unknown, tag])],
    asset,
    kinds: [...new Set([name, ...aliases].flatMap((text) => (text === null ? [] : [kindOfTitle(text)])))].filter((kind) => kind !== ''),
  };
}

/** The names by which documents know a model. It may be written with its maker ("Kestrel KP-40"), or be a variant of what the
 *  manual is about ("KP-40-250"). */
export function equipmentOfModel(model: string, known: readonly string[]): string[] {
  const same = known.filter((name) => fold(name) === fold(model));
  if (same.length > 0) return same;
  const text = comparable(model);
  const within = known.filter((name) => fold(name).length >= SHORTEST && namePattern(name).test(text));
  if (within.length > 0) return within;
  return known.filter((name) => isVariant(model, name));
}

/** "KP-40-250" is a variant of "KP-40"; "KP-400" is none. */
export function isVariant(variant: string, name: string): boolean {
  if (fold(name).length < SHORTEST || !/\d$/.test(name) || fold(variant) === fold(name)) return false;
  const [long, short] = [joined(variant), joined(name)];
  return long.startsWith(short) && !/^\d/.test(long.slice(short.length));
}

/** Without joints, but for those between digits, where they tell. */
function joined(name: string): string {
  return comparable(name)
    .replaceAll(/(?<=\d)[\s\-_./]+(?=\d)/g, '|')
    .replaceAll(/[\s\-_./]+/g, '');
}

function namesOf(names: readonly [string | null, NamedBy][]): MachineName[] {
  return names.flatMap(([text, by]) => {
    if (text === null) return [];
    const name = withoutArticle(text);
    const folded = fold(comparable(name));
    return [...folded].length >= (by === 'model' ? SHORTEST : 2) ? [{ text: name, folded, by }] : [];
  });
}

/** "the Auster" is called so without its article too. */
export function withoutArticle(name: string): string {
  return name.replace(/^(?:the|our)\s+/i, '');
}
