import { describe, expect, it } from 'vitest';
import { cells, readText } from '../../../support/csv.ts';

/** Reads one column of texts. */
const read = (values: readonly (string | number)[]) =>
  readText(`x|y\n${values.map((value) => `${value}|a`).join('\n')}\n`);
const codesOf = (values: readonly (string | number)[]): string[] =>
  read(values).warnings.map(({ code }) => code);
const repeat = <T>(count: number, value: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => value(i));

describe('dates', () => {
  it.each([
    '2024-01-31',
    '2024/1/5',
    '31/12/2024',
    '31.12.24',
    '31-12-2024',
    '2024-01-31T10:00:00Z',
    '31.1.2024 9:05',
  ])('%s', (date) => {
    expect(codesOf([date, date, ''])).toEqual(['dates-as-text']);
  });

  it.each(['31-12/2024', '1.2.3', '2024-01', '10:30', '192.168.0.1'])('not %s', (text) => {
    expect(codesOf([text, text])).not.toContain('dates-as-text');
  });
});

describe('numbers that are not read', () => {
  it.each([
    '1,234,567',
    '1.234,5',
    "1'234",
    '1 234',
    '1\u00a0234',
    '$12.50',
    '12,50 €',
    '-$5',
    '10%',
    '¥1,000',
  ])('%s', (text) => {
    const report = read([text, text]);
    expect(report.warnings.map(({ code }) => code)).toContain('numbers-as-text');
    expect(cells(report.table)[0][0]).toBe(text);
  });

  it('with a comma in a file of points', () => {
    const { warnings } = readText('x;y\n1,5;1.5\n2,25;2.5\n');
    expect(warnings.map(({ message }) => message)).toEqual([
      '"x" holds numbers with a decimal comma ("1,5"), but the file\'s numbers were read with a decimal point. ' +
        'It was read as text. If no number of the file has the other mark, say --decimal ,; else write all with the same mark.',
    ]);
  });

  it('with a comma first seen far down, below many whole numbers', () => {
    const { warnings } = readText(`x;y\n${'12;1\n'.repeat(2000)}1371,37;2\n`);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('--decimal ,')]);
  });

  it('with thousands separators beside short numbers', () => {
    const { warnings } = readText('x,y\n"1,234",1\n"12,345",2\n999,3\n');
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('thousands')]);
  });

  it('a text with a comma is named so that the option takes it as one', () => {
    const { warnings } = readText(
      `x;y\n${Array.from({ length: 200 }, (_, i) => `${i};1\n`).join('')}so, so;2\n`,
    );
    expect(warnings[0].message).toContain('--missing-values "so\\, so"');
  });

  it('with a comma that may separate thousands are read, with a word', () => {
    const report = readText('x;y\n1,234;1\n2,345;2\n');
    expect(cells(report.table)[0]).toEqual([1.234, 1]);
    expect(report.warnings.map(({ code }) => code)).toEqual(['decimal-comma-assumed']);
    expect(readText('x;y\n1,234;1\n2,3;2\n').warnings).toEqual([]);
    const told = readText('x;y\n1,234;1\n2,345;2\n', { decimal: '.' });
    expect(told.warnings.map(({ code }) => code)).toEqual(['numbers-as-text']);
  });
});

describe('a column of numbers but for some cells', () => {
  it('is named with the first such row and the way out, which works', () => {
    const values = repeat(100, (i) => (i === 41 || i === 60 ? 'unknown' : i));
    const [warning] = read(values).warnings;
    expect(warning.message).toBe(
      '"x" holds 98 numbers and 2 other texts, the first in row 42: "unknown". All of it was read as text. ' +
        'Correct the cell, or say that it is missing: --missing-values "unknown".',
    );
    expect(warning.details).toEqual({ column: 'x', numbers: 98, others: 2, row: 42, text: 'unknown' });
    const again = readText(`x|y\n${values.map((value) => `${value}|a`).join('\n')}\n`, {
      missingValues: ['unknown'],
    });
    expect(cells(again.table)[41]).toEqual([null, 'a']);
    expect(cells(again.table)[42]).toEqual([42, 'a']);
  });

  it('is named from nine numbers in ten on', () => {
    expect(codesOf(repeat(1000, (i) => (i < 100 ? 'other' : i)))).toEqual(['mostly-numbers']);
    expect(codesOf(repeat(1000, (i) => (i < 101 ? 'other' : i)))).toEqual([]);
  });

  it('of few different numbers is named only where the other text is rare', () => {
    expect(codesOf(repeat(1000, (i) => (i < 5 ? 'other' : i % 2)))).toEqual(['mostly-numbers']);
    expect(codesOf(repeat(1000, (i) => (i < 85 ? '3+' : i % 3)))).toEqual([]);
  });

  it('is not named where they are codes', () => {
    expect(codesOf(repeat(1000, (i) => (i < 20 ? `00${100 + i}` : 10_000 + i)))).toEqual([]);
    expect(codesOf(repeat(1000, (i) => (i < 20 ? `1234567890123456${i}` : 10_000 + i)))).toEqual([]);
  });
});

it('of many columns with the same trouble the first ten are named', () => {
  const names = repeat(5000, (i) => `c${i}`);
  const { warnings } = readText(`${names.join()}\n1${','.repeat(4999)}\n`);
  expect(warnings).toHaveLength(11);
  expect(warnings[0].message).toBe('Every cell of "c1" is missing.');
  expect(warnings[10]).toMatchObject({
    code: 'column-all-missing',
    message: 'The same holds for 4,989 more columns.',
  });
});
