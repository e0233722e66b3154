import { createHash } from 'node:crypto';
import type { UnitKind } from '../ledger.ts';

/** The namespace of our UUIDs of version 5 (RFC 9562): made once, at random. */
const NAMESPACE = Buffer.from('5f0c5d3a4b1e4c0f9a86e2b7d41c9e35', 'hex');

/** The id of a point: the same unit of the same edition has the same one, so that writing it twice changes nothing. */
export function pointIdOf(edition: number, kind: UnitKind, id: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${edition}/${kind}/${id}`, 'utf8').digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
