import { z } from 'zod';
import { SECRETS, SETTING_GROUPS, type SettingName, Settings } from './settings.ts';

type Described = {
  description?: string;
  default?: unknown;
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  pattern?: string;
  items?: Described;
  anyOf?: Described[];
};

const HEAD = `# Settings

<!-- Written by "npm run docs" from configuration/settings.ts: change it there. -->

Millwright needs no settings. Each can be set in the environment, or in a file of lines \`NAME=value\` that \`MILLWRIGHT_CONFIG\` names (\`#\` begins a comment); the environment goes before the file, and a command's own options before both. An empty value is not set.

Everything is checked before anything starts, and all that is wrong is listed at once: values out of range, settings that contradict each other, and names that no setting has.

Keys may stand in files of their own, as Docker's secrets do: \`NAME_FILE\` names the file (${SECRETS.map((name) => `\`${name}_FILE\``).join(', ')}).
`;

/** docs/configuration.md, whole. */
export function settingsPage(): string {
  const { properties } = z.toJSONSchema(Settings, { unrepresentable: 'any' }) as { properties: Record<SettingName, Described> };
  const sections = SETTING_GROUPS.map(({ title, about, names }) => {
    const rows = names.map((name) => rowOf(name, properties[name]));
    const head = ['| setting | default | values | |', '|---|---|---|---|'];
    return [`## ${title}`, ...(about === '' ? [] : [about]), [...head, ...rows].join('\n')].join('\n\n');
  });
  return `${HEAD}\n${sections.join('\n\n')}\n`;
}

function rowOf(name: SettingName, described: Described): string {
  const { default: preset, description = '' } = described;
  const shown = preset === undefined ? '–' : `\`${Array.isArray(preset) ? preset.join(',') : String(preset)}\``;
  return `| \`${name}\` | ${shown} | ${valuesOf(described)} | ${description} |`;
}

function valuesOf(schema: Described): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(valuesOf).join(' or ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.items !== undefined) return `${valuesOf(schema.items)}; or several`;
  if (schema.type === 'integer' || schema.type === 'number') return rangeOf(schema);
  if (schema.type === 'boolean') return '`true`, `false`';
  if (schema.format === 'uri') return 'http(s) address';
  if (schema.pattern !== undefined) return 'letters, digits, `-`, `_`';
  return (schema.minLength ?? 0) > 1 ? `text of ${schema.minLength} characters or more` : 'text';
}

function rangeOf({ minimum = 0, maximum = 0 }: Described): string {
  const said = (bound: number) => bound.toLocaleString('en-US');
  return Number.isInteger(minimum) ? `${said(minimum)} to ${said(maximum)}` : `more than 0, up to ${said(maximum)}`;
}
