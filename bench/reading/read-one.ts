import { writeFileSync } from 'node:fs';
import { type Program, readWith } from './readings.ts';

/** One PDF by one program, in a process of its own: writes the Reading to a file. */
const [program, file, target] = process.argv.slice(2) as [Program, string, string];
writeFileSync(target, JSON.stringify(await readWith(program, file)));
// Libraries keep workers open.
process.exit(0);
