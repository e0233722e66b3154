import { expect, it } from 'vitest';
import { captionKind } from './captions.ts';

it.each([
  ['Table 3: Tightening torques', 'table'],
  ['Table 3-2 Alarm limits', 'table'],
  ['Figure 4.1: Servo Loop', 'figure'],
  ['Fig. 7 Coupling', 'figure'],
  ['表 7-1 故障代码', 'table'],
  ['图 3 水泵结构', 'figure'],
  ['Table 3 shows the values of the last test.', null],
  ['Table 3 and Figure 4 belong together', null],
  ['Tables are set in small print', null],
  ['图纸见附件', null],
])('%s is a caption of: %s', (text, kind) => {
  expect(captionKind(text)).toBe(kind);
});
