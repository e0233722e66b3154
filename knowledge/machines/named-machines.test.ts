import { describe, expect, it } from 'vitest';
import type { Asset } from '../document/asset.ts';
import type { DocumentSummary } from '../document/document.ts';
import { askedMachines, scopeInDocuments } from './asked-machines.ts';
import { knownMachines } from './known-machines.ts';
import { namedMachines } from './named-machines.ts';

const documents = [
  { title: 'KP-40 Process Pump – Operating and Maintenance Manual', equipment: ['KP-40'] },
  { title: 'KP-60 Process Pump – Operating and Maintenance Manual', equipment: ['KP-60'] },
  { title: 'AC-75 Screw Compressor – Service Manual', equipment: ['AC-75'] },
  { title: 'RF300 系列变频器 使用手册', equipment: ['RF300'] },
  { title: 'VX-12-250 Vacuum Pump', equipment: ['VX-12-250'] },
  { title: 'ORB V1.4 Board', equipment: ['ORB V1.4'] },
] as DocumentSummary[];

const asset = (tag: string, model: string | null, name: string | null = null, ...aliases: string[]): Asset => ({
  ...{ tag, name, model, site: null, aliases },
});
const assets = [
  asset('P-201', 'Kestrel KP-40', 'Boiler feed pump', 'the 40 pump', '给水泵'),
  asset('P-202', 'KP-60', 'Feed pump', '大泵'),
  asset('K-301', 'ac 75', null, '1号空压机', 'the Auster'),
  asset('K-302', 'AC-75', '空压机2号'),
  asset('M-9', 'XY-900'),
  asset('FL-1', null, 'Filling line 1'),
];
const machines = knownMachines(documents, assets);
const named = (question: string) => namedMachines(question, machines).equipment;

describe('machines that a question names', () => {
  it.each([
    ['What torque for P-201?', ['KP-40', 'P-201']],
    ['p 201漏油怎么办', ['KP-40', 'P-201']],
    ['Which oil does the 40 pump take?', ['KP-40', 'P-201']],
    ['给水泵用什么油？', ['KP-40', 'P-201']],
    ['那台大泵漏水', ['KP-60', 'P-202']],
    ['一号空压机漏油', ['AC-75', 'K-301']],
    ['空压机 #2 的皮带', ['AC-75', 'K-302']],
    ['No. 2 的空压机', ['AC-75', 'K-302']],
    ['How loud is the Auster?', ['AC-75', 'K-301']],
    ['What does M-9 weigh?', ['M-9', 'XY-900']],
  ])('by the asset list: %s', (question, equipment) => expect(named(question)).toEqual(equipment));

  it.each([
    ['torque of the kp40', ['KP-40']],
    ['the 60 pump trips', ['KP-60', 'P-202']],
    ['300的变频器报警', ['RF300']],
    ['Which oil does the VX-12 take?', ['VX-12-250']],
    ['the fan header of the v1.4', ['ORB V1.4']],
  ])('by names of the manuals, whole or in part: %s', (question, equipment) => expect(named(question)).toEqual(equipment));

  it.each([
    'after 40 hours of the pump',
    'the 40 operating hours',
    'Is 60 the limit of the pump?',
    'KP-400',
    'P-2015',
    '12号空压机',
    'pump oil',
    '每40小时检查泵',
    '最大泵壳压力是多少？',
    'ORB V1.4.2',
  ])('by nothing: %s', (question) => expect(named(question)).toEqual([]));

  it('a longer name holds the shorter one, and a tag says more than a name', () => {
    expect(named('oil of the boiler feed pump')).toEqual(['KP-40', 'P-201']);
    expect(named('oil of the feed pump')).toEqual(['KP-60', 'P-202']);
    expect(named('Is P-201 a feed pump?')).toEqual(['KP-40', 'P-201']);
  });

  it('tells what was said, how it is understood, and whether it may be several models', () => {
    const { machines: told, said, ambiguous } = namedMachines('Oil of the 40 pump?', machines);
    expect(told).toMatchObject([{ said: '40 pump', by: 'alias', equipment: ['KP-40', 'P-201'], asset: { tag: 'P-201' } }]);
    expect({ said, ambiguous }).toEqual({ said: ['40 pump'], ambiguous: false });
    const twoModels = knownMachines(documents, [asset('A-1', 'KP-40', 'Circulator'), asset('A-2', 'KP-60', 'Circulator')]);
    expect(namedMachines('oil of the circulator', twoModels)).toMatchObject({
      ambiguous: true,
      equipment: ['A-1', 'A-2', 'KP-40', 'KP-60'],
    });
    const oneModel = knownMachines(documents, [asset('A-1', 'KP-40', 'Circulator'), asset('A-2', 'KP-40', 'Circulator')]);
    expect(namedMachines('oil of the circulator', oneModel)).toMatchObject({ ambiguous: false });
  });

  it('a machine without model and documents is known and narrows nothing', () => {
    expect(namedMachines('cap torque of filling line 1', machines)).toMatchObject({ equipment: [], said: [], machines: [{ by: 'name' }] });
  });
});

describe('a scope', () => {
  it('may name machines as the asset list does', () => {
    expect(scopeInDocuments({ equipment: ['给水泵', 'KP-60'] }, machines)).toEqual({ equipment: ['KP-40', 'KP-60'] });
    expect(scopeInDocuments({ equipment: ['M-9', 'the 40 pump'] }, machines)).toEqual({ equipment: ['M-9', 'KP-40'] });
    expect(scopeInDocuments({ documents: ['a.pdf'] }, machines)).toEqual({ documents: ['a.pdf'] });
  });

  it('of one machine says which is meant where the question does not', () => {
    expect(askedMachines('Which oil?', { equipment: ['P-201'] }, machines).equipment).toEqual(['KP-40', 'P-201']);
    expect(askedMachines('Which oil for the KP-60?', { equipment: ['P-201'] }, machines).equipment).toEqual(['KP-60']);
    expect(askedMachines('Which oil?', { equipment: ['KP-40', 'KP-60'] }, machines).equipment).toEqual([]);
  });
});
