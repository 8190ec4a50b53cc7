import type { MulticlassRows } from './evaluated-rows.ts';

/** How well one class of several is found. */
export interface ClassScores {
  /** Rows that are of this class. */
  readonly rows: number;
  /** Rows that are said to be of this class. */
  readonly predicted: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Precision, recall and F1 of each class of a confusion matrix [actual][predicted]; 0 where a denominator is 0. */
export function classScores(confusion: readonly (readonly number[])[]): ClassScores[] {
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return confusion.map((row, k) => {
    const rows = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[k], 0);
    const right = row[k];
    return {
      rows,
      predicted,
      precision: share(right, predicted),
      recall: share(right, rows),
      f1: share(2 * right, rows + predicted),
    };
  });
}

/** One class against all others, as two classes: its probability, and 1 where the row is of it. */
export function oneVersusRest(
  { actual, probabilities, scoring }: Pick<MulticlassRows, 'actual' | 'probabilities' | 'scoring'>,
  index: number,
): { readonly probabilities: Float64Array; readonly classes: Int8Array } {
  const count = scoring.classes.length;
  return {
    probabilities: Float64Array.from(actual, (_, i) => probabilities[i * count + index]),
    classes: Int8Array.from(actual, (one) => (one === index ? 1 : 0)),
  };
}
