import { expect } from 'vitest';
import type { Evaluation, ScoredTable, TrainedModel } from '../../engine/components/values.ts';
import type { RunResult } from '../../engine/pipeline/run.ts';
import { sourceOf } from '../../engine/pipeline/graph.ts';
import { rowsOf, type JsonCell } from '../../engine/pipeline/run-inference.ts';
import { cellAt, type Table } from '../../engine/table/table.ts';
import { matrixColumnNames } from '../../engine/train/design-matrix.ts';
import type { ScriptReport } from './exported-script.ts';

/** The report agrees with the run: the same rows and labels, objectives to 1e-6, metrics to 1e-9. */
export function expectAgreement(result: RunResult, report: ScriptReport): void {
  for (const { id, component } of result.pipeline.nodes) {
    const outputs = result.outputs[id];
    if (component === 'train-model') compareModel(outputs.model as TrainedModel, report.models[id]);
    else if (component === 'score-model')
      comparePredictions(outputs.scored as ScoredTable, report.predictions[id]);
    else if (component === 'evaluate-model')
      compareEvaluation(outputs.evaluation as Evaluation, report.evaluations[id]);
    else if (component === 'web-service-output') {
      const source = sourceOf(result.pipeline, id, 'table');
      const table = result.outputs[source?.node ?? ''][source?.port ?? ''] as Table;
      expectClose(report.answers[id], rowsOf(table), 1e-9, id);
    }
  }
}

function compareModel({ model }: TrainedModel, reported: ScriptReport['models'][string]): void {
  expect(reported.learner).toBe(model.learner);
  if (model.learner !== 'two-class-logistic-regression') return;
  expect(reported.rows).toBe(model.rows);
  expectRelative(reported.objective ?? NaN, model.objective, 1e-6);
  const names = matrixColumnNames(model.features);
  expect(Object.keys(reported.coefficients ?? {}).sort()).toEqual([...new Set(names)].sort());
}

function comparePredictions(scored: ScoredTable, reported: ScriptReport['predictions'][string]): void {
  expect(reported.rows).toEqual(Array.from(scored.rowNumbers));
  const columns = reported.columns.map((name) => scored.columns.find((column) => column.name === name));
  const probabilities = scored.columns.find(({ name }) => name === 'Scored Probabilities');
  reported.values.forEach((values, row) => {
    const own = columns.map((column) => (column ? cellAt(column, row) : undefined));
    // At a probability of one half the last bit decides.
    const p = probabilities ? Number(cellAt(probabilities, row)) : NaN;
    if (Math.abs(p - 0.5) < 1e-9) return;
    expectClose(values, own, 1e-6, `row ${reported.rows[row]}`);
    values.forEach((value, i) => {
      if (columns[i]?.name === 'Scored Labels') expect(value).toBe(own[i]);
    });
  });
}

function compareEvaluation(evaluation: Evaluation, reported: ScriptReport['evaluations'][string]): void {
  expect(reported).toHaveLength(evaluation.results.length);
  evaluation.results.forEach((own, index) => {
    const { rows, rowsWithoutLabel, metrics } = reported[index];
    expect({ rows, rowsWithoutLabel }).toEqual({ rows: own.rows, rowsWithoutLabel: own.rowsWithoutLabel });
    const { thresholds, truePositives, falsePositives, positives, negatives } = own.curve;
    // Where a probability is the threshold but for its last bits, that bit decides how the row counts.
    const isTied = thresholds.some((p) => Math.abs(p - evaluation.threshold) < 1e-9);
    if (isTied) return expectClose(metrics.logLoss, own.metrics.logLoss, 1e-9, 'logLoss');
    const { auc, ...others } = metrics;
    const { auc: ownAuc, ...ownOthers } = own.metrics;
    expectClose(others, ownOthers, 1e-9, 'metrics');
    // Probabilities that differ in their last bits only may come in any order: each pair of two classes counts once.
    let pairs = 0;
    for (let i = 0, first = 0; i < thresholds.length; i++) {
      if (i + 1 < thresholds.length && thresholds[i] - thresholds[i + 1] < 1e-9) continue;
      const before = (counts: Uint32Array): number => (first === 0 ? 0 : counts[first - 1]);
      if (i > first)
        pairs += (truePositives[i] - before(truePositives)) * (falsePositives[i] - before(falsePositives));
      first = i + 1;
    }
    if (typeof auc !== 'number' || ownAuc === null) expect(auc).toBe(ownAuc);
    else expect(Math.abs(auc - ownAuc)).toBeLessThanOrEqual(1e-9 + pairs / positives / negatives);
  });
}

export function expectRelative(value: number, expected: number, tolerance: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance * Math.max(1e-12, Math.abs(expected)));
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
