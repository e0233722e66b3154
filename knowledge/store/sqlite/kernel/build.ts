import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import wabt from 'wabt';

/** Run by a maintainer after a change of scan.wat: `node knowledge/store/sqlite/kernel/build.ts`. Writes scan-module.ts. */
const source = await readFile(path.join(import.meta.dirname, 'scan.wat'), 'utf8');
const parsed = (await wabt()).parseWat('scan.wat', source, { simd: true });
const { buffer } = parsed.toBinary({});
const text = `/** scan.wat, assembled by build.ts. */\nexport const SCAN_MODULE =\n  '${Buffer.from(buffer).toString('base64')}';\n`;
await writeFile(path.join(import.meta.dirname, 'scan-module.ts'), text);
