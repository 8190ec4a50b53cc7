import type { BaselineMetrics } from '../../engine/evaluate/baselines.ts';
import type { BinaryMetrics } from '../../engine/evaluate/metrics.ts';
import type { Warning } from '../../engine/warnings.ts';

/** What `guidepost train --json` prints. */
export interface TrainReport {
  readonly rows: {
    readonly read: number;
    readonly used: number;
    readonly train: number;
    readonly test: number;
  };
  readonly label: string;
  readonly positive: string;
  readonly negative: string;
  /** Of the split; null where nothing was split. */
  readonly seed: number | null;
  readonly metrics: BinaryMetrics;
  readonly baselines: BaselineMetrics;
  readonly model: {
    readonly learner: string;
    readonly intercept: number;
    readonly coefficients: Readonly<Record<string, number>>;
    readonly objective: number;
    readonly l2Weight: number;
  };
  readonly seconds: {
    readonly read: number;
    readonly prepare: number;
    readonly train: number;
    readonly score: number;
    readonly evaluate: number;
  };
  readonly warnings: readonly Warning[];
}

const figureNames = ['accuracy', 'precision', 'recall', 'f1', 'auc', 'logLoss'] as const;
const mostWeights = 8;

/** The report for a person. */
export function formatReport(report: TrainReport): string {
  const { rows, metrics, baselines, model } = report;
  const { mostFrequentClass, bestSingleColumnRule } = baselines;
  const evaluated =
    rows.train === rows.used && rows.test === rows.used
      ? `trained and evaluated on all ${count(rows.used)} rows (the figures flatter the model: it has seen every row)`
      : `${count(rows.train)} rows train the model, ${count(rows.test)} other rows test it${report.seed === null ? '' : ` (seed ${report.seed})`}`;
  const lines = [
    `${count(rows.read)} rows read, ${count(rows.used)} used; ${evaluated}.`,
    `The model predicts the probability of ${report.label} = ${report.positive}.`,
    '',
    table([
      ['', 'accuracy', 'precision', 'recall', 'F1', 'AUC', 'log loss'],
      ['model', ...figures(metrics)],
      [`always ${mostFrequentClass.label}`, ...figures(mostFrequentClass)],
      ...(bestSingleColumnRule
        ? [[`best rule on ${bestSingleColumnRule.column}`, ...figures(bestSingleColumnRule)]]
        : []),
    ]),
    '',
    ...(bestSingleColumnRule ? [`Best rule on one column: ${bestSingleColumnRule.text}`, ''] : []),
    table([
      ['', `predicted ${report.negative}`, `predicted ${report.positive}`],
      [`actual ${report.negative}`, count(metrics.confusion.tn), count(metrics.confusion.fp)],
      [`actual ${report.positive}`, count(metrics.confusion.fn), count(metrics.confusion.tp)],
    ]),
    '',
    ...strongest(model.coefficients),
    `Objective ${model.objective.toPrecision(10)}, intercept ${model.intercept.toPrecision(6)}.`,
    `Read ${seconds(report.seconds.read)}, prepare ${seconds(report.seconds.prepare)}, ` +
      `train ${seconds(report.seconds.train)}, score ${seconds(report.seconds.score)}, ` +
      `evaluate ${seconds(report.seconds.evaluate)}.`,
  ];
  return lines.join('\n') + '\n';
}

function figures(metrics: BinaryMetrics): string[] {
  return figureNames.map((name) => metrics[name]?.toFixed(3) ?? '–');
}

function strongest(coefficients: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(coefficients).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  if (sorted.length === 0) return [];
  const shown = sorted.slice(0, mostWeights);
  const rest = sorted.length - shown.length;
  return [
    `Strongest coefficients (of scaled columns)${rest > 0 ? `, ${count(rest)} more in --json` : ''}:`,
    table(shown.map(([name, weight]) => [`  ${name}`, (weight >= 0 ? '+' : '') + weight.toFixed(3)])),
    '',
  ];
}

/** Columns in line, the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  return rows
    .map((row) =>
      row.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]) : cell.padStart(widths[j] + 2))).join(''),
    )
    .join('\n');
}

const count = (value: number): string => value.toLocaleString('en-US');
const seconds = (value: number): string => `${value < 1 ? value.toFixed(3) : value.toFixed(2)} s`;
