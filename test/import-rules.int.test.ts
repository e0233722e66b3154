import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Each file breaks one rule of .dependency-cruiser.cjs; a rule that no longer bites fails here. */
const violations = [
  { rule: 'knowledge-imports', file: `knowledge/reads-ingest.ts`, code: `import '../ingest/read/reader.ts';` },
  { rule: 'answer-imports', file: `answer/reads-ingest.ts`, code: `import '../ingest/read/reader.ts';` },
  { rule: 'vendor-express', file: `answer/serves.ts`, code: `import 'express';` },
  { rule: 'vendor-node-sqlite', file: `answer/opens.ts`, code: `import 'node:sqlite';` },
  {
    rule: 'web-talks-rest',
    file: `web/src/reaches-in.ts`,
    code: `import type { Box } from '../../knowledge/document/box.ts';\nexport type B = Box;`,
  },
  { rule: 'web-rest-types-only', file: `web/src/bundles-zod.ts`, code: `import '../../server/api/schemas.ts';` },
  { rule: 'no-drawer-folders', file: `knowledge/imports-drawer.ts`, code: `import './utils/drawer.ts';` },
  { rule: 'no-cycles', file: `knowledge/return.ts`, code: `import './turn.ts';` },
  { rule: 'no-unresolved', file: `knowledge/dangling.ts`, code: `import './absent.ts';` },
  { rule: 'dev-dependency-shipped', file: `ingest/ships-dev.ts`, code: `import { ZipFile } from 'yazl';\nexport { ZipFile };` },
];
const supporting = [
  { file: 'knowledge/utils/drawer.ts', code: 'export {};' },
  { file: 'knowledge/turn.ts', code: `import './return.ts';` },
  { file: 'knowledge/document/box.ts', code: 'export type Box = number;' },
  { file: 'ingest/read/reader.ts', code: 'export {};' },
  { file: 'server/api/schemas.ts', code: 'export {};' },
];

type Cruise = { summary: { violations: { rule: { name: string }; from: string }[] } };

function cruise(folder: string): Promise<Cruise> {
  const bin = path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [bin, '--config', '.dependency-cruiser.cjs', '-T', 'json', 'knowledge', 'answer', 'ingest', 'web'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64e6 }, (error, stdout) => {
      if (stdout) resolve(JSON.parse(stdout) as Cruise);
      else reject(error);
    });
  });
}

describe('import rules', () => {
  let folder = '';
  let found: Cruise['summary']['violations'] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'millwright-imports-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
      await cp(path.join(root, name), path.join(folder, name));
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    for (const { file, code } of [...violations, ...supporting]) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), `${code}\n`);
    }
    found = (await cruise(folder)).summary.violations;
  }, 60_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each(violations)('$rule catches a planted violation', ({ rule, file }) => {
    expect(found.filter((violation) => violation.from === file).map((violation) => violation.rule.name)).toContain(rule);
  });
});
