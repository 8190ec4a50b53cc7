import {
  liftCurve,
  precisionRecallCurve,
  rocCurve,
  type BinaryCurve,
  type DrawnCurve,
} from '../../../engine/evaluate/curves.ts';
import type { Axis, ChartDot, LineSeries } from '../../charts/chart-types.ts';
import { formatScore } from '../../charts/look.ts';
import { hostText } from '../../parts/host-text.ts';
import * as m from '../../paraglide/messages.js';
import type { BinaryRun } from '../evaluated-run.ts';
import type { CurveKind } from './binary-view.svelte.ts';

/** A curve of a kind, its axes, and what it is compared with. */
export interface CurvePicture {
  readonly drawn: DrawnCurve;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly reference: LineSeries;
}

/** The curve of a kind of two-class scores. */
export function drawCurve(kind: CurveKind, curve: BinaryCurve): DrawnCurve {
  return { roc: rocCurve, 'precision-recall': precisionRecallCurve, lift: liftCurve }[kind](curve);
}

/** What a kind of curve is called. */
export function curveTitle(kind: CurveKind): string {
  return {
    roc: m.evaluation_roc,
    'precision-recall': m.evaluation_precision_recall,
    lift: m.evaluation_lift,
  }[kind]();
}

/** The axes of a kind of curve, and the line of a model that knows nothing. */
export function pictureOf(kind: CurveKind, curve: BinaryCurve): CurvePicture {
  const drawn = drawCurve(kind, curve);
  const share = curve.positives / (curve.positives + curve.negatives);
  const flat = (y: number): LineSeries => ({
    label: m.evaluation_by_chance(),
    x: [0, 1],
    y: [y, y],
    isReference: true,
  });
  switch (kind) {
    case 'roc':
      return {
        drawn,
        xAxis: { title: m.evaluation_false_positive_rate(), domain: [0, 1] },
        yAxis: { title: m.evaluation_true_positive_rate(), domain: [0, 1] },
        reference: { ...flat(0), y: [0, 1] },
      };
    case 'precision-recall':
      return {
        drawn,
        xAxis: { title: m.evaluation_recall(), domain: [0, 1] },
        yAxis: { title: m.evaluation_precision(), domain: [0, 1] },
        reference: flat(share),
      };
    case 'lift': {
      let most = 1;
      for (const y of drawn.y) most = Math.max(most, y);
      return {
        drawn,
        xAxis: { title: m.evaluation_share_called(), domain: [0, 1] },
        yAxis: { title: m.evaluation_lift(), domain: [0, most * 1.05] },
        reference: flat(1),
      };
    }
  }
}

/** Where a threshold stands on a kind of curve. */
export function placeOf(
  kind: CurveKind,
  { positives, negatives }: BinaryCurve,
  { tp, fp }: { readonly tp: number; readonly fp: number },
): { readonly x: number; readonly y: number } {
  const called = tp + fp;
  const precision = called === 0 ? 1 : tp / called;
  switch (kind) {
    case 'roc':
      return { x: negatives === 0 ? 0 : fp / negatives, y: positives === 0 ? 0 : tp / positives };
    case 'precision-recall':
      return { x: positives === 0 ? 0 : tp / positives, y: precision };
    case 'lift':
      return {
        x: called / (positives + negatives),
        y: positives === 0 ? 0 : (precision * (positives + negatives)) / positives,
      };
  }
}

/** The rules that need no model, as points of a curve: their one way to decide. */
export function baselineDots(kind: CurveKind, { evaluation }: BinaryRun): ChartDot[] {
  const { mostFrequentClass, bestSingleColumnRule } = evaluation.baselines;
  const dot = (label: string, confusion: { tp: number; fp: number }): ChartDot => ({
    label,
    ...placeOf(kind, evaluation.curve, confusion),
  });
  return [
    dot(m.evaluation_always_short({ label: mostFrequentClass.label }), mostFrequentClass.confusion),
    ...(bestSingleColumnRule
      ? [
          dot(
            m.evaluation_rule_short({ column: bestSingleColumnRule.column }),
            bestSingleColumnRule.confusion,
          ),
        ]
      : []),
  ];
}

/** The rules in words, with their accuracy. */
export function baselineRules({ evaluation }: BinaryRun): { text: string; value: string }[] {
  const { mostFrequentClass, bestSingleColumnRule } = evaluation.baselines;
  return [
    {
      text: m.evaluation_always({ label: mostFrequentClass.label }),
      value: formatScore(mostFrequentClass.accuracy),
    },
    ...(bestSingleColumnRule
      ? [{ text: hostText(bestSingleColumnRule.text), value: formatScore(bestSingleColumnRule.accuracy) }]
      : []),
  ];
}
