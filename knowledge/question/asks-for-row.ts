/** Questions for the name that a table gives a thing: its code, number, parameter or terminal ("which setting limits the speed?",
 *  "哪个参数...?", "...的件号是多少？"); and for people, whose names stand behind a word ("Author: ..."). */
const ASKS_FOR_ROW =
  /\b(?:which|what)(?: is the| are the)? (?:\w+ ){0,2}(?:codes?|parameters?|settings?|part (?:no\.?|numbers?)|order (?:no\.?|numbers?)|article numbers?|terminals?|pins?|signals?|registers?|options?|functions? codes?)\b|(?:哪个|哪一?项|哪些|什么)(?:故障|报警|错误|功能)?(?:代码|参数|设置|设定|端子|引脚|信号|寄存器)|(?:代码|故障码|参数号|功能码|件号|零件号|订货号|物料号|编号|端子号|引脚号?)(?:是|为)?(?:多少|什么|哪个)|^\s*who\b|谁(?:编|写)/iu;

export function asksForRow(question: string): boolean {
  return ASKS_FOR_ROW.test(question);
}
