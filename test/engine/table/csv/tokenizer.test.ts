import { describe, expect, it } from 'vitest';
import type { CsvSource } from '../../../../engine/table/csv/csv-options.ts';
import { readCsv } from '../../../../engine/table/csv/read-csv.ts';
import { createRandom } from '../../../../engine/random.ts';
import { cells, readText } from '../../../support/csv.ts';

/** The tokenizer cuts rows whenever this many bytes have come together. */
const work = 1 << 16;

/** A table whose `fragment` lies across the byte at which rows are cut first, `before` bytes of it in front. */
function across(header: string, fillRow: string, fragment: string, before: number): string {
  const room = work - before - header.length;
  const rows = Math.floor(room / fillRow.length) - 1;
  const rest = room - rows * fillRow.length;
  const pad = rest - fillRow.length;
  return header + fillRow.repeat(rows) + 'p'.repeat(pad) + fillRow + fragment;
}

describe('a cut between any two bytes of', () => {
  it.each([
    [
      'a line end of two bytes',
      'q,1\r\nr,2\r\n',
      [
        ['q', 1],
        ['r', 2],
      ],
    ],
    [
      'a blank line of two bytes',
      'q,1\r\n\r\nr,2\r\n',
      [
        ['q', 1],
        ['r', 2],
      ],
    ],
    [
      'a lone carriage return',
      'q,1\rr,2\r',
      [
        ['q', 1],
        ['r', 2],
      ],
    ],
    [
      'doubled quotes',
      '"a""b""",1\n"""",2\n',
      [
        ['a"b"', 1],
        ['"', 2],
      ],
    ],
    [
      'a quoted line end',
      '"a\r\nb\rc\nd",1\nr,2\n',
      [
        ['a\r\nb\rc\nd', 1],
        ['r', 2],
      ],
    ],
    [
      'a quoted cell with blanks around',
      ' "a, b" , 1 \n r ,2',
      [
        ['a, b', 1],
        ['r', 2],
      ],
    ],
    [
      'characters of two to four bytes',
      'é,1\n日本,2\n🦉🦉,3\n',
      [
        ['é', 1],
        ['日本', 2],
        ['🦉🦉', 3],
      ],
    ],
    [
      'numbers',
      'x,-12.5e-1\nx,+.5\n',
      [
        ['x', -1.25],
        ['x', 0.5],
      ],
    ],
    [
      'empty cells and a missing line end',
      ',\n?,NA\nz,',
      [
        [null, null],
        [null, null],
        ['z', null],
      ],
    ],
    ['an unquoted quote', '12" x,1\n', [['12" x', 1]]],
  ])('%s', (_, fragment, meant) => {
    const length = new TextEncoder().encode(fragment).length;
    const names = `${'n'.repeat(20)},m\n`;
    for (let before = 0; before <= length; before++) {
      const text = across(names, 'fill,7\n', fragment, before);
      for (const pieces of [4096, 1 << 20]) {
        const found = cells(readText(text, {}, pieces).table).slice(-meant.length);
        expect(found, `${before} bytes in front, pieces of ${pieces}`).toEqual(meant);
      }
    }
  });

  it.each([
    ['a short row', 'x\n', 'wrong-cell-count'],
    ['text behind a quote', '"x"y,1\n', 'text-after-quote'],
    ['a quote that is never closed', '"x,1\n', 'quote-not-closed'],
    ['a zero byte', 'x,\0\n', 'null-byte'],
  ])('a fault is named alike: %s', (_, fault, code) => {
    const messages = new Set<string>();
    for (let before = 0; before <= fault.length; before++) {
      for (const pieces of [4096, 1 << 20]) {
        try {
          // Rows of one length, so that the fault is in the same row wherever the cut is.
          const filling = 'fill,7\n'.repeat(9000);
          readText(`k,${'n'.repeat(work - before - 63_000 - 3)}\n${filling}${fault}last,8\n`, {}, pieces);
          expect.unreachable();
        } catch (error) {
          expect(error).toMatchObject({ code });
          messages.add((error as Error).message);
        }
      }
    }
    expect([...messages]).toHaveLength(1);
    expect([...messages][0]).toContain('table.csv, row 9001 (line 9002)');
  });
});

it('reads a random table alike in pieces of any size', () => {
  const random = createRandom(11);
  const values = ['a', 'b c', '"x, y"', '"q""q"', '', 'NA', '1', '2.5', 'é', '"l\r\nm"', ' t '];
  const lines = Array.from({ length: 30_000 }, () =>
    [0, 1, 2]
      .map((column) => (column === 2 ? random.integer(1000) : values[random.integer(values.length)]))
      .join(),
  );
  const text = `k,l,m\r\n${lines.join('\r\n')}`;
  const whole = cells(readText(text, {}, 1 << 22).table);
  expect(whole).toHaveLength(30_000);
  for (const pieces of [1, 2, 3, 7, 1009, 65_537])
    expect(cells(readText(text, {}, pieces).table)).toEqual(whole);
});

describe('a row of more than one batch', () => {
  const lines = (count: number, row: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => row(i)).join('\n');

  it('keeps rows, row numbers and line numbers in step', () => {
    const text = `a,b\n${lines(40_000, (i) => (i % 1000 === 999 ? `${i}` : `${i},"x\ny"`))}\n`;
    const { table, rowsSkipped } = readText(text, { badRows: 'skip' });
    expect(rowsSkipped).toBe(40);
    expect(table.rowCount).toBe(39_960);
    const [a] = table.columns;
    if (a.kind !== 'number') throw new Error('expected numbers');
    expect(table.rowNumbers.every((row, i) => a.values[i] === row - 1)).toBe(true);
    expect(() => readText(text)).toThrow('table.csv, row 1000 (line 2000): 1 cell');
  });

  it('drops empty rows at the end, also those before the last batch', () => {
    const { table, warnings } = readText(`a,b\n1,x\n,\n2,y\n${',\n'.repeat(30_000)}`);
    expect(cells(table)).toEqual([
      [1, 'x'],
      [null, null],
      [2, 'y'],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      '30,000 empty rows at the end of the file: left out.',
    ]);
  });
});

describe('a quoted cell', () => {
  it('may have 15 MB, in many pieces', () => {
    const long = 'x y z\n'.repeat(2_500_000);
    expect(cells(readText(`a,b\n"${long}",1\n`, {}, 1 << 20).table)[0]).toEqual([long, 1]);
  });

  it.each([1 << 20, 1 << 26])('may not have more than 16 MB, in pieces of %d', (pieces) => {
    const long = 'x y z\n'.repeat(3_000_000);
    expect(() => readText(`a,b\n1,2\n3,"${long}"\n`, {}, pieces)).toThrow(
      'table.csv, row 2 (line 3), column "b": a cell opens with a quote that is not closed within 16 MB.',
    );
  });

  it('that stays open in the header is named by its position', () => {
    expect(() => readText('a,"b\n1,2\n')).toThrow('table.csv, line 1, column "Column 2"');
  });
});

it('opens the file twice, and a third time for a column that stops being numbers', () => {
  const opens = (text: string): number => {
    let count = 0;
    const bytes = new TextEncoder().encode(text);
    const source: CsvSource = { name: 'x.csv', open: () => (count++, [bytes]) };
    readCsv(source);
    return count;
  };
  const rows = 'a,1\n'.repeat(100_000);
  expect(opens(`k,x\n${rows}`)).toBe(2);
  expect(opens(`k,x\n${rows}b,oops\n`)).toBe(3);
});
