import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import wabt from 'wabt';

/** Run by a maintainer after a change of dot.wat: `node knowledge/store/sqlite/kernel/build.ts`. Writes dot-module.ts. */
const source = await readFile(path.join(import.meta.dirname, 'dot.wat'), 'utf8');
const parsed = (await wabt()).parseWat('dot.wat', source, { simd: true });
const { buffer } = parsed.toBinary({});
const text = `/** dot.wat, assembled by build.ts. */\nexport const DOT_MODULE = '${Buffer.from(buffer).toString('base64')}';\n`;
await writeFile(path.join(import.meta.dirname, 'dot-module.ts'), text);
