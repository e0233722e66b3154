import { randomUUID } from 'node:crypto';
import type { Answer, DeepPart } from '../knowledge/document/answer.ts';
import { scopeInDocuments } from '../knowledge/machines/asked-machines.ts';
import { type KnownPlant, knownPlant } from '../knowledge/machines/known-plant.ts';
import { Cohort } from '../knowledge/retrieve/cohort/cohort.ts';
import type { Retrieval, Retriever } from '../knowledge/retrieve/retriever.ts';
import type { PassageStore } from '../knowledge/store/passage-store.ts';
import type { AnswerEvent, AskRequest } from './ask.ts';
import type { ComparedSide } from './compare/compared-side.ts';
import { type ComparedRevisions, comparedRevisions, comparedSides } from './compare/compared-sides.ts';
import { composeChanges } from './compare/compose-changes.ts';
import { composeComparison, type FoundSide, joinedEvidence } from './compare/compose-comparison.ts';
import { revisionChanges } from './compare/revision-changes.ts';
import { composeAnswer } from './compose/compose-answer.ts';
import { composeDraft } from './compose/compose-draft.ts';
import type { Draft } from './compose/draft.ts';
import type { Worded, Wording } from './compose/model/wording.ts';
import { searchedDocuments } from './compose/searched.ts';
import { withConflicts } from './compose/with-conflicts.ts';
import { answerConflicts } from './conflicts/answer-conflicts.ts';
import type { Conflict } from './conflicts/find-conflicts.ts';
import { PlantConflicts } from './conflicts/plant-conflicts.ts';
import { saidConflict } from './conflicts/said-conflict.ts';
import type { Investigated, Investigator } from './deep/investigator.ts';
import { evidenceTrace } from './evidence/evidence-trace.ts';
import { withPointedCell } from './evidence/pointed-cell.ts';
import { type Evidence, refusal, selectEvidence } from './evidence/select-evidence.ts';
import type { AnswerRecords } from './record/answer-records.ts';
import { Stages } from './stages.ts';
import { Told } from './told.ts';
import { plainQuestion } from './understand/plain-question.ts';
import { resolveConversation } from './understand/resolve-conversation.ts';
import { asWritten, type Understanding, understandQuestion } from './understand/understand-question.ts';
import { askedVariants } from './variants/asked-variants.ts';
import { verifyDraft } from './verify/verify-draft.ts';

export type AnswererParts = {
  store: PassageStore;
  retriever: Retriever;
  /** Absent: no language model takes part. */
  wording?: Wording;
  /** Absent: questions are not investigated. */
  investigator?: Investigator;
  /** Absent: no answer is kept. */
  records?: AnswerRecords;
};
export type AskOptions = {
  onEvent?: (event: AnswerEvent) => void;
  signal?: AbortSignal;
  /** Keeps a record of the answer, and of the conflicts that it shows; measurements keep none. */
  keep?: boolean;
};

const NOBODY_TO_INVESTIGATE: DeepPart = {
  outcome: 'fallback',
  reason: 'no_model',
  steps: [],
  promptTokens: 0,
  completionTokens: 0,
  ms: 0,
};

/** Passages that the evidence is chosen from. */
const RETRIEVED = 20;

/** Answers questions from the documents alone: in the documents' own words, or in a model's as far as the documents say the same.
 *  The same question against the same knowledge gives the same answer but for id, usage and timings.
 *  Errors: those of the store and the embedder; cancelled. */
export class Answerer {
  readonly #parts: AnswererParts;
  readonly #cohort: Cohort;

  constructor(parts: AnswererParts) {
    this.#parts = parts;
    this.#cohort = new Cohort(parts.store);
  }

  /** Whether questions can be investigated. */
  get investigates(): boolean {
    return this.#parts.investigator !== undefined;
  }

