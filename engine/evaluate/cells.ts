/** A cell of a confusion matrix; with two classes 0 is the negative one and 1 the positive one. */
export interface Cell {
  readonly actual: number;
  readonly predicted: number;
}

/**
 * The rows behind a cell of a two-class confusion matrix, the surest first: those of the highest probability where
 * the model says positive, of the lowest where it says negative. Predicted positive is what has at least the
 * threshold's probability.
 */
export function binaryCellRows(
  probabilities: Float64Array,
  classes: Int8Array,
  threshold: number,
  { actual, predicted }: Cell,
): Uint32Array {
  const rows = positionsWhere(
    classes.length,
    (i) => classes[i] === actual && (probabilities[i] >= threshold ? 1 : 0) === predicted,
  );
  const sign = predicted === 1 ? -1 : 1;
  return rows.sort((a, b) => sign * (probabilities[a] - probabilities[b]) || a - b);
}

/** The rows behind a cell for several classes, those first that are predicted with the highest probability. */
export function classCellRows(
  rows: {
    readonly actual: Int32Array;
    readonly predicted: Int32Array;
    /** rows × classes, row-major. */
    readonly probabilities: Float64Array;
  },
  classCount: number,
  cell: Cell,
): Uint32Array {
  const { actual, predicted, probabilities } = rows;
  const found = positionsWhere(
    actual.length,
    (i) => actual[i] === cell.actual && predicted[i] === cell.predicted,
  );
  const sureness = (row: number): number => probabilities[row * classCount + cell.predicted];
  return found.sort((a, b) => sureness(b) - sureness(a) || a - b);
}

function positionsWhere(count: number, isWanted: (row: number) => boolean): Uint32Array {
  const positions = new Uint32Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) if (isWanted(i)) positions[found++] = i;
  return positions.slice(0, found);
}
