import type { DocumentSummary, RevisionContent } from '../../knowledge/document/document.ts';
import type { TableRecord } from '../../knowledge/document/passage.ts';
import { subjectWords } from '../../knowledge/question/content-words.ts';
import { findCodes, normalizeCode } from '../../knowledge/text/codes.ts';
import type { Glossary, GlossaryEntry } from '../../knowledge/text/glossary/glossary.ts';
import { detectLanguage } from '../../knowledge/text/language.ts';

export type RecordQuestion = {
  way: 'key' | 'key_other_language' | 'words' | 'words_other_language';
  text: string;
  /** "documentId recordId" of every row that answers. */
  gold: ReadonlySet<string>;
  file: string;
};

type Language = 'zh' | 'en';
type Row = { record: TableRecord; revision: RevisionContent; equipment: string[] };
type Named = Row & { key: string; written: string; kind: Kind; meaning: string | null; language: Language };
type Kind = keyof typeof KINDS;

/** Sorts of rows by the header of their key, and how people ask for them: by the key, and by the meaning. */
const KINDS = {
  fault: {
    header: /code|fault|alarm|error|故障|报警|代码/i,
    key: { en: 'What does fault code {} mean?', zh: '故障代码{}是什么意思？' },
    meaning: { en: 'Which code is shown for {}?', zh: '哪个代码表示{}？' },
  },
  parameter: {
    header: /param|setting|参数/i,
    key: { en: 'What is parameter {}?', zh: '参数{}是什么？' },
    meaning: { en: 'Which parameter sets the {}?', zh: '{}是哪个参数？' },
  },
  part: {
    header: /part|item|件号|物料/i,
    key: { en: 'What is part {}?', zh: '{}是什么零件？' },
    meaning: { en: 'What is the part number of the {}?', zh: '{}的件号是多少？' },
  },
  pin: {
    header: /pin|signal|terminal|端子|引脚/i,
    key: { en: 'What is terminal {} for?', zh: '端子{}有什么用？' },
    meaning: { en: 'Which terminal is the {}?', zh: '{}是哪个端子？' },
  },
  name: { header: /(?:)/, key: { en: 'What is {}?', zh: '{}是什么？' }, meaning: { en: 'Which one is the {}?', zh: '哪个是{}？' } },
};

/** Columns that say what the row is. */
const MEANING = /^(?:message|text|name|designation|description|meaning|quantity|long option|名称|文本|说明|含义)$/i;
const MOST_WORDS = 8;

/** Questions for the rows of tables that carry a code: by the code in one of several writings, in the other language, and by
 *  other words for what the row says. Rows whose code another document has too are asked for with the machine's name, or not at all. */
export function recordQuestions(
  revisions: readonly RevisionContent[],
  documents: readonly DocumentSummary[],
  words: Rewording,
): RecordQuestion[] {
  const equipmentOf = new Map(documents.filter(({ supersededBy }) => supersededBy === null).map(({ id, equipment }) => [id, equipment]));
  const rows = revisions.flatMap((revision): Row[] => {
    const equipment = equipmentOf.get(revision.documentId);
    return equipment === undefined ? [] : revision.records.map((record) => ({ record, revision, equipment }));
  });
  const named = rows.flatMap(namedRow);
  const byKey = Map.groupBy(
    rows.flatMap((row) => row.record.keys.map((key) => ({ ...row, key }))),
    ({ key }) => key,
  );
  const byMeaning = Map.groupBy(named, ({ meaning }) => meaning);
  const seen = new Set<string>();
  return named.flatMap((row, index): RecordQuestion[] => {
    const { language, kind, revision } = row;
    const other = language === 'zh' ? 'en' : 'zh';
    const asked = (way: RecordQuestion['way'], text: string, alike: readonly Row[]): RecordQuestion[] => {
      const device = onMachine(row, alike, way.startsWith('words'));
      const question = device === null ? null : `${text.slice(0, -1)}${device[way.endsWith('language') ? other : language]}${text.at(-1)}`;
      if (question === null || seen.has(question)) return [];
      seen.add(question);
      const own = alike.filter((each) => each.revision === revision || device!.en === '');
      return [{ way, text: question, file: revision.docId, gold: new Set(own.map(nameOf)) }];
    };
    const { key, meaning } = KINDS[kind];
    const alike = byKey.get(row.key)!;
    const found = [
      ...asked('key', filled(key[language], written(row, index)), alike),
      ...asked('key_other_language', filled(key[other], written(row, index + 1)), alike),
    ];
    if (row.meaning === null) return found;
    const same = byMeaning.get(row.meaning)!;
    const reworded = words.reword(row.meaning, language);
    const translated = words.translate(row.meaning, language);
    if (reworded !== null) found.push(...asked('words', filled(meaning[language], reworded), same));
    if (translated !== null) found.push(...asked('words_other_language', filled(meaning[other], translated), same));
    return found;
  });
}

