import type { UnderstoodMachine } from '../document/asset.ts';
import { namePattern } from './name-pattern.ts';

/** The text with tags and nicknames replaced by the name that manuals know the machine by: a sentence embedding of "P-202" or "大泵" lies
 *  far from every sentence about a KP-60. Names of several models stay as they are. */
export function asManualsSay(text: string, machines: readonly UnderstoodMachine[]): string {
  return machines.reduce((said, machine) => {
    const models = machine.equipment.filter((name) => name !== machine.asset?.tag);
    if (machine.by === 'model' || machine.said === '' || models.length !== 1) return said;
    return said.normalize('NFKC').replaceAll(namePattern(machine.said, 'giu'), () => models[0]!);
  }, text);
}
