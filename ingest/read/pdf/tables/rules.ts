import type { Rect } from '../geometry.ts';
import type { Rule } from '../page-graphics.ts';

/** Rules nearer than this are one: double borders, borders drawn cell by cell. Points. */
const SAME_RULE = 2;
/** Rules whose ends come this near touch. Points. */
export const TOUCH = 3.5;

/** Joins the pieces of which printers make a line: sorted by place, then by start. */
export function mergeRules(rules: readonly Rule[]): Rule[] {
  const sorted = [...rules].sort((a, b) => a.at - b.at || a.from - b.from);
  const merged: Rule[] = [];
  let group: Rule[] = [];
  const flush = (): void => {
    merged.push(...mergeAlong(group));
    group = [];
  };
  for (const rule of sorted) {
    if (group.length > 0 && rule.at - group[0]!.at > SAME_RULE) flush();
    group.push(rule);
  }
  flush();
  return merged;
}

function mergeAlong(group: readonly Rule[]): Rule[] {
  const sorted = [...group].sort((a, b) => a.from - b.from);
  const merged: Rule[] = [];
  for (const rule of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && rule.from <= last.to + TOUCH) last.to = Math.max(last.to, rule.to);
    else merged.push({ ...rule });
  }
  return merged;
}

export type RuleGroup = Rect & { horizontal: Rule[]; vertical: Rule[] };

/** Parts rules into groups that touch or cross each other: a ruled table, a frame, a lone line. */
export function groupRules(horizontal: readonly Rule[], vertical: readonly Rule[]): RuleGroup[] {
  const count = horizontal.length + vertical.length;
  const parent = Array.from({ length: count }, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    parent[i] = root;
    return root;
  };
  for (let i = 0; i < horizontal.length; i++) {
    for (let k = 0; k < vertical.length; k++) {
      if (crosses(horizontal[i]!, vertical[k]!)) parent[find(i)] = find(horizontal.length + k);
    }
  }
  const groups = new Map<number, RuleGroup>();
  for (let i = 0; i < count; i++) {
    const root = find(i);
    const group = groups.get(root) ?? { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity, horizontal: [], vertical: [] };
    groups.set(root, group);
    if (i < horizontal.length) addHorizontal(group, horizontal[i]!);
    else addVertical(group, vertical[i - horizontal.length]!);
  }
  return [...groups.values()];
}

function crosses(h: Rule, v: Rule): boolean {
  return v.at >= h.from - TOUCH && v.at <= h.to + TOUCH && h.at >= v.from - TOUCH && h.at <= v.to + TOUCH;
}

function addHorizontal(group: RuleGroup, rule: Rule): void {
  group.horizontal.push(rule);
  group.left = Math.min(group.left, rule.from);
  group.right = Math.max(group.right, rule.to);
  group.top = Math.min(group.top, rule.at);
  group.bottom = Math.max(group.bottom, rule.at);
}

function addVertical(group: RuleGroup, rule: Rule): void {
  group.vertical.push(rule);
  group.top = Math.min(group.top, rule.from);
  group.bottom = Math.max(group.bottom, rule.to);
  group.left = Math.min(group.left, rule.at);
  group.right = Math.max(group.right, rule.at);
}

/** Distinct places, those nearer than `slack` taken as one (their mean). */
export function distinct(values: readonly number[], slack: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const places: number[] = [];
  let group: number[] = [];
  const flush = (): void => {
    if (group.length > 0) places.push(group.reduce((a, b) => a + b, 0) / group.length);
    group = [];
  };
  for (const value of sorted) {
    if (group.length > 0 && value - group.at(-1)! > slack) flush();
    group.push(value);
  }
  flush();
  return places;
}

/** Share of from..to that rules at a place (within two points) cover. */
export function coverage(rules: readonly Rule[], at: number, from: number, to: number): number {
  if (to <= from) return 0;
  let covered = 0;
  for (const rule of rules) {
    if (Math.abs(rule.at - at) > 2.5) continue;
    covered += Math.max(0, Math.min(to, rule.to) - Math.max(from, rule.from));
  }
  return covered / (to - from);
}
