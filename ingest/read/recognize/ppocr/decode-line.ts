/** A character with the place of its middle along the line (0..1) and how sure the model is of it. */
export type ReadCharacter = { text: string; at: number; confidence: number };

/** What a recognition model says: for each step along the line, how likely each character is; 0 stands for none.
 *  Takes the likeliest one a step; the same one twice in a row is one. Source: Graves et al. 2006, "Connectionist temporal
 *  classification", section 3.2 (best path). */
export function decodeLine(steps: Float32Array, classes: number, characters: readonly string[]): ReadCharacter[] {
  const count = Math.floor(steps.length / classes);
  const read: ReadCharacter[] = [];
  let before = 0;
  let from = 0;
  for (let step = 0; step < count; step++) {
    let best = 0;
    for (let c = 1; c < classes; c++) if (steps[step * classes + c]! > steps[step * classes + best]!) best = c;
    const confidence = steps[step * classes + best]!;
    if (best === 0) {
      before = 0;
      continue;
    }
    if (best === before) {
      const last = read.at(-1)!;
      last.at = (from + step + 1) / 2 / count;
      last.confidence = Math.max(last.confidence, confidence);
    } else {
      from = step;
      read.push({ text: characters[best - 1] ?? '', at: (step + 0.5) / count, confidence });
    }
    before = best;
  }
  return read.filter(({ text }) => text !== '');
}
