import { createHash } from 'node:crypto';
import type { ConflictSide, FoundConflict } from '../../knowledge/document/conflict.ts';
import { type Conflict, saidText } from './find-conflicts.ts';
import type { Saying } from './saying.ts';

/** A conflict as it is kept. Its id is made of the documents and their words: reading a file again changes nothing. */
export function saidConflict({ one, two }: Conflict): FoundConflict {
  const sides = [sideOf(one), sideOf(two)].sort((a, b) => (key(a) < key(b) ? -1 : 1)) as [ConflictSide, ConflictSide];
  return { id: createHash('sha256').update(sides.map(key).join('\n\n')).digest('base64url').slice(0, 16), sides };
}

function sideOf(saying: Saying): ConflictSide {
  const { document, id } = saying.unit.hit.passage;
  return { documentId: document.id, passageId: id, quote: saidText(saying) };
}

function key({ documentId, quote }: ConflictSide): string {
  return `${documentId}\n${quote}`;
}
