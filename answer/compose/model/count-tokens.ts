/** Characters of other scripts than Han that make a token, about: English prose has four, tables and codes fewer. */
const CHARACTERS_A_TOKEN = 3.5;

/** About how many tokens a text takes: one a Han character, which no common tokenizer exceeds by much. For budgets, not for bills. */
export function countTokens(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han + Math.ceil((text.length - han) / CHARACTERS_A_TOKEN);
}
