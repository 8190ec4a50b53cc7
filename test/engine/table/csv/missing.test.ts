import { expect, it } from 'vitest';
import { cells, readText } from '../../../support/csv.ts';

it('takes a blank as a missing text, not as the number 0', () => {
  expect(cells(readText('x,c\n0,a\n1," "\n', { missingValues: [' '] }).table)).toEqual([
    [0, 'a'],
    [1, null],
  ]);
});

it('knows a missing number however it is written, with the decimal mark of the file', () => {
  const { table } = readText('x;y\n-1,5;1\n-1,50;2\n2,5;3\n', { missingValues: ['-1,5', '1'] });
  expect(cells(table)).toEqual([
    [null, null],
    [null, 2],
    [2.5, 3],
  ]);
});

it.each([-200, -99, -999, -9999, -99999])(
  'takes %d as missing where it recurs and stands alone',
  (sentinel) => {
    const column = (count: number, extra: number[], distinct = 10): string => {
      const values = Array.from({ length: 60 }, (_, i) => i % distinct);
      return ['x', ...values, ...Array<number>(count).fill(sentinel), ...extra].join('\n');
    };
    const gaps = (text: string): number => cells(readText(text).table).filter(([x]) => x === null).length;
    expect(gaps(column(3, []))).toBe(3);
    expect(gaps(column(2, [])), 'too few').toBe(0);
    expect(gaps(column(3, [], 9)), 'too few other values').toBe(0);
    expect(gaps(column(3, [sentinel / 2])), 'another value near it').toBe(0);
    expect(gaps(column(3, [sentinel / 2 + 0.5])), 'no other value near it').toBe(3);
    expect(gaps(column(3, [sentinel - 1])), 'not the minimum').toBe(0);
  },
);

it('asks for one sentinel in a thousand rows', () => {
  const column = (count: number): string =>
    ['x', ...Array.from({ length: 20_000 }, (_, i) => i % 50), ...Array<number>(count).fill(-999)].join('\n');
  expect(readText(column(19)).warnings).toEqual([]);
  expect(readText(column(21)).warnings[0].details).toEqual({ column: 'x', sentinel: -999, cells: 21 });
});
