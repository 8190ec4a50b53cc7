import { expect, it } from 'vitest';
import { cells, readText } from '../../../support/csv.ts';

// More than one batch of rows lies in front, so that the quick way expects what stands in them.
const many = 20_000;

it.each([
  ['doubled quotes', '"""hi"""', '"hi"', 'hi'],
  ['a blank in front', '" y"', ' y', 'y'],
  ['a blank behind', '"y "', 'y ', 'y'],
  ['a tab behind', '"y\t"', 'y\t', 'y'],
])('does not take a cell for a quoted one that looks alike: %s', (_, quoted, raw, meant) => {
  const { table } = readText(`c,x\n${`${quoted},1\n`.repeat(many)}${raw},2\nlast,3\n`);
  expect(cells(table).slice(many)).toEqual([
    [meant, 2],
    ['last', 3],
  ]);
});

it('does not take two cells for a quoted one with a delimiter in it', () => {
  const { table } = readText(`c,x,y\n${'"a,b",1,2\n'.repeat(many)}a,b,,\n`);
  expect(cells(table)[many]).toEqual(['a', 'b', null]);
  expect(() => readText(`c,x\n${'"a,b",1\n'.repeat(many)}a,b,1\n`)).toThrow(
    'table.csv, row 20001 (line 20002): 3 cells where the header has 2.',
  );
});

it('does not take two lines for a quoted cell with a line end in it', () => {
  expect(() => readText(`c,x\n${'"a\nb",1\n'.repeat(many)}a\nb,1\n`)).toThrow(
    'row 20001 (line 40002): 1 cell',
  );
});

it.each([
  [
    'numbers',
    '1',
    ['2', '-3', '0', '', '+4', '.5', '6.', '7e2', ' 8 ', '"9"', '-0.5'],
    [2, -3, 0, null, 4, 0.5, 6, 700, 8, 9, -0.5],
  ],
  [
    'texts',
    'ab',
    ['ab', 'abc', 'a', '', '"ab"', ' ab ', 'ba', '?'],
    ['ab', 'abc', 'a', null, 'ab', 'ab', 'ba', null],
  ],
])('reads %s alike before and after it has seen what to expect', (_, usual, written, meant) => {
  const rows = written.map((cell) => `${cell},1\n`).join('');
  const { table } = readText(`c,x\n${rows}${`${usual},1\n`.repeat(many)}${rows}`);
  const found = cells(table).map(([cell]) => cell);
  expect(found.slice(0, written.length)).toEqual(meant);
  expect(found.slice(-written.length)).toEqual(meant);
});

it.each(['007', '-01', '1234567890123456', '1e', '1.2.3', '0x1', '1-'])(
  'does not take %s for a number after many of them',
  (text) => {
    const { table } = readText(`c,x\n${'1,1\n'.repeat(many)}${text},2\n`);
    expect(cells(table).slice(many - 1)).toEqual([
      ['1', 1],
      [text, 2],
    ]);
  },
);
