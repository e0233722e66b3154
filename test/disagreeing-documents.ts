import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A manual and a bulletin of one machine, both current, that give the coupling bolts different torques. */
export const DISAGREEING = {
  'kx-40-manual.md':
    '# KX-40 Pump Manual\n\nDocument no. MAN-40 Revision C\n\nDate: 2024-03-15\n\n## Technical data\n\n| Item | Value |\n|---|---|\n| Coupling bolts, tightening torque | 25 N·m |\n| Oil quantity of the bearing bracket | 0.4 L |\n',
  'kx-40-bulletin.md':
    '# KX-40 Service Bulletin\n\nDocument no. SB-40 Revision A\n\nDate: 2025-01-20\n\n## Torques\n\nTighten the coupling bolts crosswise to 28 N·m.\n',
};

/** Writes them into a folder; returns their paths. */
export async function writeDisagreeing(folder: string): Promise<string[]> {
  const paths = Object.keys(DISAGREEING).map((name) => path.join(folder, name));
  for (const [index, text] of Object.values(DISAGREEING).entries()) await writeFile(paths[index]!, text);
  return paths;
}
