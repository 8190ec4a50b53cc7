import { compareAccuracy, compareAuc } from '../../engine/evaluate/compare.ts';
import type { ConfusionMatrix } from '../../engine/evaluate/confusion.ts';
import { figuresAt } from '../../engine/evaluate/threshold.ts';
import { formatCount, formatNumber, formatScore } from '../charts/look.ts';
import * as m from '../paraglide/messages.js';
import { formatPercent } from './binary/curve-summary.ts';
import type { BinaryRun, MulticlassRun, ReadRun, RegressionRun } from './evaluated-run.ts';

/** One figure of several runs. */
export interface ComparedFigure {
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly format: (value: number | null) => string;
  /** What of the difference may be luck, where that can be said. */
  readonly luck?: string | undefined;
}

const free = { falsePositive: 0, falseNegative: 0 };

/** The figures of runs of one task side by side; the threshold is for two classes. */
export function compareRuns(runs: readonly ReadRun[], threshold: number): ComparedFigure[] {
  const binary = runs.filter((run): run is BinaryRun => run.task === 'binary');
  if (binary.length === runs.length) return compareBinary(binary, threshold);
  const multiclass = runs.filter((run): run is MulticlassRun => run.task === 'multiclass');
  if (multiclass.length === runs.length) return compareMulticlass(multiclass);
  return compareRegression(runs.filter((run): run is RegressionRun => run.task === 'regression'));
}

function compareBinary(runs: readonly BinaryRun[], threshold: number): ComparedFigure[] {
  const all = runs.map(({ evaluation }) => figuresAt(evaluation.curve, threshold, free));
  const isPaired = haveSameRows(runs);
  const hits = runs.map(({ rows }) =>
    rows.classes.map((one, i) => ((rows.probabilities[i] >= threshold ? 1 : 0) === one ? 1 : 0)),
  );
  const score = (title: string, pick: (figures: (typeof all)[number]) => number): ComparedFigure => ({
    title,
    values: all.map(pick),
    format: formatScore,
  });
  return [
    {
      ...score(m.evaluation_accuracy(), ({ accuracy }) => accuracy),
      luck: isPaired ? accuracyLuck(hits) : undefined,
    },
    score(m.evaluation_precision(), ({ precision }) => precision),
    score(m.evaluation_recall(), ({ recall }) => recall),
    score('F1', ({ f1 }) => f1),
    {
      title: 'AUC',
      values: runs.map(({ evaluation }) => evaluation.metrics.auc),
      format: formatScore,
      luck: isPaired ? aucLuck(runs) : undefined,
    },
    {
      title: m.evaluation_log_loss(),
      values: runs.map(({ evaluation }) => evaluation.metrics.logLoss),
      format: formatScore,
    },
    ...mistakes(
      runs,
      all.map(({ confusion }) => confusion),
    ),
  ];
}

function mistakes(runs: readonly BinaryRun[], confusions: readonly ConfusionMatrix[]): ComparedFigure[] {
  const { negative, positive } = runs[0].rows.scoring;
  const count = (value: number | null): string => (value === null ? '–' : formatCount(value));
  return [
    {
      title: m.evaluation_cell({ predicted: positive, actual: negative }),
      values: confusions.map(({ fp }) => fp),
      format: count,
    },
    {
      title: m.evaluation_cell({ predicted: negative, actual: positive }),
      values: confusions.map(({ fn }) => fn),
      format: count,
    },
  ];
}

function compareMulticlass(runs: readonly MulticlassRun[]): ComparedFigure[] {
  const metrics = runs.map(({ evaluation }) => evaluation.metrics);
  const score = (title: string, pick: (one: (typeof metrics)[number]) => number): ComparedFigure => ({
    title,
    values: metrics.map(pick),
    format: formatScore,
  });
  const hits = runs.map(({ rows }) => rows.actual.map((one, i) => (rows.predicted[i] === one ? 1 : 0)));
  return [
    {
      ...score(m.evaluation_accuracy(), ({ accuracy }) => accuracy),
      luck: haveSameRows(runs) ? accuracyLuck(hits) : undefined,
    },
    score(m.evaluation_macro_precision(), ({ macroPrecision }) => macroPrecision),
    score(m.evaluation_macro_recall(), ({ macroRecall }) => macroRecall),
    score(m.evaluation_macro_f1(), ({ macroF1 }) => macroF1),
    score(m.evaluation_log_loss(), ({ logLoss }) => logLoss),
  ];
}

function compareRegression(runs: readonly RegressionRun[]): ComparedFigure[] {
  const metrics = runs.map(({ evaluation }) => evaluation.metrics);
  const short = (value: number | null): string =>
    value === null ? '–' : formatNumber(Number(value.toPrecision(4)));
  const of = (title: string, pick: (one: (typeof metrics)[number]) => number | null): ComparedFigure => ({
    title,
    values: metrics.map(pick),
    format: short,
  });
  return [
    of(m.evaluation_mean_absolute_error(), ({ meanAbsoluteError }) => meanAbsoluteError),
    of(m.evaluation_root_mean_squared_error(), ({ rootMeanSquaredError }) => rootMeanSquaredError),
    of('R²', ({ coefficientOfDetermination }) => coefficientOfDetermination),
    of(m.evaluation_relative_absolute_error(), ({ relativeAbsoluteError }) => relativeAbsoluteError),
    of(m.evaluation_relative_squared_error(), ({ relativeSquaredError }) => relativeSquaredError),
  ];
}

/** Whether two runs are about the same rows in the same order: only then their rows can be paired. */
function haveSameRows(runs: readonly ReadRun[]): boolean {
  if (runs.length !== 2) return false;
  const [first, second] = runs.map(({ rows }) => rows.table.rowNumbers);
  return first.length === second.length && first.every((number, i) => number === second[i]);
}

function accuracyLuck([first, second]: readonly ArrayLike<number>[]): string {
  const { onlyFirst, onlySecond, chance } = compareAccuracy(first, second);
  return m.evaluation_accuracy_luck({
    first: formatCount(onlyFirst),
    second: formatCount(onlySecond),
    chance: chance < 0.01 ? `<${formatPercent(0.01)}` : formatPercent(chance),
  });
}

function aucLuck([first, second]: readonly BinaryRun[]): string | undefined {
  const found = compareAuc(first.rows.probabilities, second.rows.probabilities, first.rows.classes);
  return found && m.evaluation_auc_luck({ low: formatSigned(found.low), high: formatSigned(found.high) });
}

/** A difference with its sign. */
export function formatSigned(value: number): string {
  return `${value < 0 ? '−' : '+'}${formatNumber(Number(Math.abs(value).toPrecision(2)))}`;
}
