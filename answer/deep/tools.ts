import { z } from 'zod';
import type { Scope } from '../../knowledge/document/answer.ts';
import type { RankedPassage, Retriever } from '../../knowledge/retrieve/retriever.ts';
import type { PassageStore, StoredPassage } from '../../knowledge/store/passage-store.ts';
import { findCodes, normalizeCode } from '../../knowledge/text/codes.ts';
import type { Findings } from './findings.ts';

export type ToolParts = { store: PassageStore; retriever: Retriever };
/** What a tool may look at in one investigation. */
export type ToolContext = ToolParts & { scope: Scope | null; findings: Findings; signal: AbortSignal };

/** What the model reads, and of how many passages. */
type Told = { text: string; found: number };

/** A tool that a model may call. `run` takes what the schema lets through; `words`: the call in a few words, for people. */
export type DeepTool = {
  name: string;
  description: string;
  schema: z.ZodType;
  words(input: unknown): string;
  run(input: unknown, context: ToolContext): Promise<Told>;
};

type Defined<Input> = {
  name: string;
  description: string;
  schema: z.ZodType<Input>;
  words(input: Input): string;
  run(input: Input, context: ToolContext): Promise<Told>;
};

function defined<Input>({ words, run, schema, ...tool }: Defined<Input>): DeepTool {
  return { ...tool, schema, words: (input) => words(schema.parse(input)), run: (input, context) => run(schema.parse(input), context) };
}

/** Passages in one tool's answer. */
const SHOWN = 4;
const PER_REVISION = 2;
/** Passages on either side that a section may reach. */
const REACH = 3;
const MOST_PROCEDURES = 12;

const query = z.string().trim().min(1).max(500);

const search = defined({
  name: 'search',
  description: 'Searches the documents for passages about something. Use the words of the plant; name the machine.',
  schema: z.object({ query }),
  words: (input) => input.query,
  async run(input, context) {
    return context.findings.tell((await hitsFor(input.query, context)).slice(0, SHOWN));
  },
});

const lookUpCode = defined({
  name: 'look_up_code',
  description: 'Finds a fault code, alarm, parameter, terminal or part number exactly, in any writing.',
  schema: z.object({ code: z.string().trim().min(1).max(60) }),
  words: (input) => input.code,
  async run({ code }, context) {
    const wanted = new Set([normalizeCode(code), ...findCodes(code).map((found) => found.code)]);
    const hits = await hitsFor(code, context);
    const holding = hits.filter(({ passage, records }) => {
      const codes = [...findCodes(passage.text).map((found) => found.code), ...records.flatMap(({ keys }) => keys)];
      return codes.some((each) => wanted.has(each)) || passage.text.includes(code);
    });
    return context.findings.tell(holding.slice(0, SHOWN));
  },
});

const readSection = defined({
  name: 'read_section',
  description: 'Reads the rest of the section that a passage stands in. Takes the number of a passage that another tool gave.',
  schema: z.object({ passage: z.int().min(1) }),
  words: (input) => `[${input.passage}]`,
  async run({ passage: n }, { findings, store }) {
    const passage = findings.passage(n);
    if (passage === null) return { text: `There is no passage [${n}]. Search first.`, found: 0 };
    const keys = await store.catalogue.neighbours({ documentId: passage.document.id, passageId: passage.id }, REACH);
    const around = await store.passages(keys);
    const section = passage.sectionPath.join('\n');
    return findings.tell(around.filter(({ sectionPath }) => sectionPath.join('\n') === section).map(asHit));
  },
});

const compareRevisions = defined({
  name: 'compare_revisions',
  description: 'Finds what each revision of a document says about something, superseded ones too. Takes the name that "Document:" gives.',
  schema: z.object({ document: z.string().min(1).max(500), query }),
  words: (input) => `${input.document}: ${input.query}`,
  async run(input, context) {
    const documents = await context.store.catalogue.list();
    const current = documents.find(({ file }) => file === input.document);
    if (current === undefined || !isInScope(current.file, context.scope))
      return { text: `There is no document "${input.document}".`, found: 0 };
    const family = documents.filter(
      ({ id, supersededBy }) => id === current.id || supersededBy?.id === current.id || id === current.supersededBy?.id,
    );
    const hits: RankedPassage[] = [];
    for (const { file } of family.filter(({ file: name }) => isInScope(name, context.scope)))
      hits.push(...(await hitsFor(input.query, { ...context, scope: { ...context.scope, documents: [file] } })).slice(0, PER_REVISION));
    const { text, found } = context.findings.tell(hits);
    return { text: family.length === 1 ? `Only one revision of "${input.document}" is known.\n\n${text}` : text, found };
  },
});

const listProcedures = defined({
  name: 'list_procedures',
  description: 'Lists procedures (sections with numbered steps) about a machine or a task, with the number of a passage to read each.',
  schema: z.object({ query }),
  words: (input) => input.query,
  async run(input, context) {
    const hits = (await hitsFor(input.query, context)).filter(({ passage }) => passage.steps.length > 1);
    const sections = new Map(hits.map((hit) => [`${hit.passage.document.id}\n${hit.passage.sectionPath.join('\n')}`, hit]));
    return context.findings.tell([...sections.values()].slice(0, MOST_PROCEDURES), { headsOnly: true });
  },
});

export const DEEP_TOOLS: readonly DeepTool[] = [search, lookUpCode, readSection, compareRevisions, listProcedures];

async function hitsFor(
  text: string,
  { retriever, scope, signal }: Pick<ToolContext, 'retriever' | 'scope' | 'signal'>,
): Promise<RankedPassage[]> {
  const { hits } = await retriever.retrieve({ text, limit: 20, ...(scope && { scope }) }, signal);
  return hits;
}

/** Inside of a question's scope no tool leads out of it. */
function isInScope(file: string, scope: Scope | null): boolean {
  return scope?.documents === undefined || scope.documents.length === 0 || scope.documents.includes(file);
}

function asHit(passage: StoredPassage): RankedPassage {
  return { passage, records: [], score: 0, features: {} };
}
