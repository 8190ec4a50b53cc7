import { describe, expect, it } from 'vitest';
import { asTextColumns } from '../../../engine/table/text-columns.ts';
import { cells, readText } from '../../support/csv.ts';

describe('asTextColumns', () => {
  const { table } = readText('district,income,name\n7,1.5,a\n,2,b\n7,,\n12,3,a\n');

  it('makes numbers texts, keeps what is missing, and leaves other columns as they are', () => {
    const changed = asTextColumns(table, ['district', 'name', 'nothing']);
    expect(changed.columns.map(({ kind }) => kind)).toEqual(['category', 'number', 'category']);
    expect(cells(changed)).toEqual([
      ['7', 1.5, 'a'],
      [null, 2, 'b'],
      ['7', null, null],
      ['12', 3, 'a'],
    ]);
    expect(changed.columns[2]).toBe(table.columns[2]);
  });

  it('gives the table itself where nothing is to be changed', () => {
    expect(asTextColumns(table, [])).toBe(table);
  });
});
