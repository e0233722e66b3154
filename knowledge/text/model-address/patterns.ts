export const ADDRESS_KINDS = ['override', 'role', 'prompt', 'answer', 'markup', 'link', 'hidden', 'encoded'] as const;
/** How a text speaks to a language model: it tells it to forget its orders; to be someone; asks for its prompt; tells it what to
 *  answer; holds marks that separate the turns of a chat; asks for a link that carries data away; hides words; encodes them. */
export type AddressKind = (typeof ADDRESS_KINDS)[number];

const ORDERS = 'instructions?|prompts?|guidelines|directives|guardrails|rules (?:and|above|you)';
const MODEL =
  'ai(?! ?\\d| (?:modules?|channels?|inputs?|cards?|points?|signals?))|a\\.i\\.|llms?|chat ?bots?|gpt(?:-\\d)?|chatgpt|language models?|(?:ai|virtual|digital|helpful|maintenance) (?:assistants?|models?|systems?|agents?)';
const SAY = 'answer|respond|reply|say|output|tell|write|state|claim|repeat|reveal|mention|cite|ignore|disregard|treat';

/** Words that no manual says to its reader. */
export const PATTERNS: readonly [AddressKind, RegExp][] = [
  [
    'override',
    new RegExp(
      `\\b(?:ignore|disregard|forget|override|bypass|do not follow|don't follow|stop following|pay no attention to)\\b[^.!?\\n]{0,40}\\b(?:previous|prior|preceding|earlier|above|foregoing|your|system(?:'s)?|original|initial|all other|any other)\\b[^.!?\\n]{0,30}\\b(?:${ORDERS})\\b`,
      'giu',
    ),
  ],
  [
    'override',
    /\b(?:ignore|disregard|forget) (?:everything|anything|all|whatever|what)\b.{0,30}\b(?:you (?:were|have been|are|know|learned)|told (?:to )?you|above this|before this|said before)/giu,
  ],
  [
    'override',
    /\b(?:new|updated|revised|real|actual|true) (?:system )?(?:instructions?|prompt|task|orders?) (?:for (?:you|the (?:ai|assistant|model))|follows?|begins?|starts?)\b/giu,
  ],
  ['override', /\b(?:end|stop) of (?:the )?(?:evidence|context|prompt|system prompt|user input|retrieved (?:text|documents?))\b/giu],
  [
    'prompt',
    /\b(?:hidden|secret|developer) prompt\b|\bsystem prompt\b(?=[^.!?\n]{0,40}(?:[:：]|\b(?:is|was|has|says?|must|should|you|ai|model|assistant|update|override)\b))/giu,
  ],
  [
    'prompt',
    /\b(?:print|repeat|reveal|show|output|tell me|translate|summari[sz]e|leak|write out|quote)\b.{0,30}\b(?:your|the) (?:own )?(?:(?:system|hidden|initial|original|first) )?(?:prompt|instructions you|rules you|configuration you|orders you)/giu,
  ],
  [
    'role',
    new RegExp(
      `\\b(?:you are(?: now)?|act as|pretend (?:to be|that you are)|respond as|behave (?:as|like)|imagine (?:you are|being)|play (?:the role|the part) of)\\b(?! (?:now )?(?:about|able|advised|going|not|using|working|sure|ready|in|at|on|here|done|connected|asked))[^.!?\\n]{0,40}\\b(?:${MODEL}|assistant|dan|persona|unrestricted|jailbr\\w+)\\b`,
      'giu',
    ),
  ],
  ['role', /\b(?:god|jailbreak|dan|unrestricted) mode\b.{0,20}\b(?:enabled|activated|on|engaged)\b|\bdo anything now\b/giu],
  [
    'answer',
    new RegExp(
      `\\b(?:attention|note|notice|notes|dear|hey|hello|hi|instructions?|messages?|memo|important|reminder)\\b,? ?(?:(?:to|for) )?(?:the |all |any |every |our )?(?:${MODEL}|assistants?(?! of|'s))\\b`,
      'giu',
    ),
  ],
  [
    'answer',
    new RegExp(
      `\\b(?:the |any |all |every )?(?:${MODEL})\\b[^.!?\\n]{0,60}\\b(?:must|should|shall|has to|have to|needs? to|please|may only|(?:is|are) (?:asked|requested) to)\\b[^.!?\\n]{0,20}\\b(?:${SAY})\\b`,
      'giu',
    ),
  ],
  ['answer', /\bif you are (?:an? |the )?(?:ai|llm|language model|assistant|chat ?bot|model|machine reading)\b/giu],
  [
    'answer',
    /\b(?:when|whenever|if)\b[^.!?\n]{0,40}\b(?:asked|asks|inquires|queried|questions?)\b[^.!?\n]{0,80}[, ](?:always|only|please|you (?:must|should|will|shall)|then)\b[^.!?\n]{0,20}\b(?:answer|say|reply|respond|state|tell|claim)\b/giu,
  ],
  [
    'answer',
    /\b(?:your (?:answer|reply|response|output)s?|the (?:only|final|correct|right) answers?)\b[^.!?\n]{0,30}\b(?:must|should|shall|has to|needs? to|is to|are to)\b[^.!?\n]{0,20}\b(?:be|say|state|contain|include|begin|start|end|read|mention)\b/giu,
  ],
  [
    'answer',
    /\b(?:tell|inform|assure|convince) (?:the |every |any )?(?:asker|person (?:who )?ask\w*|whoever asks)\b[^.!?\n]{0,20}\bthat\b/giu,
  ],
  [
    'answer',
    /\b(?:in|for|to) (?:every|all|any) (?:(?:of )?your|future|following|subsequent) (?:answers?|repl(?:y|ies)|responses?|questions?)\b/giu,
  ],
  [
    'answer',
    /\b(?:mark|treat|flag|declare|label) (?:this|the following|all|every|your|each)\b[^.!?\n]{0,40}\bas (?:verified|supported|trusted|confirmed by the verifier|quoted evidence)\b/giu,
  ],
  [
    'answer',
    /\b(?:cite|citing|attribute)\b[^.!?\n]{0,40}\b(?:evidence|citation|passage|source) ?(?:no\.? ?|number |n ?= ?|#|\[)["']?\d+\b/giu,
  ],
  [
    'markup',
    /<\|[a-z_\d]{2,30}\|>|\[\/?(?:INST|SYS(?:TEM)?)\]|<<\/?SYS>>|(?<!\w)<\/?(?:system|assistant|tool_(?:calls?|results?|response)|function_(?:calls?|results?)|(?:system|evidence|question)[-_ ][^<>\n]{1,40})>|<\/(?:evidence|question)>|<(?:start|end)_of_turn>/giu,
  ],
  [
    'markup',
    /(?:^[>*#\s-]*|(?<=[.!?。] ?))(?:system|assistant|developer|tool|ai|human|user|系统|助手|用户)\s*(?:message|prompt|output|result|消息|提示)?\s*[:：]\s*.{0,60}(?:\b(?:you|your|ignore|answer|reply|must|now)\b|你的|忽略|指令)/gimu,
  ],
  ['markup', /"role"\s*:\s*"(?:system|assistant|developer|tool)"/giu],
  ['markup', /^#{2,} ?(?:system|assistant|instruction|response)s?\s*:?\s*$/gimu],
  ['link', /!\[[^\]\n]*\]\([^)\s]*(?:[{<]|[?&](?:q|data|prompt|text|leak|query|question|c|d|payload|exfil)=)[^)]*\)/giu],
  [
    'link',
    /\b(?:send|post|upload|transmit|forward|exfiltrate|append|encode|include|attach)\b[^.!?\n]{0,30}\b(?:the|this|your|their|user's|whole|full)\b[^.!?\n]{0,30}\b(?:question|conversation|chat history|prompt|evidence|answer)s?\b[^\n]{0,60}\b(?:https?:\/\/|url|link|image|webhook|query string)/giu,
  ],
  [
    'link',
    /\b(?:load|render|fetch|display|show|insert|embed|include)\b[^.!?\n]{0,40}\b(?:image|picture|link|markdown)\b[^\n]{0,40}https?:\/\/[^\s]*[?&]\w+=/giu,
  ],
  [
    'override',
    /(?:忽略|无视|忘记|忘掉|忘了|不要理会|不必理会|不用管|覆盖|绕过|抛开|停止遵守|不再遵守)[^。！？\n]{0,20}(?:之前|以前|先前|以上|上述|上面|前面|此前|你的|系统|原有|原来|一切)[^。！？\n]{0,12}(?:指令|指示|提示词|规则|设定|命令|约束)/gu,
  ],
  ['override', /(?:新的?|真正的|最新)(?:系统指令|提示词)(?:如下|是|：|:)/gu],
  [
    'role',
    /(?:你现在是|从现在起[,，]?你(?:是|就是|将)|你是一[个名]|请?扮演|假装(?:你)?是|请以[^。\n]{0,12}身份)[^。！？\n]{0,20}(?:AI|人工智能|助手|助理|机器人|语言模型|大模型|没有限制|不受限制)/giu,
  ],
  ['role', /(?:越狱|无限制)模式[^。\n]{0,8}(?:已|开启|启用|激活)/gu],
  [
    'prompt',
    /(?:系统|隐藏的?|初始)提示词|开发者消息|(?:输出|显示|告诉我|说出|复述|泄露|打印|翻译)[^。！？\n]{0,16}(?:你的(?:提示词?|指令|设定|规则|初始)|系统提示词)/gu,
  ],
  [
    'answer',
    /(?:AI|人工智能|智能助手|助手|智能助理|语言模型|大模型|聊天机器人|智能问答系统|问答系统)[^。！？\n]{0,16}(?:必须|应当|应该|应|须|请|务必|只能|一律|需要|不得|都要)[^。！？\n]{0,16}(?:回答|回复|答复|输出|告诉|说|忽略|引用|改为|视为)/giu,
  ],
  ['answer', /(?:致|告|通知|写给|提醒)(?:所有|各位|各|全体)?(?:AI|人工智能|智能助手|助手|语言模型|大模型)/giu],
  [
    'answer',
    /(?:如果|若|当|凡|每当|只要)[^。！？\n]{0,16}(?:有人|用户|被|任何人|提问者)[^。！？\n]{0,10}(?:问|提问|询问|查询)[^。！？\n]{0,30}(?:回答|答复|回复|就说|说)/gu,
  ],
  ['answer', /(?:告诉|告知|回复|答复)(?:提问者|询问者|提问的人)/gu],
  [
    'answer',
    /(?:你的(?:回答|答案|回复|输出)|(?:所有|任何|今后的|以后的)(?:回答|答案|回复)(?:中|里)?)[^。！？\n]{0,12}(?:必须|应|须|只能|一律|都要|请|务必|改为)/gu,
  ],
  [
    'answer',
    /(?:本段|此段|本条|该条|以下|以上|所有回答|你的回答)[^。！？\n]{0,16}(?:标记|标注|视)为[“"'「]?(?:已验证|已核实|可信)|引用(?:证据|来源|出处)\s*(?:编号\s*\d|[[【]\d)/gu,
  ],
  [
    'link',
    /(?:把|将)[^。！？\n]{0,20}(?:问题|对话|提示词|证据|回答|上下文)[^。！？\n]{0,20}(?:发送|上传|附加|拼接|编码|写入|放)[^。！？\n]{0,20}(?:https?:\/\/|链接|网址|图片)/giu,
  ],
  // What is shown is not what is written; no Chinese or English text needs it.
  ['hidden', /[\u202d\u202e]/gu],
  ['hidden', /(?:\u{e0020}|[\u{e0021}-\u{e007e}]){8,}/gu],
];