  async ask(asking: AskRequest, { onEvent = () => {}, signal, keep = false }: AskOptions = {}): Promise<Answer> {
    const stages = new Stages(onEvent, signal);
    const known = await knownPlant(this.#parts.store.catalogue);
    const { contents, documents, machines } = known;
    const plain = { ...asking, question: plainQuestion(asking.question) };
    const followUp = resolveConversation(plain, machines);
    const request = followUp === null ? plain : { ...plain, question: followUp.question };
    const asked = await stages.run('understand', () => understandQuestion(request, machines), understandingTrace);
    const sides = comparedSides(request, asked, documents);
    const revisions = comparedRevisions(request, asked, documents);
    const compared =
      revisions !== null
        ? await this.#changes(revisions, request, asked, stages, signal)
        : sides.length === 0
          ? null
          : await this.#compare(sides, known, stages, signal);
    const { understanding, retrieval, evidence, composed } = compared ?? (await this.#find(request, asked, known, stages, signal));
    const { draft: extractive } = await stages.run(
      'verify',
      () => verifyDraft(composed),
      ({ dropped }) => ({ dropped }),
    );
    const told = new Told(onEvent);
    const found = { evidence, understanding, extractive, request, signal };
    const deep = await this.#investigate(found, stages, told);
    const worded = compared || deep?.draft ? null : await this.#word(found, stages, told);
    const conflicts = compared || extractive.statements.length === 0 ? [] : answerConflicts(evidence, retrieval, machines);
    const dismissed = await this.#dismissed(conflicts, keep);
    const draft = withConflicts(deep?.draft ?? worded?.draft ?? extractive, { conflicts, dismissed }, understanding);
    const scope = request.scope && scopeInDocuments(request.scope, machines);
    const searched = searchedDocuments(documents, scope);
    const answer: Answer = {
      id: randomUUID(),
      kept: false,
      question: asking.question,
      ...(followUp && { followUp }),
      ...composeAnswer({ draft, evidence, understanding, retrieval, searched }),
      ...((worded ?? deep) && { model: (worded ?? deep)!.model }),
      ...(request.mode === 'deep' && { deep: deep?.deep ?? NOBODY_TO_INVESTIGATE }),
      usage: { ...tokensOf(deep, worded), embeddedTexts: revisions === null ? sides.length + (compared ? 0 : 1) : 1 },
      timings: stages.timings(),
      ...(request.trace && { trace: stages.trace }),
    };
    // Kept before its id is told: who has an id may rely on it.
    const kept =
      keep && (await this.#parts.records?.keep({ request: asking, answer: { ...answer, kept: true }, documents, contents })) === true;
    const given = { ...answer, kept };
    told.tellAll(given);
    return given;
  }

  async #find(request: AskRequest, asked: Understanding, known: KnownPlant, stages: Stages, signal?: AbortSignal): Promise<Found> {
    const { retriever } = this.#parts;
    const retrieval = await stages.run('retrieve', () => retriever.retrieve(retrievalQuery(request), signal), retrievalTrace);
    const understanding = asWritten(asked, retrieval);
    const { evidence, missing } = await stages.run(
      'evidence',
      () => this.#evidence({ request, understanding, retrieval, known, signal }),
      (found) => evidenceTrace(found.evidence),
    );
    const composed = await stages.run('compose', () => composeDraft(evidence, understanding), composedTrace);
    const codes = [...understanding.codes, ...missing.map((text) => ({ code: text, text }))];
    return { understanding: { ...understanding, codes }, retrieval, evidence, composed };
  }

  /** Each side is asked for by itself, so that none takes the other's place. Null where no side's documents answer. */
  async #compare(sides: readonly ComparedSide[], known: KnownPlant, stages: Stages, signal?: AbortSignal): Promise<Found | null> {
    const { retriever } = this.#parts;
    const retrieve = () => Promise.all(sides.map(({ request }) => retriever.retrieve(retrievalQuery(request), signal)));
    const retrievals = await stages.run('retrieve', retrieve, (all) => ({ sides: all.map(retrievalTrace) }));
    const select = () =>
      Promise.all(
        sides.map(async ({ name, request }, index): Promise<FoundSide> => {
          const retrieval = retrievals[index]!;
          const understanding = asWritten(understandQuestion(request, known.machines), retrieval);
          const { evidence, variant } = await this.#evidence({ request, understanding, retrieval, known, signal });
          return { name: variant ?? name, isVariant: variant !== null, understanding, retrieval, evidence };
        }),
      );
    const found = await stages.run('evidence', select, (all) => ({ sides: all.map(({ evidence }) => evidenceTrace(evidence)) }));
    const answering = found.find(({ evidence }) => evidence.verdict === 'answers');
    const mustTell = sides.some((side) => side.mustTell);
    if (answering === undefined || (mustTell && !found.some(({ isVariant }) => isVariant))) return null;
    const composed = await stages.run('compose', () => composeComparison(found), composedTrace);
    return { ...joinedEvidence(found), understanding: answering.understanding, composed };
  }

  /** Everything that differs between two revisions. Null where nothing does. */
  async #changes(
    revisions: ComparedRevisions,
    request: AskRequest,
    understanding: Understanding,
    stages: Stages,
    signal?: AbortSignal,
  ): Promise<Found | null> {
    const { store, retriever } = this.#parts;
    const retrieval = await stages.run('retrieve', () => retriever.retrieve(retrievalQuery(request), signal), retrievalTrace);
    const changes = await stages.run(
      'evidence',
      () => revisionChanges(revisions, store, signal),
      (found) => ({ changes: found.length }),
    );
    if (changes.length === 0) return null;
    const composed = await stages.run('compose', () => composeChanges(changes, revisions), composedTrace);
    return { understanding, retrieval, evidence: { ...refusal('answers'), confidence: 1 }, composed };
  }

