import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateScored } from '../../../engine/components/evaluate-model/evaluate-scored.ts';
import {
  scoredLabels,
  scoredProbabilities,
  scoredProbabilitiesOf,
  type ScoredTable,
} from '../../../engine/components/values.ts';
import { binaryCellRows, classCellRows } from '../../../engine/evaluate/cells.ts';
import { classScores, oneVersusRest } from '../../../engine/evaluate/class-scores.ts';
import { binaryCurve, cheapestThreshold, rocCurve } from '../../../engine/evaluate/curves.ts';
import { evaluatedRows } from '../../../engine/evaluate/evaluated-rows.ts';
import { furthestRows, residualsOf } from '../../../engine/evaluate/residuals.ts';
import { scoreHistogram } from '../../../engine/evaluate/score-histogram.ts';
import { figuresAt, nearestThreshold } from '../../../engine/evaluate/threshold.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { createTable } from '../../../engine/table/table.ts';

interface Row {
  /** `null` where the label is missing; "maybe" is a class that the model does not know. */
  readonly label: 'no' | 'yes' | 'maybe' | null;
  readonly score: number;
}

const baselines = {
  label: 'y',
  negative: 'no',
  positive: 'yes',
  positiveShare: 0.5,
  rule: null,
  text: '',
} as const;

function binaryTable(rows: readonly Row[]): ScoredTable {
  return {
    ...createTable([
      { kind: 'category', name: 'y', ...encodeTexts(rows.map(({ label }) => label)) },
      { kind: 'number', name: scoredProbabilities, values: Float64Array.from(rows, ({ score }) => score) },
    ]),
    scoring: { task: 'binary', label: 'y', negative: 'no', positive: 'yes', baselines },
  };
}

