import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { MAY_BE_EMPTY, SECRETS, Settings } from './settings.ts';

/** Where a settings file is named. */
export const FILE_VARIABLE = 'MILLWRIGHT_CONFIG';
const PREFIX = 'MILLWRIGHT_';
/** What only the tests read. */
const FOR_TESTS = 'MILLWRIGHT_TEST_';
const SECRET_SUFFIX = '_FILE';

/** What was set, by name; where each was set, for messages ("" in the environment); and what is wrong with it already. */
export type GivenSettings = { values: Record<string, string>; places: Record<string, string>; wrong: string[] };

/** Collects the settings: those of the environment go before those of the file that MILLWRIGHT_CONFIG names; secrets may stand in files of
 *  their own. Names that no setting has are wrong, too: a misspelt one would silently be the default. */
export function givenSettings(environment: Record<string, string | undefined>): GivenSettings {
  const given: GivenSettings = { values: {}, places: {}, wrong: [] };
  const own = Object.entries(environment).filter((entry): entry is [string, string] => isOurs(entry[0]) && entry[1] !== undefined);
  const file = own.find(([name, value]) => name === FILE_VARIABLE && value !== '')?.[1];
  if (file !== undefined) takeFile(file, given);
  for (const [name, value] of own) if (name !== FILE_VARIABLE) take(name, value, '', given);
  for (const name of SECRETS) readSecret(name, given);
  return given;
}

function isOurs(name: string): boolean {
  return name.startsWith(PREFIX) && !name.startsWith(FOR_TESTS);
}

function take(name: string, value: string, place: string, { values, places, wrong }: GivenSettings): void {
  const secret = name.endsWith(SECRET_SUFFIX) ? name.slice(0, -SECRET_SUFFIX.length) : name;
  const known = name in Settings.shape || (SECRETS as readonly string[]).includes(secret);
  if (!known) wrong.push(`${name}${place}: there is no such setting`);
  else if (value !== '' || MAY_BE_EMPTY.has(name)) {
    values[name] = value;
    places[name] = place;
  }
}

/** Lines of NAME=value, as Docker and systemd read them: "#" begins a comment, quotes keep blanks. */
function takeFile(file: string, given: GivenSettings): void {
  const text = textOf(file, FILE_VARIABLE, given);
  for (const [index, line] of (text ?? '').split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const place = ` (${file}, line ${index + 1})`;
    const [entry] = Object.entries(parseEnv(line));
    if (entry === undefined) given.wrong.push(`${line.trim().split(/\s/)[0]}${place}: write NAME=value`);
    else take(entry[0], entry[1] ?? '', place, given);
  }
}

function readSecret(name: string, given: GivenSettings): void {
  const variable = `${name}${SECRET_SUFFIX}`;
  const file = given.values[variable];
  if (file === undefined) return;
  delete given.values[variable];
  if (given.values[name] !== undefined) {
    given.wrong.push(`${variable}: set either it or ${name}, not both`);
    return;
  }
  const secret = textOf(file, variable, given)?.trim();
  if (secret === undefined) return;
  if (secret === '') given.wrong.push(`${variable}: the file "${file}" is empty`);
  given.values[name] = secret;
  given.places[name] = ` (${file})`;
}

function textOf(file: string, variable: string, { wrong }: GivenSettings): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    wrong.push(`${variable}: the file "${file}" cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}
