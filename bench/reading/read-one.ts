import { type Program, readWith } from './readings.ts';

/** One PDF by one program, in a process of its own: prints the Reading as one line. */
const [program, file] = process.argv.slice(2) as [Program, string];
process.stdout.write(`${JSON.stringify(await readWith(program, file))}\n`);
// Libraries keep workers open.
process.exit(0);
