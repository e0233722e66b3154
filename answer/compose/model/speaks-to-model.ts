/** Words that no manual says to its reader and that a text says to a language model: to forget what it was told, to play a part, to
 *  tell what it was told. */
const ADDRESSES: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|system|the)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directives?|context)\b/isu,
  /\b(?:system|developer|hidden) (?:prompt|message|instructions?)\b/iu,
  /\b(?:you are|act as|pretend to be|respond as|behave as)\b.{0,30}\b(?:ai|assistant|chat ?bot|language model|llm|gpt|dan)\b/isu,
  /\b(?:attention|note|dear|hey|hello|instructions?|message) (?:to|for)? ?(?:the |all |any )?(?:ai|llms?|assistants?|chat ?bots?|language models?)\b/iu,
  /\b(?:ai|llm|assistant|chat ?bot|language model)s?\b.{0,20}\b(?:must|should|shall|has to|have to|is to|are to)\b.{0,20}\b(?:answer|respond|reply|say|output|tell|write|ignore|state)\b/isu,
  /<\|[a-z_]+\|>|\[\/?(?:INST|SYS(?:TEM)?)\]|<<\/?SYS>>|<\/?(?:system|assistant|evidence|question)[\w -]*>|^#{2,} ?(?:system|assistant|instruction)s?\s*:?$/imu,
  /(?:忽略|无视|忘记|忘掉|不要理会|覆盖|绕过).{0,20}(?:之前|以前|先前|以上|上述|前面|所有|全部|任何|你的|系统).{0,12}(?:指令|指示|提示|规则|设定|命令|要求|约束)/su,
  /(?:系统|开发者|隐藏)(?:提示词?|指令|消息)/u,
  /(?:你现在是|你是一[个名]|请?扮演|假装(?:你)?是).{0,16}(?:AI|人工智能|助手|助理|机器人|语言模型|大模型)/isu,
  /(?:AI|人工智能|助手|助理|语言模型|大模型|聊天机器人).{0,8}(?:必须|应当|应该|请|务必|只能|一律).{0,12}(?:回答|回复|输出|告诉|说|忽略)/isu,
];

/** True where a text speaks to a language model instead of to its reader: such a passage is not given to one. */
export function speaksToModel(text: string): boolean {
  const plain = text.normalize('NFKC').replaceAll(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '');
  return ADDRESSES.some((pattern) => pattern.test(plain));
}