/** A coarse grid, so that scores are often equal and thresholds often hit them. */
const score = fc.oneof(
  fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const rowOf = (labels: readonly Row['label'][]) =>
  fc.record({ label: fc.constantFrom(...labels), score }) as fc.Arbitrary<Row>;
const rows = fc
  .array(rowOf(['no', 'yes', 'maybe', null]), { maxLength: 60 })
  .filter((all) => all.some(({ label }) => label === 'no' || label === 'yes'));
const costs = fc.record({
  falsePositive: fc.integer({ min: 0, max: 20 }),
  falseNegative: fc.integer({ min: 0, max: 20 }),
});

/** Everything that a threshold decides, counted row by row. */
function recount(all: readonly Row[], threshold: number) {
  const known = all.flatMap((row, i) =>
    row.label === 'no' || row.label === 'yes' ? [{ ...row, number: i + 1 }] : [],
  );
  const cell = (label: string, isPositive: boolean) =>
    known.filter((row) => row.label === label && row.score >= threshold === isPositive);
  const [tn, fp, fn, tp] = [cell('no', false), cell('no', true), cell('yes', false), cell('yes', true)];
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const precision = share(tp.length, tp.length + fp.length);
  const recall = share(tp.length, tp.length + fn.length);
  return {
    known,
    cells: { tn, fp, fn, tp },
    accuracy: share(tn.length + tp.length, known.length),
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    falsePositiveRate: share(fp.length, tn.length + fp.length),
  };
}

const cells = {
  tn: { actual: 0, predicted: 0 },
  fp: { actual: 0, predicted: 1 },
  fn: { actual: 1, predicted: 0 },
  tp: { actual: 1, predicted: 1 },
} as const;

describe('two classes', () => {
  it('cells, the rows behind them and all figures are those of a recount, at any threshold and cost', () => {
    fc.assert(
      fc.property(rows, score, costs, (all, threshold, price) => {
        const found = evaluatedRows(binaryTable(all));
        if (found.task !== 'binary') throw new TypeError('Not of two classes.');
        const wanted = recount(all, threshold);
        expect(found.rowsWithoutLabel).toBe(all.length - wanted.known.length);
        const curve = binaryCurve(found.probabilities, found.classes);
        const figures = figuresAt(curve, threshold, price);
        for (const name of ['tn', 'fp', 'fn', 'tp'] as const) {
          const behind = binaryCellRows(found.probabilities, found.classes, threshold, cells[name]);
          expect(figures.confusion[name]).toBe(behind.length);
          const numbers = Array.from(behind, (row) => found.table.rowNumbers[row]);
          expect([...numbers].sort((a, b) => a - b)).toEqual(wanted.cells[name].map(({ number }) => number));
          // The surest row stands first.
          const scores = Array.from(behind, (row) => found.probabilities[row]);
          const sign = cells[name].predicted === 1 ? -1 : 1;
          expect(scores).toEqual([...scores].sort((a, b) => sign * (a - b)));
        }
        for (const name of ['accuracy', 'precision', 'recall', 'f1', 'falsePositiveRate'] as const) {
          expect(figures[name], name).toBeCloseTo(wanted[name], 12);
        }
        const { fp, fn } = wanted.cells;
        expect(figures.cost).toBe(fp.length * price.falsePositive + fn.length * price.falseNegative);
        // The engine's own evaluation says the same.
        const evaluation = evaluateScored(binaryTable(all), threshold);
        if (evaluation.task !== 'binary') throw new TypeError('Not of two classes.');
        const { metrics } = evaluation;
        expect(metrics.confusion).toEqual(figures.confusion);
        expect(metrics.accuracy).toBe(figures.accuracy);
      }),
      { numRuns: 300 },
    );
  });

  it('no threshold costs less than the cheapest one', () => {
    fc.assert(
      fc.property(rows, costs, score, (all, price, other) => {
        const found = evaluatedRows(binaryTable(all));
        if (found.task !== 'binary') throw new TypeError('Not of two classes.');
        const curve = binaryCurve(found.probabilities, found.classes);
        const { threshold, cost } = cheapestThreshold(curve, price);
        expect(figuresAt(curve, threshold, price).cost).toBe(cost);
        expect(figuresAt(curve, other, price).cost).toBeGreaterThanOrEqual(cost);
      }),
    );
  });

  it('the handle finds the threshold of the point it is dragged to', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (all, which) => {
        const found = evaluatedRows(binaryTable(all));
        if (found.task !== 'binary') throw new TypeError('Not of two classes.');
        const { probabilities, classes } = found;
        if (!classes.includes(0) || !classes.includes(1)) return;
        const roc = rocCurve(binaryCurve(probabilities, classes));
        const point = which % roc.x.length;
        const threshold = nearestThreshold(roc, { x: roc.x[point], y: roc.y[point] });
        expect(threshold).toBe(roc.thresholds[point]);
      }),
    );
  });

  it('the histogram counts every row once, in the bin whose edges hold its score', () => {
    fc.assert(
      fc.property(fc.array(rowOf(['no', 'yes'])), fc.integer({ min: 1, max: 100 }), (all, bins) => {
        const probabilities = Float64Array.from(all, (row) => row.score);
        const classes = Int8Array.from(all, ({ label }) => (label === 'yes' ? 1 : 0));
        const { edges, negatives, positives } = scoreHistogram(probabilities, classes, bins);
        for (let bin = 0; bin < bins; bin++) {
          const inside = all.filter(
            (row) =>
              row.score >= edges[bin] &&
              (row.score < edges[bin + 1] || (bin === bins - 1 && row.score === 1)),
          );
          expect(positives[bin]).toBe(inside.filter(({ label }) => label === 'yes').length);
          expect(negatives[bin]).toBe(inside.filter(({ label }) => label === 'no').length);
        }
      }),
    );
  });
});

const classNames = ['a', 'b', 'c'];
const classRow = fc.record({
  label: fc.constantFrom('a', 'b', 'c', 'unknown', null),
  scores: fc.tuple(score, score, score),
});

