/** Signal words of notices that a format marks by other means than words: a class, a tag of Markdown. */
const LABELS: Record<string, string> = {
  danger: 'DANGER',
  error: 'DANGER',
  critical: 'DANGER',
  warning: 'WARNING',
  caution: 'CAUTION',
  attention: 'CAUTION',
  note: 'NOTE',
  notice: 'NOTE',
  info: 'NOTE',
  important: 'IMPORTANT',
  tip: 'TIP',
  hint: 'TIP',
};
const CLASS = new RegExp(
  `^(?:(?:admonition|alert|callout|notice|note|box|message|theme-admonition|markdown-alert|bs-callout)-+)?(${Object.keys(LABELS).join('|')})(?:-?box|-block|-message)?$`,
  'i',
);
const SAID =
  /^(?:[\s⚠☠❗!△▲▵*•]|\uFE0F)*(?:danger|warning|caution|attention|notice|note|important|tip|hint|危险|警告|小心|注意|提示|备注|说明|重要)/i;
/** "[!WARNING] Hot": as GitHub, Obsidian and others write it. */
const TAG = /^\[!(\w+)\][+-]?\s*/;

/** The signal word that a list of classes stands for; null: none. The more serious of two. */
export function noticeOfClass(classes: string): string | null {
  const found = classes.split(/\s+/).flatMap((each) => CLASS.exec(each)?.[1]?.toLowerCase() ?? []);
  const order = Object.keys(LABELS);
  found.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return found[0] === undefined ? null : LABELS[found[0]]!;
}

/** The signal word for a name of an admonition ("warning", "tip"); null: it is none. */
export function noticeOfName(name: string): string | null {
  return LABELS[name.toLowerCase()] ?? null;
}

/** True where the words begin with a signal word themselves. */
export function saysNotice(text: string): boolean {
  return SAID.test(text);
}

/** "[!WARNING] Hot" -> "WARNING: Hot"; any other text as it is. */
export function labelled(text: string): string {
  const tag = TAG.exec(text);
  const label = tag ? noticeOfName(tag[1]!) : null;
  if (tag === null || label === null) return text;
  const rest = text.slice(tag[0].length).trim();
  return rest === '' ? label : `${label}: ${rest}`;
}
