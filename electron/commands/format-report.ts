import type { BinaryMetrics } from '../../engine/evaluate/metrics.ts';
import { formatModel } from './model-report.ts';
import { count, table } from './text-table.ts';
import type { BinaryReport, MulticlassReport, RegressionReport, TrainReport } from './train-report.ts';

const figureNames = ['accuracy', 'precision', 'recall', 'f1', 'auc', 'logLoss'] as const;
/** A larger matrix of classes is no longer read on a terminal. */
const mostClasses = 12;

/** The report for a person. */
export function formatReport(report: TrainReport): string {
  const { rows, seconds: took } = report;
  const evaluated =
    rows.train === rows.used && rows.test === rows.used
      ? `trained and evaluated on all ${count(rows.used)} rows (the figures flatter the model: it has seen every row)`
      : `${count(rows.train)} rows train the model, ${count(rows.test)} other rows test it${report.seed === null ? '' : ` (seed ${report.seed})`}`;
  const lines = [
    `${count(rows.read)} rows read, ${count(rows.used)} used; ${evaluated}.`,
    ...formatFigures(report),
    '',
    ...formatModel(report.model),
    `Read ${seconds(took.read)}, prepare ${seconds(took.prepare)}, train ${seconds(took.train)}, ` +
      `score ${seconds(took.score)}, evaluate ${seconds(took.evaluate)}.`,
  ];
  return lines.join('\n') + '\n';
}

function formatFigures(report: TrainReport): string[] {
  switch (report.task) {
    case 'binary':
      return binaryFigures(report);
    case 'multiclass':
      return multiclassFigures(report);
    case 'regression':
      return regressionFigures(report);
  }
}

function binaryFigures({ label, positive, negative, metrics, baselines }: BinaryReport): string[] {
  const { mostFrequentClass, bestSingleColumnRule } = baselines;
  return [
    `The model predicts the probability of ${label} = ${positive}.`,
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
      ['', `predicted ${negative}`, `predicted ${positive}`],
      [`actual ${negative}`, count(metrics.confusion.tn), count(metrics.confusion.fp)],
      [`actual ${positive}`, count(metrics.confusion.fn), count(metrics.confusion.tp)],
    ]),
  ];
}

function multiclassFigures({ label, classes, metrics, baseline }: MulticlassReport): string[] {
  const { accuracy, macroPrecision, macroRecall, macroF1, logLoss, confusion } = metrics;
  const shown = [accuracy, macroPrecision, macroRecall, macroF1, logLoss].map((value) => value.toFixed(3));
  return [
    `The model predicts the probability of each of the ${count(classes.length)} classes of ${label}.`,
    '',
    table([
      ['', 'accuracy', 'macro precision', 'macro recall', 'macro F1', 'log loss'],
      ['model', ...shown],
      [`always ${baseline.label}`, baseline.accuracy.toFixed(3), '–', '–', '–', '–'],
    ]),
    '',
    classes.length > mostClasses
      ? 'The confusion matrix is in --json.'
      : table([
          ['', ...classes.map((name) => `predicted ${name}`)],
          ...classes.map((name, k) => [`actual ${name}`, ...confusion[k].map(count)]),
        ]),
  ];
}

function regressionFigures({ label, metrics, baseline }: RegressionReport): string[] {
  const share = (value: number | null): string => value?.toFixed(3) ?? '–';
  return [
    `The model predicts the number ${label}.`,
    '',
    table([
      ['', 'mean absolute error', 'root mean squared error', 'R²'],
      [
        'model',
        number(metrics.meanAbsoluteError),
        number(metrics.rootMeanSquaredError),
        share(metrics.coefficientOfDetermination),
      ],
      [
        `always ${number(baseline.mean)}`,
        number(baseline.meanAbsoluteError),
        number(baseline.rootMeanSquaredError),
        '–',
      ],
    ]),
    '',
    `Relative absolute error ${share(metrics.relativeAbsoluteError)}, relative squared error ${share(metrics.relativeSquaredError)}.`,
  ];
}

function figures(metrics: BinaryMetrics): string[] {
  return figureNames.map((name) => metrics[name]?.toFixed(3) ?? '–');
}

const number = (value: number): string => String(Number(value.toPrecision(6)));
const seconds = (value: number): string => `${value < 1 ? value.toFixed(3) : value.toFixed(2)} s`;
