import type { Reliability } from './metrics/reliability.ts';
import type { Metrics, Report } from './report.ts';

/** The measures that a report shows, in its order. */
export const COLUMNS = [
  'hit1',
  'hit5',
  'hit10',
  'mrr10',
  'ndcg10',
  'firstCitation',
  'cited',
  'contains',
  'refusalPrecision',
  'refusalRecall',
  'clarified',
  'auc',
] as const satisfies readonly (keyof Metrics)[];

const LABEL_WIDTH = 18;
const CELL_WIDTH = 9;

/** The report for a person: a row a metric, a column for all questions and one a kind; "-" where nothing counts.
 *  With `before`, each share of all questions shows its change. */
export function reportTable(report: Report, before?: Report): string {
  const columns: [string, Metrics][] = [['all', report], ...Object.entries(report.byKind)];
  const widths = columns.map(([name]) => Math.max(CELL_WIDTH, name.length + 2));
  const row = (label: string, cells: string[], change = '') =>
    (label.padEnd(LABEL_WIDTH) + cells.map((cell, index) => cell.padStart(widths[index]!)).join('') + change).trimEnd();
  const lines = [
    row(
      '',
      columns.map(([name]) => name),
    ),
    row(
      'questions',
      columns.map(([, metrics]) => String(metrics.n)),
    ),
    ...COLUMNS.map((name) =>
      row(
        name,
        columns.map(([, metrics]) => formatShare(metrics[name])),
        before ? formatChange(before[name], report[name]) : '',
      ),
    ),
    row(
      'ms p50',
      columns.map(([, { latencyMs }]) => formatMs(latencyMs.p50)),
    ),
    row(
      'ms p95',
      columns.map(([, { latencyMs }]) => formatMs(latencyMs.p95)),
    ),
  ];
  return [...lines, ...(report.reliability ? ['', ...reliabilityLines(report.reliability)] : [])].join('\n');
}

/** A row a bin that holds questions, and how far it is off on the whole. */
function reliabilityLines({ bins, calibrationError }: Reliability): string[] {
  const row = (label: string, cells: string[]) => label.padEnd(LABEL_WIDTH) + cells.map((cell) => cell.padStart(CELL_WIDTH + 2)).join('');
  const filled = bins.filter(({ n }) => n > 0);
  return [
    row('confidence', ['questions', 'predicted', 'answerable']),
    ...filled.map(({ from, to, n, predicted, answerable }) =>
      row(`${from.toFixed(1)} to ${to.toFixed(1)}`, [String(n), formatShare(predicted), formatShare(answerable)]),
    ),
    row('calibration error', [formatShare(calibrationError)]),
  ];
}

function formatShare(value: number | null): string {
  return value === null ? '-' : value.toFixed(3).replace(/^0/, '');
}

function formatMs(value: number | null): string {
  return value === null ? '-' : value.toFixed(1);
}

function formatChange(before: number | null, after: number | null): string {
  if (before === null || after === null) return '';
  const change = after - before;
  return `   ${change < 0 ? '-' : '+'}${Math.abs(change).toFixed(3).replace(/^0/, '')}`;
}
