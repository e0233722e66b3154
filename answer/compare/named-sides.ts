import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { namePattern } from '../../knowledge/machines/name-pattern.ts';
import type { QuestionKind } from '../../knowledge/question/question-kind.ts';
import { fold } from '../../knowledge/text/fold.ts';
import type { AskRequest } from '../ask.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { isNumber, shapeOf } from '../variants/heads.ts';
import { joined, type Mention, mentionsIn } from '../variants/mentions.ts';
import type { ComparedSide } from './compared-side.ts';

type Place = { start: number; end: number };
/** A thing that is compared, with its places in the question. */
type Named = { name: string; places: Place[]; equipment: string | null };

/** Questions that ask the same of each thing that they name side by side. */
const ASKS_OF_EACH: ReadonlySet<QuestionKind> = new Set(['value', 'parameter', 'other']);
const BESIDE = /^\s*(?:,\s*and\b|[,，、/&+]|\b(?:and|or)\b|和|与|跟|及|或|还是)\s*(?:\bthe\s*)?$/iu;

/** Machines of several documents, and names made alike ("VK-75/8", "VK-75/10"; "40 和 60 型"), which may be columns of one table:
 *  in the order of the question. `request.question` has no comparing words any more. */
export function namedSides(request: AskRequest, understanding: Understanding, documents: readonly DocumentSummary[]): ComparedSide[] {
  const { kind, machines, ambiguous } = understanding;
  if (ambiguous || machines.some(({ asset }) => asset !== null)) return [];
  const text = joined(request.question);
  const mentions = mentionsIn(text);
  const compared = kind === 'comparison';
  const sides = (named: readonly Named[], mustTell: boolean) => {
    const places = named.flatMap((each) => each.places).sort((a, b) => a.start - b.start);
    const asked = compared || (ASKS_OF_EACH.has(kind) && areBeside(places, text));
    return named.length < 2 || !asked ? [] : sidesOf(named, { request, text, mustTell });
  };
  const known = knownNames(understanding, text, documents);
  const codes = mentions.filter(({ name, sure }) => !sure && !isNumber(name)).map(codeNamed);
  const unknown = codes.filter((code) => known.every((each) => isOther(each, code)));
  const further = unknown.filter(({ name }) => known.some((each) => shapeOf(each.name) === shapeOf(name)));
  const ofMachines = sides([...known, ...further], false);
  if (ofMachines.length > 0) return ofMachines;
  const alike = [...Map.groupBy(codes, ({ name }) => shapeOf(name)).values()].map(distinct).find(({ length }) => length > 1);
  if (alike !== undefined) return sides(alike, !compared);
  return ofList(mentions, { request, text });
}

function codeNamed({ name, start, end }: Mention): Named {
  return { name, places: [{ start, end }], equipment: null };
}

/** The machines of current documents, each by what the question calls it. */
function knownNames({ machines }: Understanding, text: string, documents: readonly DocumentSummary[]): Named[] {
  const current = new Set(documents.flatMap(({ equipment, supersededBy }) => (supersededBy === null ? equipment : [])));
  return machines.flatMap(({ said, equipment }) => {
    const [name] = equipment.filter((each) => current.has(each));
    const places = [...text.matchAll(namePattern(said, 'giu'))].map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
    return name === undefined || places.length === 0 ? [] : [{ name, places, equipment: name }];
  });
}

function isOther(one: Named, two: Named): boolean {
  return !one.places.some(({ start, end }) => two.places.some((place) => place.start < end && start < place.end));
}

function distinct(named: readonly Named[]): Named[] {
  return [...Map.groupBy(named, ({ name }) => fold(name)).values()].map((same) => ({
    ...same[0]!,
    places: same.flatMap(({ places }) => places),
  }));
}

function areBeside(places: readonly Place[], text: string): boolean {
  return places.slice(1).every(({ start }, index) => BESIDE.test(text.slice(places[index]!.end, start)));
}

type Asking = { request: AskRequest; text: string; mustTell: boolean };

function sidesOf(named: readonly Named[], { request, text, mustTell }: Asking): ComparedSide[] {
  const ordered = named.toSorted((a, b) => a.places[0]!.start - b.places[0]!.start);
  return ordered.map((side) => {
    const others = ordered.filter((other) => other !== side).flatMap(({ places }) => places);
    const question = without(text, others);
    const scope = side.equipment === null ? request.scope : { ...request.scope, equipment: [side.equipment] };
    return { name: side.name, request: { ...request, question, ...(scope && { scope }) }, mustTell };
  });
}

function without(text: string, places: readonly Place[]): string {
  const rest = places
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  return rest.replaceAll(/\s+/g, ' ').trim();
}

/** "The 40 and the 60 model": every number is asked for with the words that make it a name. */
function ofList(mentions: readonly Mention[], { request, text }: Omit<Asking, 'mustTell'>): ComparedSide[] {
  const numbers = mentions.filter(({ name }) => isNumber(name));
  const list = [...Map.groupBy(numbers, ({ list: { start } }) => start).values()].find(({ length }) => length > 1) ?? [];
  return list.map(({ name, list: { start, end } }) => {
    const called = /\p{Script=Han}/u.test(text.slice(start, end)) ? `${name} 型` : `the ${name} model`;
    const question = `${text.slice(0, start)} ${called} ${text.slice(end)}`.replaceAll(/\s+/g, ' ').trim();
    return { name: called, request: { ...request, question }, mustTell: true };
  });
}
