import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateMulticlass, likeliestClasses } from '../../../engine/evaluate/multiclass.ts';
import { evaluateRegression } from '../../../engine/evaluate/regression.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';

/** Rows with a class each, and probabilities of all classes: some equal, some 0 or 1. */
const classified = fc
  .record({ classCount: fc.integer({ min: 2, max: 5 }), rows: fc.integer({ min: 1, max: 40 }) })
  .chain(({ classCount, rows }) =>
    fc.record({
      classCount: fc.constant(classCount),
      classes: fc.array(fc.integer({ min: 0, max: classCount - 1 }), { minLength: rows, maxLength: rows }),
      weights: fc.array(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: classCount, maxLength: classCount }),
        {
          minLength: rows,
          maxLength: rows,
        },
      ),
    }),
  )
  .map(({ classCount, classes, weights }) => ({
    classCount,
    classes,
    probabilities: weights.map((row) => {
      const sum = row.reduce((total, weight) => total + weight, 0);
      return row.map((weight) => (sum === 0 ? 1 / classCount : weight / sum));
    }),
  }));

const number = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const predicted = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 60 });

const evaluateRows = ({
  classCount,
  classes,
  probabilities,
}: typeof classified extends fc.Arbitrary<infer T> ? T : never) =>
  evaluateMulticlass(Float64Array.from(probabilities.flat()), Int32Array.from(classes), classCount);

describe('the figures of several classes', () => {
  it('agree with a recount, class by class', () => {
    fc.assert(
      fc.property(classified, (rows) => {
        const { classCount, classes, probabilities } = rows;
        const metrics = evaluateRows(rows);
        const guesses = probabilities.map((row) => row.indexOf(Math.max(...row)));
        expect([...likeliestClasses(Float64Array.from(probabilities.flat()), classCount)]).toEqual(guesses);
        const count = (keep: (actual: number, guess: number) => boolean) =>
          classes.filter((actual, i) => keep(actual, guesses[i])).length;
        let [precision, recall, f1] = [0, 0, 0];
        for (let k = 0; k < classCount; k++) {
          for (let other = 0; other < classCount; other++) {
            expect(metrics.confusion[k][other]).toBe(
              count((actual, guess) => actual === k && guess === other),
            );
          }
          const hits = count((actual, guess) => actual === k && guess === k);
          const said = count((_, guess) => guess === k);
          const there = count((actual) => actual === k);
          const [p, r] = [said === 0 ? 0 : hits / said, there === 0 ? 0 : hits / there];
          precision += p / classCount;
          recall += r / classCount;
          f1 += (p + r === 0 ? 0 : (2 * p * r) / (p + r)) / classCount;
        }
        expect(metrics.accuracy).toBeCloseTo(count((actual, guess) => actual === guess) / classes.length, 12);
        expect(metrics.macroPrecision).toBeCloseTo(precision, 12);
        expect(metrics.macroRecall).toBeCloseTo(recall, 12);
        expect(metrics.macroF1).toBeCloseTo(f1, 12);
        const losses = classes.map(
          (actual, i) => -Math.log(Math.max(Number.EPSILON, probabilities[i][actual])),
        );
        expect(metrics.logLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / classes.length, 10);
      }),
    );
  });
});

