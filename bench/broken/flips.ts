import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { numberGenerator } from '../number-generator.ts';
import { ROOT } from '../record.ts';

const FOLDERS = ['samples/documents', 'ingest/read/office/fixtures', 'ingest/read/pdf/fixtures'];
const READABLE = /\.(?:pdf|docx|xlsx|pptx|od[tsp]|rtf|epub|csv|md)$/;
const MAX_BYTES = 400_000;
const FLIPS = 10;
const CUTS = 3;
/** Of a flipped copy, one bit in so many bytes is turned, at most. */
const BITS = [1, 4, 30, 300];

/** Copies of whole documents with bits turned and with their ends cut off. */
export function flippedFiles(): Record<string, Buffer> {
  const random = numberGenerator(20_250_314);
  const made: Record<string, Buffer> = {};
  for (const folder of FOLDERS) {
    for (const name of readdirSync(path.join(ROOT, folder)).filter((each) => READABLE.test(each))) {
      const whole = readFileSync(path.join(ROOT, folder, name));
      if (whole.length > MAX_BYTES) continue;
      for (let copy = 0; copy < FLIPS; copy += 1) made[`flip-${copy}-${name}`] = flipped(whole, BITS[copy % BITS.length]!, random);
      for (let copy = 0; copy < CUTS; copy += 1) made[`cut-${copy}-${name}`] = whole.subarray(0, Math.floor(whole.length * random()));
    }
  }
  return made;
}

function flipped(whole: Buffer, bits: number, random: () => number): Buffer {
  const copy = Buffer.from(whole);
  for (let bit = 0; bit < bits; bit += 1) {
    const at = Math.floor(random() * copy.length);
    copy[at] = copy[at]! ^ (1 << Math.floor(random() * 8));
  }
  return copy;
}
