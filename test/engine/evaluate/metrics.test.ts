import { describe, expect, it } from 'vitest';
import {
  areaUnderRoc,
  averagePrecision,
  binaryCurve,
  cheapestThreshold,
  confusionAt,
  gainsCurve,
  liftCurve,
  precisionRecallCurve,
  rocCurve,
  thinCurve,
} from '../../../engine/evaluate/curves.ts';
import { countConfusion } from '../../../engine/evaluate/confusion.ts';
import { evaluateBinary } from '../../../engine/evaluate/metrics.ts';
import { createRandom } from '../../../engine/random.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';

interface Scored {
  readonly probabilities: Float64Array;
  readonly classes: Int8Array;
}

/** Random probabilities, on a coarse grid where `steps` is given, so that many are equal. */
function randomScores(seed: number, rows: number, steps?: number): Scored {
  const random = createRandom(seed);
  const probabilities = Float64Array.from({ length: rows }, () =>
    steps === undefined ? random.next() : random.integer(steps + 1) / steps,
  );
  const classes = Int8Array.from(probabilities, (probability) => (random.next() < probability ? 1 : 0));
  [classes[0], classes[1]] = [0, 1];
  return { probabilities, classes };
}

const cases: [string, Scored][] = [
  ['all different', randomScores(1, 300)],
  ['heavy ties', randomScores(2, 300, 4)],
  ['all equal', equalScores(50)],
  ['two rows', randomScores(4, 2)],
  ['0 and 1 among them', randomScores(5, 100, 10)],
];

function equalScores(rows: number): Scored {
  return {
    probabilities: new Float64Array(rows).fill(0.5),
    classes: Int8Array.from({ length: rows }, (_, i) => i % 2),
  };
}

/** Of all pairs of a positive and a negative row, the share in which the positive scores higher; ties half. */
function pairsWon({ probabilities, classes }: Scored): number {
  let won = 0;
  let pairs = 0;
  classes.forEach((positive, i) => {
    if (positive !== 1) return;
    classes.forEach((negative, j) => {
      if (negative !== 0) return;
      pairs++;
      won += probabilities[i] > probabilities[j] ? 1 : probabilities[i] === probabilities[j] ? 0.5 : 0;
    });
  });
  return won / pairs;
}

describe.each(cases)('on scores that are %s', (_, scored) => {
  const { probabilities, classes } = scored;
  const curve = binaryCurve(probabilities, classes);

  it('the AUC is the share of pairs won', () => {
    expect(areaUnderRoc(curve)).toBeCloseTo(pairsWon(scored), 14);
  });

  it('each point counts the rows from its threshold on', () => {
    expect([...curve.thresholds]).toEqual([...new Set(probabilities)].sort((a, b) => b - a));
    curve.thresholds.forEach((threshold, i) => {
      const { tp, fp } = countConfusion(probabilities, classes, threshold);
      expect([curve.truePositives[i], curve.falsePositives[i]]).toEqual([tp, fp]);
    });
  });

  it('the confusion matrix at any threshold is that of a recount', () => {
    for (const threshold of [-1, 0, 0.25, 0.3, 0.5, 0.9999, 1, 2, ...probabilities.slice(0, 20)]) {
      expect(confusionAt(curve, threshold)).toEqual(countConfusion(probabilities, classes, threshold));
    }
  });

  it('the cheapest threshold costs no more than any other', () => {
    for (const costs of [
      { falsePositive: 1, falseNegative: 1 },
      { falsePositive: 5, falseNegative: 1 },
      { falsePositive: 0, falseNegative: 3 },
    ]) {
      const costAt = (threshold: number): number => {
        const { fp, fn } = countConfusion(probabilities, classes, threshold);
        return fp * costs.falsePositive + fn * costs.falseNegative;
      };
      const { threshold, cost } = cheapestThreshold(curve, costs);
      expect(costAt(threshold)).toBe(cost);
      for (const other of [Infinity, ...probabilities]) expect(costAt(other)).toBeGreaterThanOrEqual(cost);
    }
  });

  it('lift and gains agree with a recount', () => {
    const rows = classes.length;
    const lift = liftCurve(curve);
    const gains = gainsCurve(curve);
    curve.thresholds.forEach((threshold, i) => {
      const { tp, fp } = countConfusion(probabilities, classes, threshold);
      expect(lift.x[i]).toBeCloseTo((tp + fp) / rows, 14);
      expect(lift.y[i]).toBeCloseTo(tp / (tp + fp) / (curve.positives / rows), 12);
      expect(gains.y[i + 1]).toBeCloseTo(tp / curve.positives, 14);
    });
  });
});

