import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedUnits, findQuantities, inOtherUnits, inUnit } from './quantities.ts';

const brief = (text: string) => findQuantities(text).map(({ value, valueMax, unit, dimension }) => ({ value, valueMax, unit, dimension }));
const si = (text: string) => findQuantities(text)[0]!.si;

describe('findQuantities', () => {
  it.each([
    ['tighten to 25 N·m', { value: 25, valueMax: 25, unit: 'N·m', dimension: 'torque' }],
    ['25 ± 2 Nm', { value: 23, valueMax: 27, unit: 'N·m', dimension: 'torque' }],
    ['0.45 ± 0.05 mm', { value: 0.4, valueMax: 0.5, unit: 'mm', dimension: 'length' }],
    ['10–15 mm', { value: 10, valueMax: 15, unit: 'mm', dimension: 'length' }],
    ['5 至 8 bar', { value: 5, valueMax: 8, unit: 'bar', dimension: 'pressure' }],
    ['-10 °C', { value: -10, valueMax: -10, unit: '°C', dimension: 'temperature' }],
    ['after 4000 operating hours', { value: 4000, valueMax: 4000, unit: 'h', dimension: 'time' }],
    ['每 500 个运行小时', { value: 500, valueMax: 500, unit: 'h', dimension: 'time' }],
    ['1,200 r/min', { value: 1200, valueMax: 1200, unit: 'r/min', dimension: 'speed' }],
    ['the KP-40 to 25 N·m', { value: 25, valueMax: 25, unit: 'N·m', dimension: 'torque' }],
    ['-10〜40 ℃', { value: -10, valueMax: 40, unit: '°C', dimension: 'temperature' }],
    ['at most 5.9 m/s²', { value: 5.9, valueMax: 5.9, unit: 'm/s²', dimension: 'acceleration' }],
    ['压力 0.6 兆帕', { value: 0.6, valueMax: 0.6, unit: 'MPa', dimension: 'pressure' }],
  ])('reads %j', (text, expected) => {
    const [found] = brief(text);
    expect({ ...found!, value: Number(found!.value.toFixed(6)), valueMax: Number(found!.valueMax.toFixed(6)) }).toEqual(expected);
  });

  it('makes equal what is equal', () => {
    expect(si('0.6 MPa')).toBeCloseTo(si('6 bar'));
    expect(si('100 °C')).toBeCloseTo(si('212 °F'));
    expect(si('1 in')).toBeCloseTo(si('25.4 mm'));
    expect(si('60 min')).toBe(si('1 h'));
  });

  it.each(['type A 25', 'E-407', 'M12x1.5', 'version 3.1', '12 Vorschub', 'page 4'])('sees none in %j', (text) =>
    expect(brief(text)).toEqual([]),
  );

  it('tells where each stands, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 }), (before, after) => {
        const text = `${before} 25 bar ${after}`;
        for (const { text: written, start, end } of findQuantities(text)) expect(text.slice(start, end)).toBe(written);
      }),
    );
  });
});

describe('inOtherUnits', () => {
  it.each([
    ['0.6 MPa', ['6 bar', '600 kPa', '87 psi']],
    ['87 psi', ['6 bar', '0.6 MPa']],
    ['80 °C', ['176 °F']],
    ['25 N·m', ['18.4 lbf·ft']],
    ['1 in', ['25.4 mm', '2.54 cm']],
    ['24 个月', ['2 year']],
    ['11 kW', ['14.8 hp']],
  ])('says %j as %j', (text, expected) => expect(inOtherUnits(findQuantities(text)[0]!)).toEqual(expect.arrayContaining(expected)));

  it.each(['4000 h', '50 Hz', '5 至 8 bar'])('says %j in no other unit', (text) => {
    const others = inOtherUnits(findQuantities(text)[0]!);
    expect(others.filter((other) => / (?:d|week|month|year|bar|MPa)$/.test(other))).toEqual([]);
  });
});

describe('askedUnits', () => {
  it.each([
    ['What is the pressure in bar?', ['bar']],
    ['How many psi may the line have?', ['psi']],
    ['允许的压力是多少兆帕？', ['MPa']],
    ['Does it run at 6 bar?', ['bar']],
    ['Is it in a box in the hall?', []],
    ['How many bolts are in the cover?', []],
  ])('of %j', (question, units) => {
    expect(askedUnits(question)).toEqual(units);
  });
});

describe('inUnit', () => {
  it.each([
    ['0.6 MPa', 'bar', '6 bar'],
    ['5–8 bar', 'MPa', '0.5–0.8 MPa'],
    ['25 ± 2 N·m', 'lbf·ft', '17–19.9 lbf·ft'],
    ['80 °C', '°F', '176 °F'],
    ['12.5 bar', 'kPa', '1250 kPa'],
    ['6 bar', 'bar', null],
    ['6 bar', 'mm', null],
  ])('says %s in %s', (text, unit, expected) => {
    expect(inUnit(findQuantities(text)[0]!, unit)).toBe(expected);
  });
});
