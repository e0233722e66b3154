/** Small pieces of HTML that the manuals are written with. */
export type Level = 'danger' | 'warning' | 'caution' | 'note';

const LABELS: Record<'en' | 'zh', Record<Level, string>> = {
  en: { danger: 'DANGER', warning: 'WARNING', caution: 'CAUTION', note: 'NOTE' },
  zh: { danger: '危险', warning: '警告', caution: '注意', note: '提示' },
};

export function notice(level: Level, text: string, language: 'en' | 'zh' = 'en'): string {
  return `<div class="notice ${level}"><b>${LABELS[language][level]}</b><p>${text}</p></div>`;
}

export function table(caption: string, header: string[], rows: (string | number)[][]): string {
  const head = header.map((cell) => `<th>${cell}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** Steps, numbered; an entry of two parts is a notice and the step that it belongs to. */
export function steps(...entries: (string | [notice: string, step: string])[]): string {
  return `<ol>${entries.map((entry) => (typeof entry === 'string' ? `<li>${entry}</li>` : `<li>${entry[0]}${entry[1]}</li>`)).join('\n')}</ol>`;
}

export function list(...items: string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

export function paragraphs(...texts: string[]): string {
  return texts.map((text) => `<p>${text}</p>`).join('\n');
}

export type Manual = {
  file: string;
  language: 'en' | 'zh';
  title: string;
  /** Left and right of the running head; the page number stands in the foot. */
  head: [string, string];
  foot: string;
  body: string;
};

/** The contents page (`pages` by heading without spaces): numbers are filled in by a first printing (build.ts). */
export function contents(title: string, entries: [text: string, deep: boolean][], pages: Map<string, number>): string {
  const lines = entries.map(([text, deep]) => `<div class="${deep ? 'deep' : ''}"><span>${text}</span><span class="dots"></span><span>${pages.get(text.replaceAll(/\s+/g, '')) ?? ''}</span></div>`);
  return `<section class="contents"><h2>${title}</h2>${lines.join('\n')}</section>`;
}
