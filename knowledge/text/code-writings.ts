/** Letters that tables put before numbers of parameters, faults and warnings, and people leave out ("parameter 1-03" of P1-03).
 *  Several makers' habits; longer ones only after shorter ones. */
const LEFT_OUT = ['P', 'F', 'E', 'A', 'C', 'W', 'D', 'B', 'H', 'N', 'L', 'T', 'U', 'PR', 'PA', 'PAR', 'AL', 'ER', 'ERR'];
/** Joints between the numbers of a parameter; without any only behind a letter ("P103"), else 3-03 would be 33. */
const JOINTS = ['-', '.', '_', '/', ':'];
/** Tables pad numbers to this many digits at most. */
const WIDEST = 5;
const NUMBERS = /^(?<letters>[A-Z]{0,5}?)[-_.]?(?<first>\d{1,6})(?:(?<joint>[-_.:/])(?<second>\d{1,4}))?$/;

/** Other writings of a code, in steps from near to far: each step is worth trying only where those before it name nothing.
 *  "P1.03" -> "P1-03", "P103"; then "P01-03", ... (zeros); then, for numbers, "P1-03", "F0012", ... (letters).
 *  The code itself is not among them. `code`: normalised (normalizeCode), as are the writings. */
export function codeWritings(code: string): string[][] {
  const parts = NUMBERS.exec(code)?.groups;
  if (parts === undefined) return [];
  const { letters, first, second } = parts as { letters: string; first: string; second?: string };
  const joined = (start: string, head: string, tail: string | undefined) =>
    tail === undefined ? [start + head] : JOINTS.map((joint) => start + head + joint + tail);
  const near = [...joined(letters, first, second), ...(letters !== '' && second !== undefined ? [letters + first + second] : [])];
  const padded = padding(first).flatMap((head) =>
    (second === undefined ? [undefined] : padding(second)).flatMap((tail) => joined(letters, head, tail)),
  );
  const lettered = letters === '' ? LEFT_OUT.flatMap((start) => joined(start, first, second)) : [];
  const letteredPadded =
    letters === '' && second === undefined ? LEFT_OUT.flatMap((start) => padding(first).map((head) => start + head)) : [];
  const seen = new Set([code]);
  return [near, padded, lettered, letteredPadded]
    .map((step) => step.filter((writing) => !seen.has(writing) && seen.add(writing)))
    .filter((step) => step.length > 0);
}

/** The number without leading zeros, and filled up with them. */
function padding(digits: string): string[] {
  const bare = digits.replace(/^0+(?=\d)/, '');
  return Array.from({ length: Math.max(0, WIDEST - bare.length) + 1 }, (_, zeros) => '0'.repeat(zeros) + bare);
}
