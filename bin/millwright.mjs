#!/usr/bin/env node
// Plain JavaScript, so that an older Node can still read it: finds a Node that runs TypeScript and hands over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const main = path.join(root, 'cli', 'main.ts');
const NEEDED_MAJOR = 24;
// Compiled once, started from then on in half of the time; beside the packages, so that no other user of the machine can put code there.
// Where the folder cannot be written, Node goes on without.
process.env.NODE_COMPILE_CACHE ??= path.join(root, 'node_modules', '.cache', 'millwright-compiled');

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(new URL('../cli/main.ts', import.meta.url).href);
} else {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const carried = path.join(root, 'node_modules', '.bin', name);
  if (!existsSync(carried)) {
    process.stderr.write(
      `Millwright needs Node ${NEEDED_MAJOR} or newer; this is ${process.versions.node} and none came with the installed packages.\n` +
        `Run "npm ci" in ${root} (Linux and Windows bring their own Node ${NEEDED_MAJOR}), or install Node ${NEEDED_MAJOR} from nodejs.org.\n`,
    );
    process.exit(1);
  }
  const child = spawn(carried, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}
