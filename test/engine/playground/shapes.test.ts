import { expect, it } from 'vitest';
import { createShape, shapeLabel, shapeNames } from '../../../engine/playground/shapes.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';
import { getColumn } from '../../../engine/table/table.ts';

const options = { rows: 300, noise: 0.1, seed: 7 };

it('the same seed gives the same table, another seed another', () => {
  for (const shape of shapeNames) {
    const text = writeCsv(createShape(shape, options));
    expect(writeCsv(createShape(shape, options)), shape).toBe(text);
    expect(writeCsv(createShape(shape, { ...options, seed: 8 })), shape).not.toBe(text);
  }
});

it('a shape reads back from its file number for number, with its label', () => {
  for (const shape of shapeNames) {
    const table = createShape(shape, options);
    const bytes = new TextEncoder().encode(writeCsv(table));
    const read = readCsv({ name: 'shape.csv', open: () => [bytes] }).table;
    expect(writeCsv(read), shape).toBe(writeCsv(table));
    expect(getColumn(read, 'x').kind, shape).toBe('number');
    expect(getColumn(read, shapeLabel[shape]).kind, shape).toBe(shape === 'line' ? 'number' : 'category');
  }
});

it('classes are even, and without noise points lie on their shape', () => {
  for (const shape of ['moons', 'circles', 'spirals', 'xor', 'blobs'] as const) {
    const column = getColumn(createShape(shape, { ...options, noise: 0 }), 'class');
    if (column.kind !== 'category') throw new TypeError('The class is a text.');
    const counts = [0, 0, 0];
    for (const code of column.codes) counts[code]++;
    expect(counts, shape).toEqual(shape === 'blobs' ? [100, 100, 100] : [150, 150, 0]);
  }
  const [x, y] = createShape('circles', { ...options, noise: 0 }).columns;
  if (x.kind !== 'number' || y.kind !== 'number') throw new TypeError('Places are numbers.');
  x.values.forEach((value, row) => {
    expect(Math.hypot(value, y.values[row])).toBeCloseTo(row % 2 === 0 ? 1 : 0.5, 3);
  });
});
