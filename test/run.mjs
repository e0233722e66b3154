#!/usr/bin/env node
// The one test command: format and lint, types, import rules, the page's build, then unit, contract, integration and browser tests.
// Plain JavaScript, so that it starts under an older Node too and can say what is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'node_modules', '.bin');
const reports = path.join(root, '.tmp', 'test-reports');

if (!existsSync(path.join(bin, 'vitest'))) {
  console.error('The packages are not installed. Run "npm ci" first, then "npm test" again.');
  process.exit(1);
}

const vitest = (project) => [
  'vitest',
  'run',
  '--root',
  '.',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(reports, `${project}.json`)}`,
];

const steps = [
  { name: 'format and lint', command: ['biome', 'ci', '.'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of the page', command: ['tsc', '-p', 'web'] },
  { name: 'types of the browser tests', command: ['tsc', '-p', 'test/browser'] },
  {
    name: 'import rules',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'knowledge',
      'ingest',
      'answer',
      'evaluate',
      'server',
      'cli',
      'web/src',
      'samples',
      'bench',
      'test',
      'configuration',
      'config.ts',
      'assembly.ts',
    ],
  },
  { name: 'page', command: ['vite', 'build', 'web', '--logLevel', 'warn'] },
  { name: 'unit and contract tests', command: vitest('unit') },
  { name: 'integration and browser tests', command: vitest('integration') },
];

/** Under npm the tools' folder is on PATH already; put it first, so that Node 24 from the packages wins over an older system Node. */
const environment = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
  NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'millwright-compiled'),
};

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const failedSteps = [];
for (const { name, command } of steps) {
  const started = Date.now();
  console.log(`\n=== ${name}`);
  const [tool, ...args] = command;
  const { status, error } = spawnSync(path.join(bin, tool), args, { cwd: root, stdio: 'inherit', env: environment });
  if (error) console.error(`${tool} could not be started: ${error.message}`);
  if (status !== 0) failedSteps.push(name);
  console.log(`=== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

let passed = 0;
let failed = 0;
for (const project of ['unit', 'integration']) {
  const file = path.join(reports, `${project}.json`);
  if (!existsSync(file)) {
    failedSteps.push(`${project} tests left no report`);
    continue;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
}
if (failedSteps.length > 0) console.error(`\nFailed: ${failedSteps.join('; ')}.`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failedSteps.length === 0 && failed === 0 && passed > 0 ? 0 : 1);
