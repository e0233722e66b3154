import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** Makes simplified-han.ts anew from the conversion table of OpenCC (opencc-js, MIT and Apache-2.0), characters that become one character.
 *  Run: npm install --no-save opencc-js@1.4.2 && node knowledge/text/han/build.ts */
const PACKAGE = 'opencc-js/t2cn';
const [FIRST, LAST] = [0x3400, 0x9fff];
const PAIRS_A_LINE = 60;

type OpenCc = { Converter(options: { from: string; to: string }): (text: string) => string };
const { Converter } = (await import(PACKAGE)) as OpenCc;
const simplify = Converter({ from: 't', to: 'cn' });
const pairs: string[] = [];
for (let code = FIRST; code <= LAST; code += 1) {
  const traditional = String.fromCharCode(code);
  const simplified = simplify(traditional);
  if (simplified !== traditional && simplified.length === 1) pairs.push(traditional + simplified);
}
const lines = Array.from({ length: Math.ceil(pairs.length / PAIRS_A_LINE) }, (_, line) =>
  pairs.slice(line * PAIRS_A_LINE, (line + 1) * PAIRS_A_LINE).join(''),
);
writeFileSync(
  path.join(import.meta.dirname, 'simplified-han.ts'),
  `/** Traditional characters, each before its simplified one. Made by build.ts from the tables of OpenCC (Apache-2.0,
 *  Copyright 2010-2014 Carbo Kuo and contributors); not to be edited. */
export const SIMPLIFIED_HAN =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
);
