import type { BinnedFeature } from './bins.ts';
import type { Histogram } from './histogram.ts';

/** The sums over the rows of a node. */
export interface NodeSums {
  readonly gradients: number;
  readonly curvatures: number;
  readonly rows: number;
}

/** The best way to divide a node's rows in two. */
export interface Split {
  readonly feature: number;
  /** Of numbers the last bin that goes left, of texts the only one. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** How much it lowers the loss, to second order (twice that). */
  readonly gain: number;
  readonly left: NodeSums;
  readonly right: NodeSums;
}

/** A side whose curvatures add up to less is too sure already. */
const leastCurvature = 1e-3;
/** Keeps off a division by 0. */
const tiny = 1e-15;

/** What a node with these sums can lower the loss by, if it answers as it likes best (twice that). */
export function strength({ gradients, curvatures }: NodeSums): number {
  return (gradients * gradients) / (curvatures + tiny);
}

/** The answer that a node with these sums likes best: one Newton step. */
export function bestAnswer({ gradients, curvatures }: NodeSums): number {
  return -gradients / (curvatures + tiny);
}

/**
 * The split of a node's rows that lowers the loss most: of a number at a limit between bins, missing cells on either
 * side; of a text one level against all others. `undefined` where none lowers it, or a side would have too few rows.
 * Of equally good ones the first feature wins, then the lower bin (as scikit-learn's `HistGradientBoosting`).
 */
export function findSplit(
  features: readonly BinnedFeature[],
  histogram: Histogram,
  offsets: Uint32Array,
  node: NodeSums,
  leastRows: number,
): Split | undefined {
  const search = new SplitSearch(node, leastRows);
  features.forEach((feature, f) => {
    if (feature.kind === 'categorical') search.tryLevels(f, feature, histogram, offsets[f]);
    else search.tryLimits(f, feature, histogram, offsets[f]);
  });
  return search.best;
}

class SplitSearch {
  best: Split | undefined;
  private readonly node: NodeSums;
  private readonly leastRows: number;
  private readonly strength: number;

  constructor(node: NodeSums, leastRows: number) {
    this.node = node;
    this.leastRows = leastRows;
    this.strength = strength(node);
  }

  tryLevels(f: number, { binCount }: BinnedFeature, histogram: Histogram, offset: number): void {
    for (let bin = 1; bin < binCount; bin++) {
      const at = offset + 3 * bin;
      this.consider(f, bin, false, histogram[at], histogram[at + 1], histogram[at + 2]);
    }
  }

  tryLimits(f: number, feature: BinnedFeature, histogram: Histogram, offset: number): void {
    const { binCount, hasMissing } = feature;
    // With missing cells on the right; the last bin leaves them alone there.
    const last = hasMissing ? binCount - 1 : binCount - 2;
    let [g, h, rows] = [0, 0, 0];
    for (let bin = 1; bin <= last; bin++) {
      const at = offset + 3 * bin;
      g += histogram[at];
      h += histogram[at + 1];
      rows += histogram[at + 2];
      this.consider(f, bin, false, g, h, rows);
    }
    if (!hasMissing) return;
    [g, h, rows] = [histogram[offset], histogram[offset + 1], histogram[offset + 2]];
    for (let bin = 1; bin < binCount - 1; bin++) {
      const at = offset + 3 * bin;
      g += histogram[at];
      h += histogram[at + 1];
      rows += histogram[at + 2];
      this.consider(f, bin, true, g, h, rows);
    }
  }

  private consider(
    feature: number,
    bin: number,
    missingLeft: boolean,
    g: number,
    h: number,
    n: number,
  ): void {
    const { node, leastRows } = this;
    const otherRows = node.rows - n;
    if (n < leastRows || otherRows < leastRows) return;
    const otherCurvatures = node.curvatures - h;
    if (h < leastCurvature || otherCurvatures < leastCurvature) return;
    const otherGradients = node.gradients - g;
    const gain =
      (g * g) / (h + tiny) + (otherGradients * otherGradients) / (otherCurvatures + tiny) - this.strength;
    // What rounding alone can make of nothing is no gain.
    if (!(gain > (this.best?.gain ?? this.strength * 1e-12))) return;
    this.best = {
      feature,
      bin,
      missingLeft,
      gain,
      left: { gradients: g, curvatures: h, rows: n },
      right: { gradients: otherGradients, curvatures: otherCurvatures, rows: otherRows },
    };
  }
}