describe('the figures of numbers', () => {
  it('agree with a recount', () => {
    fc.assert(
      fc.property(predicted, (pairs) => {
        const [guesses, labels] = [0, 1].map((side) => pairs.map((pair) => pair[side]));
        const metrics = evaluateRegression(Float64Array.from(guesses), Float64Array.from(labels));
        const mean = labels.reduce((sum, label) => sum + label / labels.length, 0);
        const total = (term: (guess: number, label: number) => number) =>
          pairs.reduce((sum, [guess, label]) => sum + term(guess, label), 0);
        const close = (found: number | null, expected: number): void => {
          expect(Math.abs((found ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-12);
        };
        close(metrics.meanAbsoluteError, total((guess, label) => Math.abs(guess - label)) / pairs.length);
        close(
          metrics.rootMeanSquaredError,
          Math.sqrt(total((guess, label) => (guess - label) ** 2) / pairs.length),
        );
        if (labels.every((label) => label === labels[0])) {
          expect(metrics).toMatchObject({
            relativeAbsoluteError: null,
            relativeSquaredError: null,
            coefficientOfDetermination: null,
          });
          return;
        }
        // Labels that differ in their last digits only leave no digits to compare.
        fc.pre(Math.max(...labels) - Math.min(...labels) > 1e-3);
        const squared =
          total((guess, label) => (guess - label) ** 2) / total((_, label) => (label - mean) ** 2);
        close(
          metrics.relativeAbsoluteError,
          total((guess, label) => Math.abs(guess - label)) / total((_, label) => Math.abs(label - mean)),
        );
        close(metrics.relativeSquaredError, squared);
        expect(Math.abs((metrics.coefficientOfDetermination ?? NaN) - (1 - squared))).toBeLessThanOrEqual(
          1e-9 * squared + 1e-12,
        );
      }),
    );
  });

  it('keep their digits over a million rows', () => {
    const labels = new Float64Array(1_000_000).fill(0.1);
    labels[0] = 0.2;
    const { meanAbsoluteError } = evaluateRegression(new Float64Array(1_000_000), labels);
    expect(meanAbsoluteError).toBeCloseTo((0.1 * 999_999 + 0.2) / 1_000_000, 15);
  });
});

const script = `
import json, sys, warnings
import numpy as np
from sklearn import metrics

warnings.filterwarnings("ignore")
case = json.load(sys.stdin)
result = {"classes": [], "numbers": []}
for one in case["classes"]:
    labels, probabilities = np.array(one["classes"]), np.array(one["probabilities"])
    guesses, every = probabilities.argmax(axis=1), list(range(one["classCount"]))
    given = dict(labels=every, average="macro", zero_division=0)
    result["classes"].append({
        "accuracy": metrics.accuracy_score(labels, guesses),
        "macroPrecision": metrics.precision_score(labels, guesses, **given),
        "macroRecall": metrics.recall_score(labels, guesses, **given),
        "macroF1": metrics.f1_score(labels, guesses, **given),
        "confusion": metrics.confusion_matrix(labels, guesses, labels=every).tolist(),
    })
for pairs in case["numbers"]:
    guesses, labels = np.array(pairs, dtype=float).T
    result["numbers"].append({
        "meanAbsoluteError": metrics.mean_absolute_error(labels, guesses),
        "rootMeanSquaredError": metrics.mean_squared_error(labels, guesses) ** 0.5,
        "coefficientOfDetermination": metrics.r2_score(labels, guesses) if len(set(labels)) > 1 else None,
    })
print(json.dumps(result))
`;

interface Expected {
  readonly classes: readonly (Record<string, number> & {
    readonly confusion: readonly (readonly number[])[];
  })[];
  readonly numbers: readonly Record<string, number | null>[];
}

const python = pythonOrReason();
it.skipIf(!python)('scikit-learn finds the same figures', () => {
  const classes = fc.sample(classified, { seed: 1, numRuns: 40 });
  // Of labels that differ in their last digits only, nothing is left to compare.
  const numbers = fc.sample(predicted, { seed: 2, numRuns: 40 }).filter((pairs) => {
    const labels = pairs.map(([, label]) => label);
    const spread = Math.max(...labels) - Math.min(...labels);
    return spread === 0 || spread > 1e-3;
  });
  expect(numbers.length).toBeGreaterThan(30);
  const expected = runPython<Expected>(script, { classes, numbers });
  classes.forEach((rows, i) => {
    const { confusion, ...figures } = expected.classes[i];
    const metrics = evaluateRows(rows);
    expect(metrics.confusion).toEqual(confusion);
    for (const [name, figure] of Object.entries(figures)) {
      expect(metrics[name as 'accuracy'], name).toBeCloseTo(figure, 12);
    }
  });
  numbers.forEach((pairs, i) => {
    const metrics = evaluateRegression(
      Float64Array.from(pairs, ([guess]) => guess),
      Float64Array.from(pairs, ([, label]) => label),
    );
    for (const [name, figure] of Object.entries(expected.numbers[i])) {
      const found = metrics[name as 'meanAbsoluteError'];
      if (figure === null) expect(found).toBeNull();
      else expect(Math.abs(found - figure), name).toBeLessThanOrEqual(1e-9 * Math.abs(figure) + 1e-12);
    }
  });
});
