import { AlignmentType, Document, Header, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, VerticalMergeType, WidthType } from 'docx';

type Cell = string | { text: string; merge: 'start' | 'go on' } | { text: string; columns: number };

function cell(content: Cell, bold = false): TableCell {
  const text = typeof content === 'string' ? content : content.text;
  const merge = typeof content === 'object' && 'merge' in content ? { verticalMerge: content.merge === 'start' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE } : {};
  const span = typeof content === 'object' && 'columns' in content ? { columnSpan: content.columns } : {};
  return new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold })] })], ...merge, ...span });
}

function grid(header: Cell[][], rows: Cell[][]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [...header.map((row) => new TableRow({ tableHeader: true, children: row.map((each) => cell(each, true)) })), ...rows.map((row) => new TableRow({ children: row.map((each) => cell(each)) }))],
  });
}

const heading = (text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel] = HeadingLevel.HEADING_1) => new Paragraph({ text, heading: level });
const text = (words: string) => new Paragraph({ children: [new TextRun(words)], spacing: { after: 120 } });
const bullet = (words: string) => new Paragraph({ text: words, bullet: { level: 0 } });

/** The process specification of the filling line as a Word document. */
export function processSpecification(): Promise<Buffer> {
  const document = new Document({
    title: 'Process Specification PS-FL-012 Filling Line 1',
    creator: 'Process Engineering',
    sections: [
      {
        headers: { default: new Header({ children: [new Paragraph({ alignment: AlignmentType.RIGHT, text: 'PS-FL-012   Revision 7   2024-06-18' })] }) },
        children: [
          new Paragraph({ text: 'Process Specification Filling Line 1', heading: HeadingLevel.TITLE }),
          text('Document number PS-FL-012, revision 7, in force from 2024-06-18. This specification sets limits and tolerances for filling still water into PET bottles on filling line 1 (FL-1). Values in bold in the control system are those given here; any change needs a new revision.'),
          heading('1 Product water'),
          text('Product water comes from the buffer tank T-201. Filling stops when any value leaves its limits.'),
          grid([['Property', 'Unit', 'Target', 'Lower limit', 'Upper limit']], [
            ['Temperature at the filler', '°C', '12', '8', '18'],
            ['pH value', '–', '7.2', '6.8', '7.6'],
            ['Conductivity', 'µS/cm', '320', '250', '400'],
            ['Residual ozone', 'mg/L', '0.15', '0.10', '0.25'],
            ['Turbidity', 'NTU', '0.1', '–', '0.5'],
          ]),
          heading('2 Filling'),
          grid([[{ text: 'Format', merge: 'start' }, { text: 'Fill volume', columns: 2 }, { text: 'Speed', merge: 'start' }], [{ text: '', merge: 'go on' }, 'Target', 'Tolerance', { text: '', merge: 'go on' }]], [
            ['0.5 L', '502 mL', '± 4 mL', '24,000 bottles/h'],
            ['1.0 L', '1004 mL', '± 6 mL', '18,000 bottles/h'],
            ['1.5 L', '1506 mL', '± 8 mL', '12,000 bottles/h'],
          ]),
          text('The pressure in the filler bowl is 1.2 bar with a tolerance of ± 0.1 bar. Take five bottles an hour from each of three filling valves and weigh them; if one of them is outside the tolerance, weigh all 48 valves.'),
          text('The head space must be 22 mm ± 3 mm, measured from the mouth of the bottle at 20 °C.'),
          heading('3 Closing'),
          bullet('Application torque of the caps: 1.6 N·m, tolerance ± 0.2 N·m.'),
          bullet('Opening torque after 24 h: 0.9 to 1.7 N·m.'),
          bullet('Bottles without cap and bottles with a slanted cap are rejected; more than 5 rejects in 1000 bottles stop the line.'),
          heading('4 Cleaning in place (CIP)'),
          text('The filler is cleaned after every 72 h of production and after every standstill of more than 8 h. The steps follow each other without interruption; if one is interrupted, the cycle begins again with step 1.'),
          grid([['Step', 'Medium', 'Concentration', 'Temperature', 'Time', 'Flow']], [
            ['1 Pre-rinse', 'water', '–', '20 °C', '10 min', '18 m³/h'],
            ['2 Caustic', 'sodium hydroxide', '2.0 % ± 0.2 %', '78 °C ± 2 °C', '25 min', '18 m³/h'],
            ['3 Intermediate rinse', 'water', '–', '20 °C', '8 min', '18 m³/h'],
            ['4 Acid', 'nitric acid', '1.0 % ± 0.1 %', '60 °C ± 2 °C', '15 min', '18 m³/h'],
            ['5 Final rinse', 'product water', '–', '20 °C', '12 min', '20 m³/h'],
          ]),
          text('The final rinse ends when the conductivity of the return differs from that of the product water by less than 10 µS/cm. Hot caustic burns skin and eyes: nobody may open a sampling cock during steps 2 and 4.'),
          heading('5 Compressed air'),
          text('Compressed air for the valves: 6.0 bar, not below 5.5 bar; pressure dew point 3 °C or lower; residual oil at most 0.1 mg/m³ behind the filter F-310.'),
          heading('6 Records'),
          text('Records of sections 1 to 4 are kept for 3 years. Deviations are reported to the shift leader within 15 min and written into the deviation book.'),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
