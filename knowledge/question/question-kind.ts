export const QUESTION_KINDS = [
  'procedure',
  'remedy',
  'code_meaning',
  'comparison',
  'list',
  'yes_no',
  'value',
  'parameter',
  'definition',
  'other',
] as const;
/** What sort of thing would answer. */
export type QuestionKind = (typeof QUESTION_KINDS)[number];

type Pattern = { kind: QuestionKind; pattern: RegExp };

/** The first that matches decides: from telling phrases to general ones. */
const PATTERNS: readonly Pattern[] = [
  {
    kind: 'comparison',
    pattern: /\b(?:differences?|differ|compared?|comparison|versus|vs\.?)\b|区别|不同之处|有何不同|有什么不同|相比|对比|比较/iu,
  },
  {
    kind: 'remedy',
    pattern:
      /\b(?:causes?d?|remed(?:y|ies)|reasons?|why|clear|reset|troubleshoot\w*|fix|what (?:should|do|must|can) (?:i|we|you|be) (?:do|done|check)|what to (?:do|check))\b|原因|为什么|为何|怎么办|如何处理|怎么处理|怎样处理|如何排除|怎么排除|排除方法|处理方法|如何解决|怎么解决|对策|检查什么|复位/iu,
  },
  {
    kind: 'value',
    pattern:
      /\bhow (?:much|many|long|often|high|low|fast|hot|cold|heavy|thick|wide|deep|far|large|big|loud|tight|old|frequently)\b|\bat (?:what|which) (?!point|time)|多少|多久|多大|多长|多高|多重|多厚|多宽|多深|多快|多远|几(?:个|次|天|小时|分钟|度|年|月|圈|升|公斤|bar|种)|每隔|隔多/iu,
  },
  {
    kind: 'procedure',
    pattern:
      /\bhow (?:do|to|can|should|must|is|are|would|does one|could)\b|\b(?:steps?|procedure|instructions?)\b|(?:如何|怎么|怎样)(?!样|回事|了)|步骤|流程|操作方法|程序是/iu,
  },
  {
    kind: 'list',
    pattern:
      /\b(?:list|name) (?:all|the|of)\b|\bwhich .{0,40}\b(?:are|should be|must be|need to be)\b|\bwhat (?:are|kinds?|types?)\b|哪些|有哪几|列出|都有什么/iu,
  },
  {
    kind: 'yes_no',
    pattern:
      /^(?:\s*)(?:is|are|was|were|does|do|did|can|could|may|must|should|has|have|will|would|am)\b|吗[？?\s]*$|是否|能否|可否|能不能|可不可以|要不要|需不需要|是不是/iu,
  },
  { kind: 'definition', pattern: /\bwhat (?:is|does) (?:a|an)\b|\bdefinition of\b|\bstand for\b|什么是|是什么意思|的定义|指的是|全称/iu },
];

const CODE_MEANING =
  /\b(?:mean\w*|fault|alarm|error|message|code|warning|trip|indicates?)\b|什么意思|含义|表示|代表|故障|报警|警告|代码|是什么/iu;
const PARAMETER = /\b(?:parameter|setting|default|range|factory)\b|参数|设定|默认|出厂|取值|范围/iu;

/** The kind of a question, from its own words. `codes`: how many codes it names; `dimension`: what it asks to be measured. */
export function questionKind(question: string, { codes, dimension }: { codes: number; dimension: string | null }): QuestionKind {
  const matched = PATTERNS.find(({ pattern }) => pattern.test(question))?.kind;
  if (matched === 'remedy' || matched === 'comparison' || matched === 'value') return matched;
  if (matched === 'procedure')
    return dimension !== null && !/步骤|steps?\b|procedure/iu.test(question) && asksForNumber(question) ? 'value' : matched;
  if (codes > 0 && PARAMETER.test(question)) return 'parameter';
  if (codes > 0 && CODE_MEANING.test(question) && matched !== 'yes_no' && dimension === null) return 'code_meaning';
  if (dimension !== null && matched !== 'yes_no') return 'value';
  return matched ?? 'other';
}

function asksForNumber(question: string): boolean {
  return /\bhow (?:is|are) the\b.*\b(?:set|specified)\b/iu.test(question);
}
