import type { DecisionTree } from '../model.ts';
import {
  createHistogram,
  histogramOffsets,
  subtractHistogram,
  type Gradients,
  type Histogram,
} from './histogram.ts';
import { bestAnswer, findSplit, type NodeSums, type Split } from './split.ts';

/** How a tree may grow. */
export interface GrowOptions {
  readonly leaves: number;
  readonly minimumLeafRows: number;
  /** What part of its answer a leaf gives. */
  readonly learningRate: number;
  readonly pause: () => Promise<void>;
}

/** A tree, and what it says of the rows that it grew on. */
export interface GrownTree {
  readonly tree: DecisionTree;
  /** For each row what the tree adds to its score. */
  readonly answers: Float64Array;
  /** The gains of the splits on each feature. */
  readonly gains: Float64Array;
}

/** A node that has not been divided. */
interface Leaf {
  readonly index: number;
  readonly rows: Uint32Array;
  readonly sums: NodeSums;
  /** Not kept where no split was found. */
  readonly histogram: Histogram | undefined;
  readonly split: Split | undefined;
}

/**
 * Grows a tree that lowers a loss with these gradients and curvatures: leaf by leaf, the one next whose split lowers
 * the loss most, until there are `leaves` (as LightGBM, Ke et al., 2017, and scikit-learn's `HistGradientBoosting`).
 * Only the smaller side of a split is counted; the other is what is left.
 */
export async function growTree(data: Gradients, options: GrowOptions): Promise<GrownTree> {
  const growth = new Growth(data, options);
  await growth.grow();
  return growth.result();
}

class Growth {
  private readonly data: Gradients;
  private readonly options: GrowOptions;
  private readonly offsets: Uint32Array;
  private readonly gains: Float64Array;
  private leaves: Leaf[] = [];
  private readonly nodes = {
    feature: [] as number[],
    threshold: [] as number[],
    missingLeft: [] as number[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
    rows: [] as number[],
  };

  constructor(data: Gradients, options: GrowOptions) {
    this.data = data;
    this.options = options;
    this.offsets = histogramOffsets(data.features);
    this.gains = new Float64Array(data.features.length);
  }

  async grow(): Promise<void> {
    const { pause, leaves } = this.options;
    const { gradients, curvatures } = this.data;
    const rows = new Uint32Array(gradients.length);
    for (let i = 0; i < rows.length; i++) rows[i] = i;
    const sums = { gradients: total(gradients), curvatures: total(curvatures), rows: rows.length };
    this.leaves = [this.leaf(rows, sums, () => createHistogram(this.data, this.offsets, rows))];
    await pause();
    while (this.leaves.length < leaves) {
      let best: Leaf | undefined;
      for (const leaf of this.leaves) {
        if (leaf.split && !(best?.split && best.split.gain >= leaf.split.gain)) best = leaf;
      }
      if (!best?.split) break;
      this.divide(best, best.split);
      await pause();
    }
  }

  private divide(parent: Leaf, split: Split): void {
    const { features } = this.data;
    const { bins, kind, limits, levels, hasMissing } = features[split.feature];
    const { feature, bin, left, right } = split;
    // Without missing cells in training they go where most rows went.
    const missingLeft = kind === 'numeric' && (hasMissing ? split.missingLeft : left.rows > right.rows);
    const goesLeft = new Uint8Array(features[feature].binCount);
    if (kind === 'categorical') goesLeft[bin] = 1;
    else goesLeft.fill(1, 1, bin + 1);
    goesLeft[0] = missingLeft ? 1 : 0;
    const [leftRows, rightRows] = divideRows(parent.rows, bins, goesLeft, left.rows);

    const leftIsSmaller = left.rows <= right.rows;
    const needed = this.leaves.length + 1 < this.options.leaves;
    let smaller: Histogram | undefined;
    const smallerHistogram = (): Histogram =>
      (smaller ??= createHistogram(this.data, this.offsets, leftIsSmaller ? leftRows : rightRows));
    const largerHistogram = (): Histogram =>
      subtractHistogram(parent.histogram as Histogram, smallerHistogram());
    const makers = leftIsSmaller ? [smallerHistogram, largerHistogram] : [largerHistogram, smallerHistogram];
    const children = [
      this.leaf(leftRows, left, needed ? makers[0] : undefined),
      this.leaf(rightRows, right, needed ? makers[1] : undefined),
    ];
    const { nodes } = this;
    const at = parent.index;
    nodes.feature[at] = feature;
    // Above the last limit lies only the bin that every number goes into.
    nodes.threshold[at] = kind === 'categorical' ? levels[bin - 1] : (limits[bin - 1] ?? Number.MAX_VALUE);
    nodes.missingLeft[at] = missingLeft ? 1 : 0;
    nodes.left[at] = children[0].index;
    nodes.right[at] = children[1].index;
    this.gains[feature] += split.gain;
    this.leaves = this.leaves.flatMap((leaf) => (leaf === parent ? children : [leaf]));
  }

  /** A new leaf with its best split; without `histogram` it stays one. */
  private leaf(rows: Uint32Array, sums: NodeSums, histogram: (() => Histogram) | undefined): Leaf {
    const { nodes, data, offsets } = this;
    const { minimumLeafRows } = this.options;
    const index = nodes.feature.push(-1) - 1;
    nodes.threshold.push(0);
    nodes.missingLeft.push(0);
    nodes.left.push(-1);
    nodes.right.push(-1);
    nodes.value.push(0);
    nodes.rows.push(rows.length);
    const canSplit = histogram !== undefined && rows.length >= 2 * minimumLeafRows;
    const counted = canSplit ? histogram() : undefined;
    const split = counted && findSplit(data.features, counted, offsets, sums, minimumLeafRows);
    return { index, rows, sums, histogram: split && counted, split };
  }

  result(): GrownTree {
    const answers = new Float64Array(this.data.gradients.length);
    for (const { index, rows, sums } of this.leaves) {
      const value = this.options.learningRate * bestAnswer(sums);
      this.nodes.value[index] = value;
      for (let i = 0; i < rows.length; i++) answers[rows[i]] = value;
    }
    return { tree: this.nodes, answers, gains: this.gains };
  }
}

function divideRows(
  rows: Uint32Array,
  bins: ArrayLike<number>,
  goesLeft: Uint8Array,
  leftCount: number,
): [Uint32Array, Uint32Array] {
  const left = new Uint32Array(leftCount);
  const right = new Uint32Array(rows.length - leftCount);
  for (let i = 0, a = 0, b = 0; i < rows.length; i++) {
    if (goesLeft[bins[rows[i]]] === 1) left[a++] = rows[i];
    else right[b++] = rows[i];
  }
  return [left, right];
}

/** Sums of a thousand, so that a million keep their digits. */
function total(values: Float64Array): number {
  let sum = 0;
  for (let start = 0; start < values.length; start += 1000) {
    let part = 0;
    for (let i = start; i < Math.min(values.length, start + 1000); i++) part += values[i];
    sum += part;
  }
  return sum;
}
