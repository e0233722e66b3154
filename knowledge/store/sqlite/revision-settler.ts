import type { DocumentWarning } from '../../document/document.ts';
import { doubtMessage, REVISION_CONFLICT } from '../../document/revisions/doubt-message.ts';
import { type DocumentRef, type Rival, standings, type Verdict } from '../../document/revisions/standing.ts';
import type { DocumentRow, DocumentRows, KeptSummary } from './document-rows.ts';
import type { DocumentWords } from './word-rows.ts';

type Member = { row: DocumentRow; keys: ReadonlySet<string> };

/** So many documents under one key are the same form filled in again and again, not revisions of one document. */
const MOST_REVISIONS = 40;

/** Keeps in step, after every change, which documents are superseded. Runs inside the caller's transaction. */
export class RevisionSettler {
  readonly #documents: DocumentRows;
  readonly #words: DocumentWords;

  constructor(documents: DocumentRows, words: DocumentWords) {
    this.#documents = documents;
    this.#words = words;
  }

  /** Settles the documents with these numbers, those that meet them under a key, and those under `formerKeys` (of a document
   *  that went or changed). */
  settle(numbers: readonly number[], formerKeys: readonly string[]): void {
    const members = new Map<string, Member>();
    const verdicts = new Map<string, Verdict>();
    const open = [...numbers, ...formerKeys.flatMap((key) => this.#sharing(key).numbers)];
    const seen = new Set<number>();
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      const row = this.#documents.read(number);
      const meeting = this.#documents.keysOf(number).map((key) => ({ key, ...this.#sharing(key) }));
      members.set(row.id, { row, keys: new Set(meeting.filter(({ crowded }) => !crowded).map(({ key }) => key)) });
      for (const { numbers: sharing } of meeting) open.push(...sharing);
      for (const verdict of this.#documents.verdictsAbout(row.id)) {
        verdicts.set(`${verdict.newer}\n${verdict.older}`, verdict);
        for (const other of [verdict.newer, verdict.older].map((id) => this.#documents.numberOf(id))) if (other !== null) open.push(other);
      }
    }
    this.#write(members, [...verdicts.values()]);
  }

  /** Documents to look at under a key, and whether they are too many to be revisions. With the first that is too many, all are
   *  looked at once more, to be parted; of those after it none has to be. */
  #sharing(key: string): { numbers: number[]; crowded: boolean } {
    const numbers = this.#documents.withKey(key, MOST_REVISIONS + 2);
    return { numbers: numbers.length > MOST_REVISIONS + 1 ? [] : numbers, crowded: numbers.length > MOST_REVISIONS };
  }

  #write(members: ReadonlyMap<string, Member>, verdicts: readonly Verdict[]): void {
    const editions = [...members.values()].map(({ row }) => this.#documents.edition(row));
    const meet = (a: string, b: string) => !members.get(a)!.keys.isDisjointFrom(members.get(b)!.keys);
    const reference = (id: string) => refTo(members.get(id)!.row.summary);
    for (const [id, standing] of standings(editions, verdicts, meet)) {
      const { row } = members.get(id)!;
      const rivals = standing.rivals.map(({ id: other, doubt }) => ({ ...reference(other), doubt }));
      this.#documents.writeSummary(row.number, {
        ...row.summary,
        supersededBy: standing.supersededBy === null ? null : reference(standing.supersededBy),
        supersedes: standing.supersedes.map(reference),
        rivals,
        warnings: withConflict(row.summary.warnings, rivals),
      });
      const superseded = standing.supersededBy !== null;
      if (superseded === row.superseded) continue;
      this.#documents.markSuperseded(row.number, superseded);
      this.#words.rewrite({ document: row.number, title: row.summary.title, former: superseded });
    }
  }
}

function refTo({ id, file, revision, revisionDate }: KeptSummary): DocumentRef {
  return { id, file, revision, revisionDate };
}

function withConflict(warnings: readonly DocumentWarning[], rivals: readonly Rival[]): DocumentWarning[] {
  const conflicts = rivals.map((rival) => ({ code: REVISION_CONFLICT, message: doubtMessage(rival), page: null }));
  return [...warnings.filter(({ code }) => code !== REVISION_CONFLICT), ...conflicts];
}