function namedRow(row: Row): Named[] {
  const { fields } = row.record;
  const field = fields.slice(0, 3).find(({ value }) => isCode(value));
  if (field === undefined) return [];
  const meanings = fields.filter(({ header, value }) => MEANING.test(header.trim()) && !isCode(value));
  const words =
    meanings
      .find(({ value }) => subjectWords(value).length > 0)
      ?.value.trim()
      .replaceAll(/\s+/g, ' ') ?? null;
  const kind = (Object.keys(KINDS) as Kind[]).find((each) => KINDS[each].header.test(field.header))!;
  const language = detectLanguage(`${words ?? ''} ${fields.map(({ header }) => header).join(' ')}`) === 'zh' ? 'zh' : 'en';
  const meaning =
    words !== null && words.split(' ').length <= MOST_WORDS && (detectLanguage(words) === 'zh' ? 'zh' : 'en') === language ? words : null;
  return [{ ...row, key: normalizeCode(field.value), written: field.value.trim(), kind, meaning, language }];
}

function isCode(value: string): boolean {
  const [code, ...others] = findCodes(value.trim());
  return code !== undefined && others.length === 0 && code.text.length === value.trim().length;
}

/** What a question must add so that one machine's row answers: nothing where no other document has it; null where nothing helps.
 *  `always`: words that mean one thing here mean another on the next machine, so that it is named wherever the document is about one. */
function onMachine(row: Row, alike: readonly Row[], always: boolean): Record<Language, string> | null {
  const [name] = row.equipment;
  if (alike.every(({ revision }) => revision === row.revision) && !(always && row.equipment.length === 1)) return { en: '', zh: '' };
  const others = alike.filter(({ revision }) => revision !== row.revision);
  if (name === undefined || others.some(({ equipment }) => equipment.length === 0 || equipment.includes(name))) return null;
  return { en: ` on the ${name}`, zh: `（${name}）` };
}

function nameOf({ record, revision }: Row): string {
  return `${revision.documentId} ${record.id}`;
}

function filled(template: string, words: string): string {
  return template.replace('{}', () => words);
}

/** The code in one of the writings in which people write it. */
function written({ written: text }: Named, index: number): string {
  const parted = (joint: string) => text.replace(/(?<=^[A-Za-z]{1,4})[-_. ]?(?=\d)/, joint);
  const wide = (plain: string) => plain.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  const bare = text.replace(/^([A-Z])(\d{1,2}-\d{2})$/, '$2');
  const dotted = text.replace(/^([A-Z]\d{1,2})-(\d{2})$/, '$1.$2');
  const writings = [
    text,
    parted(''),
    parted('-'),
    parted(' ').toUpperCase(),
    text.toLowerCase(),
    wide(text),
    bare,
    dotted,
    parted('').toLowerCase(),
  ];
  return writings[index % writings.length]!;
}

/** Other words of the same language, and words of the other one, for what a cell says; null where the glossary has none. */
export type Rewording = {
  reword(text: string, language: Language): string | null;
  translate(text: string, from: Language): string | null;
};

export function rewordingBy(entries: readonly GlossaryEntry[], glossary: Glossary, random: () => number): Rewording {
  const translate = (text: string, from: Language): string | null => {
    const { found, rest } = glossary.translate(text, from);
    if (found.length === 0 || subjectWords(rest).length > 0) return null;
    const ways = found.map(({ ways: all }) => usable(all)[Math.floor(random() * Math.min(2, usable(all).length))]);
    return ways.includes(undefined) ? null : from === 'en' ? ways.join('') : ways.join(' ');
  };
  const others = { zh: otherNames(entries.map(({ chinese }) => chinese)), en: otherNames(entries.map(({ english }) => english)) };
  return { translate, reword: (text, language) => reworded(text, glossary.translate(text, language).found, others[language]) };
}

/** No words that ask ("how hot" for temperature). */
function usable(names: readonly string[]): string[] {
  return names.filter((name) => subjectWords(name).length > 0 && !/^how |多少|多久/.test(name));
}

/** Each name with another of its entry. */
function otherNames(entries: readonly string[][]): Map<string, string> {
  const others = new Map<string, string>();
  for (const names of entries.map(usable))
    for (const [index, name] of names.entries()) {
      const other = names[index === 0 ? 1 : 0];
      if (other !== undefined && !others.has(name.toLowerCase())) others.set(name.toLowerCase(), other);
    }
  return others;
}

/** The longest of its terms that has another name is called by it; two English words without one are turned: "B of the A". */
function reworded(text: string, terms: readonly { term: string }[], others: ReadonlyMap<string, string>): string | null {
  const lower = text.toLowerCase();
  const known = terms.map(({ term }) => term.toLowerCase()).filter((term) => others.has(term) && lower.includes(term));
  const longest = known.sort((a, b) => b.length - a.length)[0];
  if (longest !== undefined) return lower.replace(longest, () => others.get(longest)!);
  const words = lower.split(' ');
  return words.length === 2 && /^[a-z ]+$/.test(lower) ? `${words[1]} of the ${words[0]}` : null;
}
