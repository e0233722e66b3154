import type { Conversion, RelatedPassage } from '../../knowledge/document/answer.ts';
import type { Evidence } from '../evidence/select-evidence.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { Draft, DraftStatement } from './draft.ts';
import { PHRASES } from './phrases.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { renderChanges } from './render-changes.ts';
import { renderComparison } from './render-comparison.ts';
import { saidDocument } from './said-document.ts';
import type { Searched } from './searched.ts';

/** The answer's Markdown (a comparison's is a table): notices first, then where documents do not agree, then whose words follow, then the quotations, each with its mark. What a model worded is
 *  nobody's words: its statements stand alone. */
export function renderAnswer(draft: Draft, { answerLanguage, words }: Understanding, conversions: readonly Conversion[] = []): string {
  const { statements, notices, citations, worded } = draft;
  const phrases = PHRASES[answerLanguage];
  const quoted = new Set(statements.map(({ statement }) => statement.text));
  const parts = notices
    .filter(({ text }) => !quoted.has(text))
    .map(({ level, text, citation }) => `> **${phrases.notice[level]}** ${plainMarkdown(withoutLabel(onOneLine(text)))} [${citation}]`);
  parts.push(...(draft.conflicts ?? []).map(({ text }) => text.replaceAll(/^/gm, '> ').replaceAll(/ $/gm, '')));
  const converted =
    conversions.length === 0 ? [] : [`${phrases.converted}${conversions.map(({ said, as }) => `${said} = ${as}`).join('; ')}`];
  if (draft.changes) return [...parts, renderChanges(draft, phrases)].join('\n\n');
  if (draft.sides) return [...parts, renderComparison(draft, phrases, words), ...converted].join('\n\n');
  let speaker = '';
  for (const entry of statements) {
    const { document, language } = entry.stretch.passage;
    if (document.id !== speaker && !worded) {
      const foreign = language === answerLanguage || language === 'other' ? null : language;
      parts.push(phrases.from(saidDocument(document), foreign));
      speaker = document.id;
    }
    parts.push(renderStatement(entry));
  }
  return citations.length === 0 ? '' : [...parts, ...converted].join('\n\n');
}

function renderStatement({ statement, stretch }: DraftStatement): string {
  const text = plainMarkdown(onOneLine(statement.text));
  const marks = statement.citations.map((n) => `[${n}]`).join('');
  const numbered = stretch.step === null || text.startsWith(stretch.step) ? text : `${stretch.step}. ${text}`;
  return `${numbered} ${marks}`;
}

/** Says that nothing was found, what was searched, and where the nearest passages stand. */
export function renderNotFound(
  evidence: Evidence,
  { answerLanguage, equipment, codes }: Understanding,
  { searched, related }: { searched: Searched; related: readonly RelatedPassage[] },
): string {
  const phrases = PHRASES[answerLanguage];
  if (searched.known === 0) return phrases.noDocuments;
  if (searched.unknown.length > 0 && searched.documents === 0) return phrases.nothingInScope(searched.unknown.map(plainMarkdown));
  const names = [...equipment, ...codes.map(({ text }) => text)].map(plainMarkdown);
  const reason =
    evidence.verdict === 'unknown_name'
      ? phrases.unknownNames(evidence.unknown.map(({ text }) => plainMarkdown(text)))
      : evidence.verdict === 'nothing_about_named' && names.length > 0
        ? phrases.nothingAboutNamed(names)
        : phrases.notFound;
  const parts = [reason, phrases.searched(searched.documents)];
  const places = [...new Set(related.map((passage) => `- ${placeOf(passage, phrases.page)}`))];
  if (places.length > 0) parts.push([phrases.nearest, ...places].join('\n'));
  return parts.join('\n\n');
}

function placeOf({ title, sectionPath, page, pageEnd }: RelatedPassage, pageWords: (first: number, last: number) => string): string {
  const section = sectionPath.at(-1);
  const where = [title, ...(section ? [section] : [])].map((name) => plainMarkdown(onOneLine(name))).join(' › ');
  return page === null ? where : `${where} (${pageWords(page, pageEnd ?? page)})`;
}

/** Asks back which machine is meant. */
export function renderClarification(labels: readonly string[], { answerLanguage }: Understanding): string {
  return [PHRASES[answerLanguage].whichMachine, labels.map((label) => `- ${plainMarkdown(label)}`).join('\n')].join('\n\n');
}

/** The notice without its own heading, which the level repeats. */
function withoutLabel(text: string): string {
  return text.replace(NOTICE_LABEL, '').trim() || text;
}

const NOTICE_LABEL = /^(?:⚠\s*)?(?:DANGER|WARNING|CAUTION|NOTICE|Danger|Warning|Caution|危险|警告|小心|注意|当心)\s*[!！:：—–-]?\s*/u;

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
