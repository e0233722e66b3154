import type { Answer, DeepPart, DeepStep, ModelPart, Recognized } from '../knowledge/document/answer.ts';
import { revisionWords } from './revision-words.ts';

/** An answer for a terminal: its text, who worded it, its places, and the id it is kept by. */
export function readableAnswer(answer: Answer): string {
  const read = [
    ...(answer.followUp ? [understoodWords(answer.followUp, answer.language)] : []),
    ...(answer.understood.spelling ?? []).map(({ said, as }) =>
      answer.language === 'zh' ? `（“${said}”按“${as}”理解）` : `("${said}" read as "${as}")`,
    ),
  ];
  const lines = read.length > 0 ? [...read, '', plainWords(answer.text)] : [plainWords(answer.text)];
  if (answer.model) lines.push('', modelWords(answer.model, answer.language));
  if (answer.deep) lines.push(...(answer.model ? [] : ['']), deepWords(answer.deep, answer.language));
  if (answer.citations.length > 0) lines.push('');
  for (const { n, file, page, sectionPath, recognized, ...cited } of answer.citations) {
    const place = [file, revisionWords(cited), page === null ? null : `p. ${page}`, sectionPath.at(-1) ?? null].filter(
      (part) => part !== null,
    );
    lines.push(`[${n}] ${place.join(', ')}`);
    if (cited.addressesModel) lines.push(`    ${ADDRESSES_MODEL[answer.language === 'zh' ? 'zh' : 'en']}`);
    if (recognized !== null) lines.push(`    ${scanWords(recognized, answer.language)}`);
  }
  if (answer.kept) lines.push('', `(${answer.language === 'zh' ? '编号' : 'kept as'} ${answer.id})`);
  return lines.join('\n');
}

const ADDRESSES_MODEL = {
  en: 'the place holds words that speak to a language model; they were not used: see whether the document is what it claims to be',
  zh: '该处含有写给语言模型的文字，未被采用；请核实该文件是否可信',
};

/** The Markdown as words. A mark that stands in a document keeps its backslash: it is none of the answer's. */
function plainWords(text: string): string {
  return text.replaceAll(/\\(?=[\]<#>`~|=-])/g, '');
}

/** How a follow-up was read: its asker has to see what was taken over. */
function understoodWords({ question, carried }: NonNullable<Answer['followUp']>, language: Answer['language']): string {
  const taken = carried.join(language === 'zh' ? '、' : ', ');
  return language === 'zh' ? `（理解为：${question}；沿用：${taken}）` : `(understood as: ${question} Taken over: ${taken})`;
}

/** What is quoted from a scan may be misread: its reader has to know. */
function scanWords({ confidence, hardToRead }: Recognized, language: Answer['language']): string {
  const sure = Math.round(confidence * 100);
  if (language === 'zh') return hardToRead ? `由扫描件识别，字迹不清（把握 ${sure}%），请务必与原页核对` : '由扫描件识别，请与原页核对';
  return hardToRead
    ? `recognised from a scan that is hard to read (${sure} % sure): compare with the page before you act on it`
    : 'recognised from a scan, please compare with the page';
}

/** Whose words the answer is in. */
function modelWords({ name, outcome, reason }: ModelPart, language: Answer['language']): string {
  if (language === 'zh')
    return outcome === 'worded'
      ? `（由语言模型 ${name} 组织语言，每句均已与出处核对）`
      : `（文件原文；语言模型 ${name} 未能作答：${reason}）`;
  return outcome === 'worded'
    ? `(worded by the language model ${name}, each statement checked against its source)`
    : `(quoted from the documents; the language model ${name} gave no usable answer: ${reason})`;
}

/** How it was looked into. */
function deepWords({ outcome, reason, steps, promptTokens, completionTokens, ms }: DeepPart, language: Answer['language']): string {
  const tokens = promptTokens + completionTokens;
  const seconds = (ms / 1_000).toFixed(1);
  if (reason === 'no_model')
    return language === 'zh'
      ? '（深入查证需要语言模型：请设置 MILLWRIGHT_MODEL_URL 和 MILLWRIGHT_MODEL；以上为普通回答）'
      : '(an investigation needs a language model: set MILLWRIGHT_MODEL_URL and MILLWRIGHT_MODEL; this is the ordinary answer)';
  if (language === 'zh')
    return outcome === 'investigated'
      ? `（经深入查证：${steps.length} 步，${tokens} 个词元，${seconds} 秒）`
      : `（深入查证未得出结果：${reason}；以上为普通回答）`;
  return outcome === 'investigated'
    ? `(investigated in ${steps.length} steps, ${tokens} tokens, ${seconds} s)`
    : `(the investigation came to nothing: ${reason}; this is the ordinary answer)`;
}

/** One step of it, on a line. */
export function stepWords({ n, tool, input, found }: DeepStep): string {
  return `step ${n}: ${tool} ${input} (${found === null ? 'not possible' : `${found} found`})`;
}
