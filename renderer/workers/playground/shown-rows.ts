import type { BoundaryAxis, BoundaryPlane } from '../../../engine/playground/boundary.ts';
import { tooManyClasses } from '../../../engine/playground/errors.ts';
import { measure, measuredRows, targetsOf } from '../../../engine/playground/measures.ts';
import { sampleRows, type Parts } from '../../../engine/playground/parts.ts';
import type { TrainingSetup } from '../../../engine/playground/setup.ts';
import type { Task } from '../../../engine/train/learner.ts';
import { mean } from '../../../engine/components/statistics.ts';
import { createTable, getColumn, type Column, type Table } from '../../../engine/table/table.ts';
import { distinctLabels, encodeLabels } from '../../../engine/train/labels.ts';
import type { ShownRows } from './messages.ts';

/** More classes than these are not told apart. */
export const mostClasses = 20;
/** Rows that are drawn as points. */
const shownTraining = 400;
const shownTesting = 200;

/** The classes of the training rows, in the order in which a model numbers them. Errors: those of the learner. */
export function classesOfPart(training: Table, { label, positive }: TrainingSetup, task: Task): string[] {
  const column = getColumn(training, label);
  if (task === 'regression') return [];
  if (task === 'binary') {
    const labels = encodeLabels(column, positive === '' ? undefined : positive, 'training rows');
    return [labels.negative, labels.positive];
  }
  const classes = distinctLabels(column);
  if (classes.length > mostClasses) throw tooManyClasses(label, classes.length, mostClasses);
  return classes;
}

/** The rows of both parts that are shown, training rows first. */
export function pickShown({ training, testing }: Parts): { table: Table; training: number } {
  const first = sampleRows(training, shownTraining, 2);
  const second = sampleRows(testing, shownTesting, 3);
  const columns = first.columns.map((column, index) => joined(column, second.columns[index]));
  const rowNumbers = new Uint32Array(first.rowCount + second.rowCount);
  rowNumbers.set(first.rowNumbers);
  rowNumbers.set(second.rowNumbers, first.rowCount);
  return { table: createTable(columns, rowNumbers), training: first.rowCount };
}

/** Both parts of a column, which share their dictionary: they were one column before the split. */
function joined(first: Column, second: Column): Column {
  if (first.kind === 'number' && second.kind === 'number') {
    const values = new Float64Array(first.values.length + second.values.length);
    values.set(first.values);
    values.set(second.values, first.values.length);
    return { ...first, values };
  }
  if (first.kind === 'number' || second.kind === 'number') {
    throw new TypeError(`"${first.name}" holds numbers in one part and texts in the other.`);
  }
  const codes = new Int32Array(first.codes.length + second.codes.length);
  codes.set(first.codes);
  for (let i = 0; i < second.codes.length; i++) {
    const code = second.codes[i];
    codes[first.codes.length + i] = code < 0 ? -1 : first.levels.indexOf(second.levels.at(code));
  }
  return { ...first, codes };
}

/** Where the shown rows stand on a plane. */
export function placeRows(
  table: Table,
  { x, y }: BoundaryPlane,
  label: string,
  classes: readonly string[],
): Omit<ShownRows, 'training'> {
  return {
    x: placesAlong(table, x),
    y: y ? placesAlong(table, y) : new Float64Array(table.rowCount),
    targets: Float64Array.from(targetsOf(table, label, classes), (target) =>
      classes.length > 0 && target < 0 ? NaN : target,
    ),
    rowNumbers: table.rowNumbers,
  };
}

function placesAlong(table: Table, axis: BoundaryAxis): Float64Array {
  const column = getColumn(table, axis.column);
  if (column.kind === 'number') return column.values.slice();
  const levels = axis.kind === 'category' ? axis.levels : [];
  return Float64Array.from(column.codes, (code) => {
    const place = code < 0 ? -1 : levels.indexOf(column.levels.at(code));
    return place < 0 ? NaN : place;
  });
}

/** What always saying the most frequent class, or the mean, of the training rows scores on the test rows. */
export function baselineScore(
  { training, testing }: Parts,
  label: string,
  classes: readonly string[],
): number {
  const learnt = measuredRows(training, label, classes).targets;
  const { targets } = measuredRows(testing, label, classes);
  if (classes.length === 0) {
    const values = new Float64Array(targets.length).fill(mean(Float64Array.from(learnt)));
    return measure({ task: 'regression', values }, targets).score;
  }
  const counts = classes.map(() => 0);
  for (const target of learnt) counts[target]++;
  const most = counts.indexOf(Math.max(...counts));
  return targets.filter((target) => target === most).length / targets.length;
}
