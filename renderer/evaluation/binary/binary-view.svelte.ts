import type { Cell } from '../../../engine/evaluate/cells.ts';
import { binaryCellRows } from '../../../engine/evaluate/cells.ts';
import { cheapestThreshold, type BinaryCurve } from '../../../engine/evaluate/curves.ts';
import { figuresAt, type Costs } from '../../../engine/evaluate/threshold.ts';
import type { BinaryRun } from '../evaluated-run.ts';

export type CurveKind = 'roc' | 'precision-recall' | 'lift';

/** The step of the slider, and of an arrow key on the curve. */
export const thresholdStep = 0.01;

/** What the learner has set on a report about two classes, and all that follows from it. */
export class BinaryView {
  threshold = $state(0.5);
  /** As typed: what is no number stays in its field. */
  costTexts = $state({ falsePositive: '1', falseNegative: '1' });
  /** The cell of the confusion matrix whose rows are shown. */
  cell = $state<Cell>({ actual: 0, predicted: 1 });
  curveKind = $state<CurveKind>('roc');

  private readonly read: () => BinaryRun;

  constructor(read: () => BinaryRun) {
    this.read = read;
  }

  get run(): BinaryRun {
    return this.read();
  }

  get curve(): BinaryCurve {
    return this.run.evaluation.curve;
  }

  readonly costs: Costs = $derived({
    falsePositive: parseCost(this.costTexts.falsePositive) ?? 1,
    falseNegative: parseCost(this.costTexts.falseNegative) ?? 1,
  });

  readonly figures = $derived.by(() => figuresAt(this.curve, this.threshold, this.costs));

  readonly cheapest = $derived.by(() => {
    const { threshold } = cheapestThreshold(this.curve, this.costs);
    return figuresAt(this.curve, threshold, this.costs);
  });

  /** The rows behind the chosen cell, the surest first. */
  readonly cellRows = $derived.by(() => {
    const { probabilities, classes } = this.run.rows;
    return binaryCellRows(probabilities, classes, this.threshold, this.cell);
  });

  /** Moves the threshold by steps, onto the next mark of the slider. */
  step(steps: number): void {
    const from = Math.min(1, Math.max(0, this.threshold));
    const marks = from / thresholdStep + steps;
    const next = (steps < 0 ? Math.ceil(marks - 1e-9) : Math.floor(marks + 1e-9)) * thresholdStep;
    this.threshold = Math.min(1, Math.max(0, Math.round(next * 100) / 100));
  }
}

/** A cost as it is typed, 0 or more; `undefined` where it is none. */
export function parseCost(text: string): number | undefined {
  const value = text.trim() === '' ? NaN : Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
