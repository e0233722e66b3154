import type { Language, NoticeLevel } from '../../knowledge/document/passage.ts';

/** What is said of a document before its words. */
export type QuotedDocument = { title: string; revision: string | null; revisionDate: string | null; superseded: boolean };

/** The words around the quotations, in the language of the answer. */
export type Phrases = {
  notice: Record<NoticeLevel, string>;
  /** Says whose words follow, and of which revision. `foreign`: the document's language, where it is not the answer's. */
  from(document: QuotedDocument, foreign: Language | null): string;
  /** Stands before what the sides of a conflict say. */
  conflict: string;
  /** Why a person says that it is none. */
  dismissed(reason: string): string;
  notFound: string;
  unknownNames(names: readonly string[]): string;
  nothingAboutNamed(names: readonly string[]): string;
  noDocuments: string;
  nothingInScope(names: readonly string[]): string;
  searched(documents: number): string;
  nearest: string;
  whichMachine: string;
  page(first: number, last: number): string;
  /** Stands before values that were computed into another unit. */
  converted: string;
  /** Heads of a comparison's table, and what stands where nothing is said of a side. */
  compared: string;
  saidOfIt: string;
  /** Head of the column that stands for a column of each side's own. */
  value: string;
  nothingOfIt: string;
  /** Of a list of what changed between two revisions. */
  section: string;
  moreChanges(count: number): string;
};

const LANGUAGES = { zh: { zh: '中文', en: '英文', other: '' }, en: { zh: 'Chinese', en: 'English', other: '' } };

function bracketed(parts: readonly (string | false | null)[], open: string, between: string, close: string): string {
  const said = parts.filter((part) => part);
  return said.length === 0 ? '' : open + said.join(between) + close;
}

const en: Phrases = {
  notice: { danger: 'Danger', warning: 'Warning', caution: 'Caution', note: 'Note' },
  from: ({ title, revision, revisionDate, superseded }, foreign) => {
    const said = [revision && `revision ${revision}`, revisionDate, superseded && 'superseded', foreign && `in ${LANGUAGES.en[foreign]}`];
    return `From “${title}”${bracketed(said, ' (', ', ', ')')}:`;
  },
  conflict: 'Documents that are current give different values. Ask who is responsible for them before you rely on either value.',
  dismissed: (reason) => `Looked at, and no conflict: ${reason}`,
  notFound: 'Not found: the documents do not say enough to answer this question.',
  unknownNames: (names) => `Not found: no document names ${names.join(', ')}. What the documents say of other things is not used for it.`,
  nothingAboutNamed: (names) => `Not found: the documents say nothing on this about ${names.join(', ')}.`,
  noDocuments: 'Not found: there are no documents yet. Add some, then ask again.',
  nothingInScope: (names) => `Not found: no document is about or called ${names.join(', ')}. Choose another machine or document.`,
  searched: (documents) => `Searched: ${documents === 1 ? 'one document' : `${documents} documents`}.`,
  nearest: 'Nearest passages:',
  whichMachine: 'The documents answer this differently for each machine. Which one do you mean?',
  page: (first, last) => (first === last ? `page ${first}` : `pages ${first}–${last}`),
  converted: 'Converted (computed, not in the document): ',
  compared: 'Of',
  saidOfIt: 'Its documents say',
  value: 'Value',
  nothingOfIt: 'not found in its documents',
  section: 'Section',
  moreChanges: (count) => `And ${count} more: ask for one section or value.`,
};

const zh: Phrases = {
  notice: { danger: '危险', warning: '警告', caution: '小心', note: '注意' },
  from: ({ title, revision, revisionDate, superseded }, foreign) => {
    const said = [revision && `版本 ${revision}`, revisionDate, superseded && '已被取代', foreign && `原文为${LANGUAGES.zh[foreign]}`];
    return `据《${title}》${bracketed(said, '（', '，', '）')}：`;
  },
  conflict: '现行文档给出的数值不同。采用其中任何一个数值之前，请先向文档负责人确认。',
  dismissed: (reason) => `已核查，不算冲突：${reason}`,
  notFound: '未找到：文档中没有足以回答该问题的内容。',
  unknownNames: (names) => `未找到：没有任何文档提到 ${names.join('、')}。不会用其他对象的内容代替回答。`,
  nothingAboutNamed: (names) => `未找到：文档中没有关于 ${names.join('、')} 的相应内容。`,
  noDocuments: '未找到：目前还没有文档。请先添加文档，再提问。',
  nothingInScope: (names) => `未找到：没有关于或名为 ${names.join('、')} 的文档。请选择其他设备或文档。`,
  searched: (documents) => `已检索 ${documents} 份文档。`,
  nearest: '最接近的段落：',
  whichMachine: '不同设备的文档对此给出的答案不同。您指的是哪一台？',
  page: (first, last) => (first === last ? `第 ${first} 页` : `第 ${first}–${last} 页`),
  converted: '换算（计算得出，非文档原文）：',
  compared: '对象',
  saidOfIt: '文件所述',
  value: '数值',
  nothingOfIt: '其文件中未找到',
  section: '章节',
  moreChanges: (count) => `另有 ${count} 处：请就某一章节或数值提问。`,
};

export const PHRASES: Record<'zh' | 'en', Phrases> = { zh, en };
