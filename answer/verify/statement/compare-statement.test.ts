import { describe, expect, it } from 'vitest';
import { loadBaseGlossary } from '../../../knowledge/text/glossary/base-glossary.ts';
import { compareStatement } from './compare-statement.ts';
import { TermTable } from './term-table.ts';
import type { ReasonKind, Verdict } from './verification.ts';

const table = new TermTable(loadBaseGlossary());
const compare = (statement: string, text: string) => compareStatement(statement, { text, heading: '', equipment: [] }, table);

const BOLTS =
  'Close the suction valve first. Tighten the coupling bolts of the KP-40 crosswise to 25 ± 2 N·m. The foundation bolts get 120 N·m.';
const LIMITS = 'The bearing temperature must not exceed 85 °C. The supply pressure must be at least 6 bar. Never run the pump dry.';
const STEPS = '1. Close the discharge valve.\n2. Open the drain plug of the casing.\n3. Remove the coupling guard.';
const TABLE =
  'Code | Fault | Cause | Remedy\nE-406 | Low air pressure | Compressor stopped | Start the compressor\nE-407 | Bottle jam | Star wheel worn | Replace the star wheel';
const ZH = '变频器必须可靠接地，接地电阻不得大于 4 Ω。电机电缆长度超过 50 m 时应加装输出电抗器。严禁将电源线接到 U、V、W 端子。';

describe('a statement that the evidence says', () => {
  it.each([
    ['Tighten the coupling bolts of the KP-40 to 25 N·m.', BOLTS],
    ['Fasten the coupling bolts crosswise to 23 to 27 Nm.', BOLTS],
    ['According to the manual, the foundation bolts are tightened to 120 N·m.', BOLTS],
    ['The supply pressure must be at least 0.6 MPa.', LIMITS],
    ['The supply pressure must not be less than 87 psi.', LIMITS],
    ['The bearing temperature may be 85 °C at most.', LIMITS],
    ['Do not run the pump dry.', LIMITS],
    ['First close the discharge valve, then open the drain plug of the casing.', STEPS],
    ['Open the drain plug after closing the discharge valve.', STEPS],
    ['E-407 is caused by a worn star wheel.', TABLE],
    ['接地电阻不允许超过 4 Ω。', ZH],
    ['电机电缆超过 50 m 时要加装输出电抗器。', ZH],
  ])('is supported: %s', (statement, evidence) => {
    expect(compare(statement, evidence)).toMatchObject({ verdict: 'supported', reasons: [] });
  });

  it('in another unit shows how it was converted', () => {
    expect(compare('The supply pressure must be at least 0.6 MPa.', LIMITS).conversions).toEqual(['0.6 MPa = 6 bar']);
  });
});

describe('a statement that the evidence denies', () => {
  it.each<[string, string, ReasonKind, string]>([
    ['a digit', 'Tighten the coupling bolts of the KP-40 to 35 N·m.', 'number', BOLTS],
    ['the value of its neighbour', 'Tighten the coupling bolts of the KP-40 crosswise to 120 N·m.', 'number', BOLTS],
    ['a unit', 'The supply pressure must be at least 6 MPa.', 'unit', LIMITS],
    ['an inequality', 'The bearing temperature must be at least 85 °C.', 'bound', LIMITS],
    ['a negation', 'The bearing runs hot. Run the pump dry.', 'negation', LIMITS],
    ['an opposite', 'Open the suction valve first.', 'negation', BOLTS],
    ['another machine', 'Tighten the coupling bolts of the KP-60 crosswise to 25 N·m.', 'code', BOLTS],
    ['another part', 'Tighten the casing bolts of the KP-40 crosswise to 25 N·m.', 'term', BOLTS],
    ['another order', 'First open the drain plug of the casing, then close the discharge valve.', 'order', STEPS],
    ['another row', 'E-406 is caused by a worn star wheel.', 'code', 'E-407 | Bottle jam | Star wheel worn'],
    ['限值的方向', '接地电阻不得小于 4 Ω。', 'bound', ZH],
    ['否定', '可以将电源线接到 U、V、W 端子。', 'negation', ZH],
    ['数值', '电机电缆长度超过 80 m 时应加装输出电抗器。', 'number', ZH],
  ])('%s', (_name, statement, kind, evidence) => {
    const { verdict, reasons, score } = compare(statement, evidence);
    expect(reasons.map((reason) => reason.kind)).toContain(kind);
    expect(verdict).not.toBe<Verdict>('supported');
    expect(score).toBeLessThan(0.5);
  });
});

describe('a statement that the evidence does not speak of', () => {
  it.each([
    ['The warranty ends after two years.', BOLTS],
    ['Never run the pump dry, because the seal faces crack.', LIMITS],
    ['润滑脂每六个月更换一次。', ZH],
  ])('is not supported: %s', (statement, evidence) => {
    const { verdict, score } = compare(statement, evidence);
    expect(verdict).toBe('not_supported');
    expect(score).toBeLessThan(0.5);
  });
});
