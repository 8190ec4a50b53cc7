import { takeRows, type Table } from '../table/table.ts';

/** The rows of a table whose label is known, and their labels. */
export interface LabelledRows<Labels> {
  readonly rows: Table;
  readonly labels: Labels;
}

/** Leaves out the rows whose class is missing (-1). */
export function withKnownClasses<Labels extends Int8Array | Int32Array>(
  table: Table,
  classes: Labels,
): LabelledRows<Labels> {
  if (!classes.includes(-1)) return { rows: table, labels: classes };
  const rows = takeRows(
    table,
    positionsWhere(classes.length, (i) => classes[i] >= 0),
  );
  return { rows, labels: classes.filter((value) => value >= 0) as Labels };
}

/** Leaves out the rows whose number is missing. */
export function withKnownNumbers(table: Table, values: Float64Array): LabelledRows<Float64Array> {
  const known = positionsWhere(values.length, (i) => !Number.isNaN(values[i]));
  if (known.length === values.length) return { rows: table, labels: values };
  return { rows: takeRows(table, known), labels: values.filter((value) => !Number.isNaN(value)) };
}

function positionsWhere(length: number, keep: (row: number) => boolean): Uint32Array {
  const positions = new Uint32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (keep(i)) positions[count++] = i;
  return positions.slice(0, count);
}
