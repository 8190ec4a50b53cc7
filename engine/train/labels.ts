import { compareText } from '../table/levels.ts';
import type { Column } from '../table/table.ts';
import {
  labelNotBinary,
  labelNotClasses,
  labelNotFinite,
  labelNotNumeric,
  positiveNotFound,
} from './errors.ts';

/** The two classes of a label column, and each row's class. */
export interface BinaryLabels {
  readonly negative: string;
  readonly positive: string;
  /** 1 where the row is of the positive class, 0 where of the negative, -1 where the label is missing. */
  readonly classes: Int8Array;
}

/**
 * Reads a column as two classes. Labels are sorted (numbers by value, text by code point) and the last one is
 * positive, as in the designer and scikit-learn's `LabelEncoder`, unless `positive` names the other. `rows` says for
 * the error whether the column is all there is or a part.
 * Errors: `label-not-binary` where there are not exactly two, `positive-not-found`.
 */
export function encodeLabels(
  column: Column,
  positive?: string,
  rows: 'all rows' | 'training rows' = 'all rows',
): BinaryLabels {
  const labels = distinctLabels(column);
  if (labels.length !== 2) throw labelNotBinary(column.name, labels, rows);
  const last = positive === undefined ? labels[1] : findLabel(column, labels, positive);
  if (!labels.includes(last)) throw positiveNotFound(column.name, last, labels);
  const negative = labels[0] === last ? labels[1] : labels[0];
  return { negative, positive: last, classes: classesOf(column, negative, last) };
}

/** The label that is meant: of numbers, 1.0 means 1. */
function findLabel({ kind }: Column, labels: readonly string[], written: string): string {
  if (kind !== 'number' || written.trim() === '') return written;
  return labels.find((label) => Number(label) === Number(written)) ?? written;
}

/**
 * Each row's class (1 positive, 0 negative, -1 missing or another label) for two known classes;
 * for rows that may hold only one of them, such as a test part.
 */
export function classesOf(column: Column, negative: string, positive: string): Int8Array {
  if (column.kind === 'number') {
    const one = Number(positive);
    const zero = Number(negative);
    return Int8Array.from(column.values, (value) => (value === one ? 1 : value === zero ? 0 : -1));
  }
  const one = column.levels.indexOf(positive);
  const zero = column.levels.indexOf(negative);
  return Int8Array.from(column.codes, (code) => (code < 0 ? -1 : code === one ? 1 : code === zero ? 0 : -1));
}

/** The labels that occur in a column, sorted: numbers by value, text by code point. At most 1,000 are collected. */
export function distinctLabels(column: Column, limit = 1000): string[] {
  if (column.kind === 'number') {
    const values = new Set<number>();
    for (const value of column.values) {
      if (!Number.isNaN(value)) values.add(value === 0 ? 0 : value);
      if (values.size > limit) break;
    }
    return [...values].sort((a, b) => a - b).map(String);
  }
  const codes = new Set<number>();
  for (const code of column.codes) {
    if (code >= 0) codes.add(code);
    if (codes.size > limit) break;
  }
  return Array.from(codes, (code) => column.levels.at(code)).sort(compareText);
}

/** The classes of a label column, and each row's. */
export interface ClassLabels {
  /** Sorted: numbers by value, text by code point. */
  readonly classes: readonly string[];
  /** The index of each row's class, -1 where the label is missing. */
  readonly indexes: Int32Array;
}

/** More classes than this are no classes any more. */
export const mostClasses = 100;

/**
 * Reads a column as classes, two at least. `rows` says for the error whether the column is all there is or a part.
 * Error: `label-not-classes`.
 */
export function encodeClasses(column: Column, rows: 'all rows' | 'training rows' = 'all rows'): ClassLabels {
  const classes = distinctLabels(column);
  if (classes.length < 2 || classes.length > mostClasses) {
    throw labelNotClasses(column.name, classes, { kind: column.kind, rows, most: mostClasses });
  }
  return { classes, indexes: classIndexesOf(column, classes) };
}

/** The index of each row's class among known ones; -1 where the label is missing or another. */
export function classIndexesOf(column: Column, classes: readonly string[]): Int32Array {
  if (column.kind === 'number') {
    const indexes = new Map(classes.map((name, index) => [Number(name), index]));
    return Int32Array.from(column.values, (value) => indexes.get(value) ?? -1);
  }
  const indexes = new Int32Array(column.levels.size + 1).fill(-1);
  classes.forEach((name, index) => {
    const code = column.levels.indexOf(name);
    if (code >= 0) indexes[code + 1] = index;
  });
  return Int32Array.from(column.codes, (code) => indexes[code + 1]);
}

/** The class of most rows, the first of several. */
export function mostFrequentClass({ classes, indexes }: ClassLabels): string {
  const counts = new Uint32Array(classes.length);
  for (let i = 0; i < indexes.length; i++) if (indexes[i] >= 0) counts[indexes[i]]++;
  return classes[counts.indexOf(Math.max(...counts))];
}

/**
 * A label column as numbers; NaN is missing.
 * Errors: `label-not-numeric` where it holds texts or nothing, `label-not-finite`.
 */
export function numericLabels(column: Column): Float64Array {
  if (column.kind !== 'number') throw labelNotNumeric(column.name, distinctLabels(column));
  const { values } = column;
  if (values.every((value) => Number.isNaN(value))) throw labelNotNumeric(column.name, []);
  if (values.some((value) => Math.abs(value) === Infinity)) throw labelNotFinite(column.name);
  return values;
}