  async #evidence({ request, understanding: asked, retrieval, known, signal }: ToWeigh): Promise<Weighed> {
    const { machines } = known;
    const { understanding, told, missing, of } = askedVariants(asked, retrieval.hits);
    if (missing.length > 0) return { evidence: refusal('nothing_about_named'), variant: null, missing };
    const input = { understanding, retrieval, machines, ofVariant: of, ...(signal && { signal }) };
    const found = await selectEvidence(input, { store: this.#parts.store, cohort: this.#cohort });
    return { evidence: isPointed(request) ? withPointedCell(found, understanding) : found, variant: told, missing };
  }

  /** Few answers have conflicts: only then is looked what people said of them. */
  async #dismissed(conflicts: readonly Conflict[], keep: boolean): Promise<Map<string, string>> {
    if (conflicts.length === 0) return new Map();
    return new PlantConflicts(this.#parts.store).said(conflicts.map(saidConflict), { keep });
  }

  /** Null where it is not asked for, or nobody can. */
  async #investigate({ understanding, extractive, request, signal }: ToWord, stages: Stages, told: Told): Promise<Investigated | null> {
    const { investigator } = this.#parts;
    if (request.mode !== 'deep' || investigator === undefined) return null;
    const machines = request.scope?.equipment ?? [];
    const asking = { understanding, extractive, machines, scope: request.scope ?? null, ...(signal && { signal }) };
    return stages.run(
      'investigate',
      () => investigator.investigate({ ...asking, onEvent: (event) => told.tell(event) }),
      ({ model, deep }) => ({ ...model, ...deep }),
    );
  }

  /** Null where no model is asked. */
  async #word({ request, signal, ...composed }: ToWord, stages: Stages, told: Told): Promise<Worded | null> {
    const { wording } = this.#parts;
    if (!wording?.wants(composed.evidence, composed.understanding)) return null;
    const machines = request.scope?.equipment ?? [];
    return stages.run(
      'word',
      () => wording.word({ ...composed, machines, onEvent: (event) => told.tell(event), ...(signal && { signal }) }),
      ({ model, usage }) => ({ ...model, ...usage }),
    );
  }
}

function retrievalQuery({ question, scope, trace }: AskRequest) {
  return { text: question, limit: RETRIEVED, ...(scope && { scope }), ...(trace && { trace }) };
}

type Found = { understanding: Understanding; retrieval: Retrieval; evidence: Evidence; composed: Draft };
type ToWeigh = {
  request: AskRequest;
  understanding: Understanding;
  retrieval: Retrieval;
  known: KnownPlant;
  signal: AbortSignal | undefined;
};

type Weighed = {
  evidence: Evidence;
  /** The name that a column or row has that is asked for; null where none is. */
  variant: string | null;
  /** Variants that nothing found has. */
  missing: readonly string[];
};

/** The asker named the documents to look in. */
function isPointed({ scope }: AskRequest): boolean {
  return (scope?.documents?.length ?? 0) > 0;
}

type ToWord = { evidence: Evidence; understanding: Understanding; extractive: Draft; request: AskRequest; signal: AbortSignal | undefined };

/** Of all models that were asked. */
function tokensOf(deep: Investigated | null, worded: Worded | null) {
  const parts = [deep?.deep, worded?.usage].filter((part) => part !== undefined);
  return {
    promptTokens: parts.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
    completionTokens: parts.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
  };
}

function composedTrace({ statements }: Draft) {
  return { statements: statements.length };
}

function understandingTrace({ language, kind, dimension, equipment, machines, codes, words }: Understanding) {
  return { language, kind, dimension, equipment, machines, codes: codes.map(({ code }) => code), words };
}

function retrievalTrace({ hits, timings, trace }: Retrieval) {
  const ranked = hits.map(({ passage, score, features }) => ({
    file: passage.document.file,
    passage: passage.externalId,
    score,
    features,
  }));
  return { hits: ranked, timings, stages: trace };
}
