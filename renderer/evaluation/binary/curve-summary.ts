import { averagePrecision } from '../../../engine/evaluate/curves.ts';
import { formatScore } from '../../charts/look.ts';
import * as m from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';
import type { BinaryView, CurveKind } from './binary-view.svelte.ts';
import { placeOf } from './curves.ts';

/** A share as whole percents. */
export function formatPercent(share: number): string {
  return new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** What a curve says, at the threshold that is set. */
export function curveSummary(kind: CurveKind, view: BinaryView): string {
  const { evaluation, rows } = view.run;
  const { positive, negative } = rows.scoring;
  const { auc } = evaluation.metrics;
  const { recall, precision, falsePositiveRate, confusion } = view.figures;
  if (auc === null) return m.evaluation_one_class();
  switch (kind) {
    case 'roc':
      return m.evaluation_roc_summary({
        auc: formatScore(auc),
        positive,
        negative,
        found: formatPercent(recall),
        along: formatPercent(falsePositiveRate),
      });
    case 'precision-recall':
      return m.evaluation_precision_recall_summary({
        average: formatScore(averagePrecision(view.curve)),
        positive,
        right: formatPercent(precision),
        found: formatPercent(recall),
      });
    case 'lift': {
      const { x, y } = placeOf('lift', view.curve, confusion);
      return m.evaluation_lift_summary({ share: formatPercent(x), positive, times: y.toFixed(2) });
    }
  }
}
