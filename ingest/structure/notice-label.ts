import type { NoticeLevel } from '../../knowledge/document/passage.ts';

/** Signal words by ANSI Z535 and GB practice; those of property damage and hints rank as notes. */
const LEVELS: [RegExp, NoticeLevel][] = [
  [/^(?:danger|危险)/i, 'danger'],
  [/^(?:warning|警告)/i, 'warning'],
  [/^(?:caution|小心|注意)/i, 'caution'],
  [/^(?:notice|note|important|tip|attention|提示|备注|说明|重要)/i, 'note'],
];

/** A signal word alone, or at the start with a colon, dash or exclamation mark after it (symbols before it apart). */
const LABEL =
  /^(?:[\s⚠☠❗!△▲▵*•]|\uFE0F)*(?<word>danger|warning|caution|notice|note|important|tip|attention|危险|警告|小心|注意|提示|备注|说明|重要)s?\s*(?<mark>[!！:：—–-]+|$|\n)\s*/iu;
/** In a frame the mark may be missing ("WARNING Hot surface"), if the word is in capitals or Chinese. */
const FRAMED =
  /^(?:[\s⚠☠❗!△▲▵*•]|\uFE0F)*(?<word>DANGER|WARNING|CAUTION|NOTICE|NOTE|IMPORTANT|危险|警告|小心|注意|提示|备注)(?![\p{L}])\s*/u;

export type NoticeLabel = {
  level: NoticeLevel /** Characters that the label takes. */;
  length: number /** The text holds nothing else. */;
  alone: boolean;
};

export function noticeLabel(text: string, boxed: boolean): NoticeLabel | null {
  const match = LABEL.exec(text) ?? (boxed ? FRAMED.exec(text) : null);
  const word = match?.groups?.word;
  if (!match || word === undefined) return null;
  const level = LEVELS.find(([pattern]) => pattern.test(word))![1];
  return { level, length: match[0].length, alone: match[0].trim().length >= text.trim().length };
}
