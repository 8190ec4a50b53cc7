import { expect } from 'vitest';
import type {
  BinaryEvaluation,
  Evaluation,
  ScoredTable,
  TrainedModel,
} from '../../engine/components/values.ts';
import type { RunResult } from '../../engine/pipeline/run.ts';
import { sourceOf } from '../../engine/pipeline/graph.ts';
import { rowsOf, type JsonCell } from '../../engine/pipeline/run-inference.ts';
import { cellAt, type Table } from '../../engine/table/table.ts';
import { matrixColumnNames } from '../../engine/train/design-matrix.ts';
import type { ScriptReport } from './exported-script.ts';

/** The report agrees with the run: the same rows and labels, objectives to 1e-6, metrics to 1e-9. */
export function expectAgreement(result: RunResult, report: ScriptReport): void {
  // Both stop within 1e-9 of the optimum in the objective; a weaker penalty leaves the weights more room there.
  const penalties = result.pipeline.nodes.map(({ settings }) => Number(settings.l2Weight ?? 1));
  const tolerance = 1e-9 / Math.min(1, ...penalties);
  for (const { id, component } of result.pipeline.nodes) {
    const outputs = result.outputs[id];
    if (component === 'train-model') compareModel(outputs.model as TrainedModel, report.models[id]);
    else if (component === 'score-model')
      comparePredictions(outputs.scored as ScoredTable, report.predictions[id], 1e-6);
    else if (component === 'evaluate-model')
      compareEvaluation(outputs.evaluation as Evaluation, report.evaluations[id], {
        tolerance,
        scored: ['scored', 'compared'].flatMap((port) => {
          const source = sourceOf(result.pipeline, id, port);
          return source ? [result.outputs[source.node][source.port] as ScoredTable] : [];
        }),
      });
    else if (component === 'web-service-output') {
      const source = sourceOf(result.pipeline, id, 'table');
      const table = result.outputs[source?.node ?? ''][source?.port ?? ''] as Table;
      expectClose(report.answers[id], rowsOf(table), 1e-9, id);
    }
  }
}

function compareModel({ model }: TrainedModel, reported: ScriptReport['models'][string]): void {
  expect(reported.learner).toBe(model.learner);
  expect(reported.rows).toBe(model.rows);
  if (!('objective' in model)) return;
  // An objective that is 0 but for rounding is met by anything as small.
  const difference = Math.abs((reported.objective ?? NaN) - model.objective);
  expect(difference, `${reported.objective} is not ${model.objective}`).toBeLessThanOrEqual(
    1e-6 * model.objective + 1e-12,
  );
  const names = [...new Set(matrixColumnNames(model.features))].sort();
  const all =
    model.learner === 'multiclass-logistic-regression'
      ? Object.values(reported.classCoefficients ?? {})
      : [reported.coefficients ?? {}];
  for (const coefficients of all) expect(Object.keys(coefficients).sort()).toEqual(names);
}

function comparePredictions(
  scored: ScoredTable,
  reported: ScriptReport['predictions'][string],
  tolerance: number,
): void {
  expect(reported.rows).toEqual(Array.from(scored.rowNumbers));
  const own = scored.columns.filter(({ name }) => name.startsWith('Scored '));
  expect(reported.columns).toEqual(own.map(({ name }) => name));
  reported.values.forEach((values, row) => {
    const cells = own.map((column) => cellAt(column, row));
    const place = `row ${reported.rows[row]}`;
    if (scored.scoring.task === 'regression') {
      expectClose(values, cells, tolerance, place);
      return;
    }
    const chances = cells.slice(1).map(Number);
    expectClose(values.slice(1), chances, tolerance, place);
    if (!isTied(chances)) expect(values[0], place).toBe(cells[0]);
  });
}

/** Whether two classes are as likely but for the last bits, which then decide. */
function isTied(chances: readonly number[]): boolean {
  const [first, second] = chances.length === 1 ? [chances[0], 0.5] : chances.toSorted((a, b) => b - a);
  return Math.abs(first - second) <= 1e-9;
}

