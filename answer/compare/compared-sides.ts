import type { UnderstoodMachine } from '../../knowledge/document/asset.ts';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { comparable, namePattern } from '../../knowledge/machines/name-pattern.ts';
import { subjectWords } from '../../knowledge/question/content-words.ts';
import { fold } from '../../knowledge/text/fold.ts';
import type { AskRequest } from '../ask.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { ComparedSide } from './compared-side.ts';
import { namedSides } from './named-sides.ts';

/** A table with more rows than this is no comparison that anybody reads. */
const MOST_SIDES = 4;

const COMPARING =
  /\b(?:please|compare[ds]?|comparison|versus|vs\b\.?|differences?|differs?|different|differ|between|both|changed?|changes)\b|对比|比较|相比|区别|不同之处|不同|差异|差别|之间|改了|变化|变更|有何|有什么|请/giu;
const LABEL = String.raw`([A-Z]|\d{1,3}(?:\.\d+)*)`;
const REVISIONS = new RegExp(
  String.raw`\b(?:rev(?:ision)?s?\b\.?|versions?)\s*${LABEL}\s*(?:and|to|or|vs\.?|versus|with|,|&|–|-)\s*(?:(?:rev(?:ision)?\b\.?|version)\s*)?${LABEL}\b|(?:版本|修订版?|第?)\s*${LABEL}\s*版?\s*(?:和|与|到|至|跟|同)\s*(?:版本|修订版?|第)?\s*${LABEL}\s*版?`,
  'iu',
);

/** Words for the document itself, and for all of it. */
const THE_WHOLE =
  /\b(?:manuals?|handbooks?|documents?|documentation|instructions?|guides?|specifications?|datasheets?|everything|anything|all|whole|list|show|tell|me)\b|手册|说明书|文件|文档|规范|指导书|全部|所有|哪些|哪里|列出|内容/giu;

/** The machines, or the revisions of one document, that a question compares; [] where it compares none. */
export function comparedSides(request: AskRequest, understanding: Understanding, documents: readonly DocumentSummary[]): ComparedSide[] {
  const sides =
    revisionSides(request, understanding, documents) ??
    assetSides(request, understanding) ??
    namedSides({ ...request, question: plain(request.question) }, understanding, documents);
  return sides.length >= 2 && sides.length <= MOST_SIDES ? sides : [];
}

/** Where machines of the asset list are compared, each by what the question calls it: two of one model are two. Null where none is. */
function assetSides(request: AskRequest, { kind, machines, ambiguous }: Understanding): ComparedSide[] | null {
  if (kind !== 'comparison' || ambiguous || machines.length < 2 || machines.every(({ asset }) => asset === null)) return null;
  const asked = comparable(request.question);
  const place = ({ said }: UnderstoodMachine) => asked.indexOf(said);
  return machines
    .toSorted((a, b) => place(a) - place(b))
    .map((machine) => {
      const others = machines.filter((other) => other !== machine);
      const question = others.reduce((text, { said }) => text.replaceAll(namePattern(said, 'giu'), ' '), plain(request.question));
      const { asset, equipment } = machine;
      const called = asset?.tag ?? equipment[0] ?? machine.said;
      const models = equipment.filter((name) => fold(name) !== fold(called)).slice(0, 1);
      const scope = { ...request.scope, equipment: [called] };
      return { name: [called, ...models].join(' · '), request: { ...request, question: question.trim(), scope } };
    });
}

/** Two revisions of one document that a question names, and what else it asks of them. */
type NamedRevisions = { older: DocumentSummary; newer: DocumentSummary; question: string; words: string[] };

function namedRevisions(request: AskRequest, { equipment }: Understanding, documents: readonly DocumentSummary[]): NamedRevisions | null {
  const found = REVISIONS.exec(request.question);
  if (found === null) return null;
  const labels = found.slice(1).filter((label) => label !== undefined);
  const question = plain(request.question.replace(found[0], ' '));
  const names = documents.flatMap((document) => document.equipment);
  const words = subjectWords(names.reduce((text, name) => text.replaceAll(name, ' '), question).replaceAll(THE_WHOLE, ' '));
  const about = documents.filter(({ equipment: own }) => equipment.length === 0 || own.some((name) => equipment.includes(name)));
  const [older, newer] = labels.map((label) => about.filter(({ revision }) => revision !== null && fold(revision) === fold(label)));
  const pair = older!.flatMap((a) => newer!.filter((b) => isSameDocument(a, b)).map((b) => [a, b] as const))[0];
  return pair === undefined ? null : { older: pair[0], newer: pair[1], question, words };
}

/** Null where no two revisions are named, or where nothing is asked of them but what is different. */
function revisionSides(request: AskRequest, understanding: Understanding, documents: readonly DocumentSummary[]): ComparedSide[] | null {
  const named = namedRevisions(request, understanding, documents);
  if (named === null || named.words.length === 0) return null;
  return [named.older, named.newer].map(({ file, revision }) => ({
    name: revisionName(request, revision),
    request: { ...request, question: named.question, scope: { ...request.scope, documents: [file] } },
  }));
}

function revisionName({ question }: AskRequest, revision: string | null): string {
  return `${/\p{Script=Han}/u.test(question) ? '版本' : 'revision'} ${revision}`;
}

/** Two revisions, in the order in which the question names them. */
export type ComparedRevisions = { older: string; newer: string; olderName: string; newerName: string };

/** Where everything that changed between two revisions is asked for, and nothing of it in particular; else null. */
export function comparedRevisions(
  request: AskRequest,
  understanding: Understanding,
  documents: readonly DocumentSummary[],
): ComparedRevisions | null {
  const named = namedRevisions(request, understanding, documents);
  if (named === null || named.words.length > 0) return null;
  const { older, newer } = named;
  return {
    older: older.id,
    newer: newer.id,
    olderName: revisionName(request, older.revision),
    newerName: revisionName(request, newer.revision),
  };
}

function isSameDocument(a: DocumentSummary, b: DocumentSummary): boolean {
  if (a.id === b.id) return false;
  const linked = [...a.supersedes, ...b.supersedes, ...[a.supersededBy, b.supersededBy].filter((ref) => ref !== null)].map(({ id }) => id);
  return linked.includes(a.id) || linked.includes(b.id) || (a.documentNumber !== null && a.documentNumber === b.documentNumber);
}

/** The question without the words that compare. */
function plain(question: string): string {
  return question.replaceAll(COMPARING, ' ').replaceAll(/\s+/g, ' ').trim() || question;
}
