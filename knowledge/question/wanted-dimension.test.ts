import { expect, it } from 'vitest';
import { wantedDimension } from './wanted-dimension.ts';

it.each([
  ['At which voltage is the alarm raised?', 'voltage'],
  ['When does a voltage trigger an alarm?', null],
  ['Under what conditions does the pressure switch open?', null],
  ['什么情况下温度报警？', null],
  ['温度达到多少度时报警？', 'temperature'],
  ['When is the bearing oil due to be changed?', 'time'],
  ['Where is the datasheet published?', 'web address'],
  ['Where is the oil drain plug?', null],
  ['哪里可以下载说明书？', 'web address'],
  ['Who wrote the driver?', 'author'],
  ['这份规程是谁编写的？', 'author'],
  ['Which oil does the gearbox take?', 'designation'],
  ['At how many bar is the line tested?', 'pressure'],
  ['试验用多少兆帕？', 'pressure'],
  ['机械密封的安装尺寸是多少？', 'length'],
  ['How many bolts are in the cover?', null],
])('%s', (question, dimension) => {
  expect(wantedDimension(question)?.dimension ?? null).toBe(dimension);
});