/** Whether any row of a table scored by several classes is tied. */
function hasTies({ columns, rowCount }: ScoredTable): boolean {
  const chances = columns.filter(({ name }) => name.startsWith('Scored Probabilities_'));
  return Array.from({ length: rowCount }, (_, row) =>
    chances.map((column) => Number(cellAt(column, row))),
  ).some(isTied);
}

function compareEvaluation(
  evaluation: Evaluation,
  reported: ScriptReport['evaluations'][string],
  { tolerance, scored }: { tolerance: number; scored: readonly ScoredTable[] },
): void {
  expect(reported).toHaveLength(evaluation.results.length);
  evaluation.results.forEach((own, index) => {
    const { rows, rowsWithoutLabel, metrics, baseline } = reported[index];
    expect({ rows, rowsWithoutLabel }).toEqual({ rows: own.rows, rowsWithoutLabel: own.rowsWithoutLabel });
    if (own.task === 'binary') {
      const { label, accuracy } = own.baselines.mostFrequentClass;
      expectClose(baseline, { label, accuracy }, 1e-9, 'baseline');
      compareBinary(own, metrics, { threshold: evaluation.threshold, tolerance });
    } else {
      expectClose(baseline, own.baseline, 1e-9, 'baseline');
      if (own.task === 'multiclass' && hasTies(scored[index])) {
        expectClose(metrics.logLoss, own.metrics.logLoss, tolerance, 'logLoss');
        return;
      }
      expectClose(metrics, own.metrics, tolerance, 'metrics');
    }
  });
}

function compareBinary(
  { curve, metrics: own }: BinaryEvaluation,
  metrics: Readonly<Record<string, unknown>>,
  { threshold, tolerance }: { threshold: number; tolerance: number },
): void {
  const { thresholds, truePositives, falsePositives, positives, negatives } = curve;
  // Where a probability is the threshold but for its last bits, that bit decides how the row counts.
  if (thresholds.some((p) => Math.abs(p - threshold) < 1e-9)) {
    expectClose(metrics.logLoss, own.logLoss, tolerance, 'logLoss');
    return;
  }
  const { auc, ...others } = metrics;
  const { auc: ownAuc, ...ownOthers } = own;
  expectClose(others, ownOthers, tolerance, 'metrics');
  // Probabilities that are equal but for their last bits may come in any order: each pair of two classes counts once.
  let pairs = 0;
  for (let i = 0, first = 0; i < thresholds.length; i++) {
    if (i + 1 < thresholds.length && thresholds[i] - thresholds[i + 1] < 1e-9) continue;
    const before = (counts: Uint32Array): number => (first === 0 ? 0 : counts[first - 1]);
    pairs += (truePositives[i] - before(truePositives)) * (falsePositives[i] - before(falsePositives));
    first = i + 1;
  }
  if (typeof auc !== 'number' || ownAuc === null) expect(auc).toBe(ownAuc);
  else expect(Math.abs(auc - ownAuc)).toBeLessThanOrEqual(1e-9 + pairs / positives / negatives);
}

/** Equal, but for numbers that differ by a relative or absolute `tolerance` at most. */
export function expectClose(value: unknown, expected: unknown, tolerance: number, place: string): void {
  if (typeof value === 'number' && typeof expected === 'number') {
    const difference = Math.abs(value - expected);
    const isClose = difference <= tolerance * Math.max(1, Math.abs(expected));
    expect(isClose, `${place}: ${value} is not ${expected}`).toBe(true);
  } else if (
    typeof value === 'object' &&
    value !== null &&
    typeof expected === 'object' &&
    expected !== null
  ) {
    const keys = Object.keys(expected);
    expect(Object.keys(value).sort(), place).toEqual(keys.sort());
    for (const key of keys) {
      const [own, other] = [value, expected] as Record<string, JsonCell>[];
      expectClose(own[key], other[key], tolerance, `${place}.${key}`);
    }
  } else expect(value, place).toBe(expected);
}
