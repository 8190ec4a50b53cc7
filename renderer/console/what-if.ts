import type { Cell, InputColumn, Row } from './types.ts';

/** A value that is tried. */
export interface TriedValue {
  readonly value: Cell;
  readonly isPresent: boolean;
}

const steps = 40;

/** The values that are tried of a column: over the range of the training data, or each of its texts and a gap. */
export function valuesToTry(column: InputColumn, present: Cell): TriedValue[] {
  if (column.type === 'category') {
    const levels: Cell[] = [...(column.levels ?? []), null];
    if (!levels.includes(present)) levels.unshift(present);
    return levels.map((value) => ({ value, isPresent: value === present }));
  }
  const number = typeof present === 'number' ? present : undefined;
  const low = Math.min(column.minimum ?? number ?? 0, number ?? Infinity);
  const high = Math.max(column.maximum ?? number ?? 1, number ?? -Infinity);
  const isWhole = [column.minimum, column.maximum, column.example, number].every(
    (value) => value === null || value === undefined || Number.isInteger(value),
  );
  const count = isWhole ? Math.min(steps, high - low) : steps;
  const values = new Set<number>(number === undefined ? [] : [number]);
  for (let step = 0; step <= count; step++) {
    // The ends are what they are; what lies between them is rounded.
    if (step === 0 || step >= count) values.add(step === 0 ? low : high);
    else {
      const value = low + ((high - low) * step) / count;
      values.add(isWhole ? Math.round(value) : Number(value.toPrecision(6)));
    }
  }
  return [...values].sort((a, b) => a - b).map((value) => ({ value, isPresent: value === number }));
}

/** A row once for each value. */
export function rowsToTry(row: Row, column: string, values: readonly TriedValue[]): Row[] {
  return values.map(({ value }) => ({ ...row, [column]: value }));
}

/** Where a curve first crosses a height, on straight lines between its points; `undefined` where it never does. */
export function crossingOf(x: readonly number[], y: readonly number[], height: number): number | undefined {
  for (let i = 1; i < x.length; i++) {
    const [before, after] = [y[i - 1] - height, y[i] - height];
    if (before === 0) return x[i - 1];
    if (before * after < 0) return x[i - 1] + ((x[i] - x[i - 1]) * before) / (before - after);
  }
  return undefined;
}
