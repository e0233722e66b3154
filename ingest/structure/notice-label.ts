import type { NoticeLevel } from '../../knowledge/document/passage.ts';

/** Signal words by ANSI Z535 and GB practice (two characters are often set with a gap between them); those of property damage
 *  and hints rank as notes. */
const LEVELS: [RegExp, NoticeLevel][] = [
  [/^(?:danger|危\s?险)/i, 'danger'],
  [/^(?:warning|警\s?告|禁\s?止|严\s?禁)/i, 'warning'],
  [/^(?:caution|小\s?心|当\s?心|注\s?意)/i, 'caution'],
  [/^(?:notice|note|important|tip|attention|提\s?示|备\s?注|说\s?明|重\s?要)/i, 'note'],
];

/** Signs before the word: the safety alert symbol, other pictures that fonts hold, an opening bracket. */
const SIGNS = String.raw`(?:[\s\p{So}\p{Co}!△▲▵*•【\[（(〔「『]|\uFE0F)*`;
/** "重要提示", "安全警告", "特别注意". */
const STRESS = String.raw`(?:重\s?要|特\s?别|安\s?全|温\s?馨|友\s?情)?`;
const CHINESE = String.raw`危\s?险|警\s?告|小\s?心|当\s?心|注\s?意|提\s?示|备\s?注`;

/** A signal word alone, or at the start with a colon, dash, exclamation mark or closing bracket after it. */
const LABEL = new RegExp(
  String.raw`^${SIGNS}(?:${STRESS}(?<word>danger|warning|caution|notice|note|important|tip|attention|${CHINESE}|说\s?明)|(?<alone>重\s?要))s?\s*(?<mark>[】\]）)〕」』]?\s*[!！:：—–-]+|[】\]）)〕」』]|$|\n)\s*`,
  'iu',
);
/** In a frame the mark may be missing ("WARNING Hot surface"), if the word is in capitals or Chinese. */
const FRAMED = new RegExp(String.raw`^${SIGNS}(?<word>DANGER|WARNING|CAUTION|NOTICE|NOTE|IMPORTANT|${CHINESE})(?![\p{L}])\s*`, 'u');

/** What safety signs say in a frame of their own (GB 2894): "当心触电", "禁止合闸". */
const SAFETY_SIGN = new RegExp(String.raw`^${SIGNS}(?<word>当\s?心|小\s?心|注\s?意|禁\s?止|严\s?禁)\p{Script=Han}{1,8}[!！]?$`, 'u');

export type NoticeLabel = {
  level: NoticeLevel /** Characters that the label takes. */;
  length: number /** The text holds nothing else. */;
  alone: boolean;
};

export function noticeLabel(text: string, boxed: boolean): NoticeLabel | null {
  const match = LABEL.exec(text) ?? (boxed ? (FRAMED.exec(text) ?? SAFETY_SIGN.exec(text)) : null);
  const word = match?.groups?.word ?? match?.groups?.alone;
  if (!match || word === undefined) return null;
  const level = LEVELS.find(([pattern]) => pattern.test(word))![1];
  return { level, length: match[0].length, alone: match[0].trim().length >= text.trim().length };
}