describe('evaluateBinary', () => {
  it('gives 0 where precision and recall are undefined', () => {
    const metrics = evaluateBinary(Float64Array.of(0.1, 0.2), Int8Array.of(0, 0));
    expect(metrics).toMatchObject({ accuracy: 1, precision: 0, recall: 0, f1: 0, auc: null });
  });

  it('predicts positive from the threshold on', () => {
    const metrics = evaluateBinary(Float64Array.of(0.5, 0.5, 0.4), Int8Array.of(1, 0, 1), 0.5);
    expect(metrics.confusion).toEqual({ tn: 0, fp: 1, fn: 1, tp: 1 });
  });

  it('keeps the log loss finite for certain and wrong predictions', () => {
    expect(evaluateBinary(Float64Array.of(0, 1), Int8Array.of(1, 0)).logLoss).toBeCloseTo(
      -Math.log(2 ** -52),
      6,
    );
  });

  it('is exact for a million rows with ties', () => {
    const { probabilities, classes } = randomScores(9, 1_000_000, 3);
    const counts = [0, 1, 2, 3].map((step) => {
      let positives = 0;
      let negatives = 0;
      for (let i = 0; i < classes.length; i++) {
        if (probabilities[i] !== step / 3) continue;
        if (classes[i] === 1) positives++;
        else negatives++;
      }
      return { positives, negatives };
    });
    let won = 0;
    counts.forEach(({ positives }, step) => {
      counts.forEach(({ negatives }, other) => {
        won += positives * negatives * (step > other ? 1 : step === other ? 0.5 : 0);
      });
    });
    const positives = counts.reduce((sum, count) => sum + count.positives, 0);
    const auc = won / positives / (1_000_000 - positives);
    expect(Math.abs((evaluateBinary(probabilities, classes).auc ?? 0) - auc)).toBeLessThan(1e-14);
  });
});

describe('thinCurve', () => {
  it('keeps the ends and an even walk along the curve', () => {
    const { probabilities, classes } = randomScores(6, 5000);
    const roc = rocCurve(binaryCurve(probabilities, classes));
    const thin = thinCurve(roc, 200);
    expect(thin.x.length).toBeLessThanOrEqual(200);
    expect([thin.x[0], thin.y[0], thin.x.at(-1), thin.y.at(-1)]).toEqual([0, 0, 1, 1]);
    for (let i = 1; i < thin.x.length; i++) {
      expect(thin.x[i] - thin.x[i - 1] + thin.y[i] - thin.y[i - 1]).toBeLessThan(0.03);
    }
    expect(thinCurve(roc, 10_000)).toBe(roc);
  });
});

const python = pythonOrReason();
describe.skipIf(!python)('scikit-learn finds the same, to 1e-9', () => {
  const script = `
import json, sys
from sklearn import metrics
result = []
for case in json.load(sys.stdin):
    actual, probabilities = case["classes"], case["probabilities"]
    predicted = [p >= 0.5 for p in probabilities]
    fpr, tpr, _ = metrics.roc_curve(actual, probabilities, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(actual, probabilities)
    tn, fp, fn, tp = metrics.confusion_matrix(actual, predicted, labels=[0, 1]).ravel().tolist()
    result.append({
        "accuracy": metrics.accuracy_score(actual, predicted),
        "precision": metrics.precision_score(actual, predicted, zero_division=0),
        "recall": metrics.recall_score(actual, predicted, zero_division=0),
        "f1": metrics.f1_score(actual, predicted, zero_division=0),
        "auc": metrics.roc_auc_score(actual, probabilities),
        "logLoss": metrics.log_loss(actual, probabilities),
        "confusion": {"tn": tn, "fp": fp, "fn": fn, "tp": tp},
        "averagePrecision": metrics.average_precision_score(actual, probabilities),
        "fpr": fpr.tolist(), "tpr": tpr.tolist(),
        "precisions": precision.tolist()[::-1], "recalls": recall.tolist()[::-1],
    })
print(json.dumps(result))
`;
  interface Expected {
    readonly [figure: string]: unknown;
    readonly confusion: unknown;
    readonly averagePrecision: number;
    readonly fpr: number[];
    readonly tpr: number[];
    readonly precisions: number[];
    readonly recalls: number[];
  }

  function expectClose(found: Float64Array, wanted: readonly number[]): void {
    expect(found.length).toBe(wanted.length);
    found.forEach((value, i) => expect(Math.abs(value - wanted[i])).toBeLessThan(1e-9));
  }

  it('figures and curves', () => {
    const all = [
      ...cases.map(([, scored]) => scored),
      ...[11, 12, 13].map((seed) => randomScores(seed, 2000, 50)),
    ];
    const input = all.map(({ probabilities, classes }) => ({
      probabilities: Array.from(probabilities),
      classes: Array.from(classes),
    }));
    runPython<Expected[]>(script, input).forEach((wanted, index) => {
      const { probabilities, classes } = all[index];
      const metrics = evaluateBinary(probabilities, classes);
      for (const name of ['accuracy', 'precision', 'recall', 'f1', 'auc', 'logLoss'] as const) {
        expect(Math.abs((metrics[name] ?? NaN) - (wanted[name] as number)), name).toBeLessThan(1e-9);
      }
      expect(metrics.confusion).toEqual(wanted.confusion);
      const curve = binaryCurve(probabilities, classes);
      expect(Math.abs(averagePrecision(curve) - wanted.averagePrecision)).toBeLessThan(1e-9);
      const roc = rocCurve(curve);
      expectClose(roc.x, wanted.fpr);
      expectClose(roc.y, wanted.tpr);
      // scikit-learn ends its curve where all positives are found.
      const precisionRecall = precisionRecallCurve(curve);
      const end = precisionRecall.x.indexOf(1) + 1;
      const length = Math.min(end, wanted.recalls.length);
      expectClose(precisionRecall.x.subarray(0, length), wanted.recalls.slice(0, length));
      expectClose(precisionRecall.y.subarray(0, length), wanted.precisions.slice(0, length));
    });
  });
});