describe('several classes', () => {
  it('cells, rows and scores of each class are those of a recount', () => {
    const any = fc
      .array(classRow, { maxLength: 50 })
      .filter((all) => all.some(({ label }) => label !== null && classNames.includes(label)));
    fc.assert(
      fc.property(any, (all) => {
        const scored: ScoredTable = {
          ...createTable([
            { kind: 'category', name: 'y', ...encodeTexts(all.map(({ label }) => label)) },
            ...classNames.map((name, k) => ({
              kind: 'number' as const,
              name: scoredProbabilitiesOf(name),
              values: Float64Array.from(all, ({ scores }) => scores[k]),
            })),
          ]),
          scoring: { task: 'multiclass', label: 'y', classes: classNames, mostFrequent: 'a' },
        };
        const found = evaluatedRows(scored);
        if (found.task !== 'multiclass') throw new TypeError('Not of several classes.');
        const known = all.flatMap(({ label, scores }, i) =>
          label === null || !classNames.includes(label)
            ? []
            : [{ label, said: classNames[scores.indexOf(Math.max(...scores))], number: i + 1, scores }],
        );
        const evaluation = evaluateScored(scored, 0.5);
        if (evaluation.task !== 'multiclass') throw new TypeError('Not of several classes.');
        const { confusion } = evaluation.metrics;
        const perClass = classScores(confusion);
        classNames.forEach((name, actual) => {
          classNames.forEach((other, predicted) => {
            const wanted = known.filter(({ label, said }) => label === name && said === other);
            const behind = classCellRows(found, classNames.length, { actual, predicted });
            expect(confusion[actual][predicted]).toBe(wanted.length);
            expect(Array.from(behind, (row) => found.table.rowNumbers[row]).sort((a, b) => a - b)).toEqual(
              wanted.map(({ number }) => number),
            );
          });
          const of = known.filter(({ label }) => label === name);
          const said = known.filter((row) => row.said === name);
          const right = of.filter((row) => row.said === name).length;
          const scores = perClass[actual];
          expect([scores.rows, scores.predicted]).toEqual([of.length, said.length]);
          expect(scores.precision).toBeCloseTo(said.length === 0 ? 0 : right / said.length, 12);
          expect(scores.recall).toBeCloseTo(of.length === 0 ? 0 : right / of.length, 12);
          const one = oneVersusRest(found, actual);
          expect([...one.probabilities]).toEqual(known.map((row) => row.scores[actual]));
          expect([...one.classes]).toEqual(known.map(({ label }) => (label === name ? 1 : 0)));
        });
        const mean = perClass.reduce((sum, { recall }) => sum + recall, 0) / classNames.length;
        expect(evaluation.metrics.macroRecall).toBeCloseTo(mean, 12);
      }),
    );
  });
});

describe('numbers', () => {
  it('leaves out rows without a label, and counts every residual', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const pairs = fc
      .array(fc.tuple(fc.oneof(value, fc.constant(NaN)), value), { minLength: 1, maxLength: 50 })
      .filter((all) => all.some(([actual]) => !Number.isNaN(actual)));
    fc.assert(
      fc.property(pairs, (all) => {
        const found = evaluatedRows({
          ...createTable([
            { kind: 'number', name: 'y', values: Float64Array.from(all, ([actual]) => actual) },
            { kind: 'number', name: scoredLabels, values: Float64Array.from(all, ([, said]) => said) },
          ]),
          scoring: { task: 'regression', label: 'y', mean: 0 },
        });
        if (found.task !== 'regression') throw new TypeError('Not of numbers.');
        const known = all.filter(([actual]) => !Number.isNaN(actual));
        expect([...found.actual]).toEqual(known.map(([actual]) => actual));
        const { values, histogram, medianAbsolute } = residualsOf(found.predicted, found.actual);
        expect([...values]).toEqual(known.map(([actual, said]) => actual - said));
        expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(known.length);
        const furthest = furthestRows(values, 7);
        const far = [...values].map((value, i) => ({ value: Math.abs(value), i }));
        far.sort((a, b) => b.value - a.value || a.i - b.i);
        expect([...furthest]).toEqual(far.slice(0, 7).map(({ i }) => i));
        const closer = known.filter(([actual, said]) => Math.abs(actual - said) < medianAbsolute).length;
        expect(closer).toBeLessThanOrEqual(known.length / 2);
      }),
    );
  });
});
