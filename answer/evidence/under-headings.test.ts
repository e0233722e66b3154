import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallPlant, smallPlant } from '../fixtures/small-plant.ts';

/** Short sections, as reference manuals have them: they share a passage, each with its heading as a line. */
const COMMANDS = `# Controller Reference

## 5 Motion commands

### 5.1 G71 Soft Stop Mode

- G71 - Soft stop mode, the axis slows down before every corner.

### 5.2 G72 Corner Rounding

- P - rounding tolerance of the corner
- Q - chord tolerance
- G72 - Fastest motion through corners, whatever the deviation.

## 6 Serial link VX2

This is a driver for drives of the VX2 series.

- -b or --bits <n> (default: 8) Set number of data bits to n.
- -r or --rate <n> (default: 19200) Set baud rate to n. Other rates are refused.

## 7 Errata

### 7.1 QM6-PCI card

- Error: The PCI card does not boot when switch B is low.
- Reason: The switch shares a pin with the boot setting of the chip.

## 8 Parameters

| Parameter | Parameter description |
|---|---|
| invert-serial | The QM6-PCI card talks to the converter over a fast serial link with little delay. |

## 9 Following error

DEVMAX is the largest following error. If the difference exceeds this amount, the controller switches the amplifiers off. The limit holds at every speed.
`;

let manual: SmallPlant;
beforeAll(async () => {
  manual = await smallPlant({ 'controller.md': COMMANDS });
});
afterAll(() => manual.close());

const ask = (question: string) => manual.answerer.ask({ question });

describe('what stands under a heading', () => {
  it('is about the code that the heading names', async () => {
    expect((await ask('Which baud rate does the VX2 use by default?')).text).toContain('19200');
  });

  it('answers instead of the heading, which its citation names', async () => {
    const { text, citations } = await ask('How does the axis move in G71?');
    expect(text).toContain('slows down before every corner');
    expect(text).not.toContain('5.1 G71 Soft Stop Mode');
    expect(citations[0]!.sectionPath.at(-1)).toBe('5.1 G71 Soft Stop Mode');
  });

  it('explains the one letter that is asked for', async () => {
    const { text } = await ask('What is the P word of G72 for?');
    expect(text).toContain('rounding tolerance of the corner');
    expect(text).not.toContain('chord tolerance');
  });
});

describe('a reason', () => {
  it('is the line that says so, not a row that mentions the part in passing', async () => {
    const { text } = await ask('The QM6-PCI card keeps the computer from booting. What is the reason?');
    expect(text).toContain('shares a pin with the boot setting');
    expect(text).not.toContain('fast serial link');
  });
});

describe('a sentence that only names the thing', () => {
  it('is quoted with what its paragraph goes on to say', async () => {
    const { text } = await ask('What happens when the following error is larger than DEVMAX?');
    expect(text).toContain('switches the amplifiers off');
  });
});
