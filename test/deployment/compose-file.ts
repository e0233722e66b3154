import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');
export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

export type Service = {
  image: string;
  user?: string;
  read_only?: boolean;
  tmpfs?: string[];
  profiles?: string[];
  command?: string[];
  ports?: string[];
  volumes?: string[];
  secrets?: string[];
  networks?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
};
export type ComposeFile = {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, null>;
  secrets: Record<string, { file: string }>;
};

const VARIABLE = /\$\{(\w+)(?:(:?[-?])([^}]*))?\}/g;

/** The values of .env.example, with what a person must fill in. */
export const EXAMPLE: Record<string, string> = { ...(parseEnv(textOf('.env.example')) as Record<string, string>), QDRANT_API_KEY: 'k' };

/** docker-compose.yml as written, its anchors resolved. */
export function composeAsWritten(): unknown {
  return parse(textOf('docker-compose.yml'), { merge: true });
}

/** The same with the variables put in, as Docker Compose does. */
export function composeFile(variables: Record<string, string>): ComposeFile {
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(VARIABLE, (_all, ...groups: string[]) => filledIn(groups, variables));
    if (Array.isArray(value)) return value.map(filled);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
  };
  return filled(composeAsWritten()) as ComposeFile;
}

/** "-": where it is not set; ":-": where it is not set or empty; "?" the same with an error. */
function filledIn([name = '', operator = '', other = '']: string[], variables: Record<string, string>): string {
  const value = variables[name];
  const missing = operator.startsWith(':') ? !value : value === undefined;
  if (!missing) return value ?? '';
  if (operator.endsWith('?')) throw new Error(`${name} is not set: ${other}`);
  return other;
}

export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name!))].sort();
}
