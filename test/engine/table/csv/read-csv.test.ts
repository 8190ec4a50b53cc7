import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../engine/errors.ts';
import type { CsvOptions } from '../../../../engine/table/csv/csv-options.ts';
import { columnNames, getColumn } from '../../../../engine/table/table.ts';
import { cells, readText } from '../../../support/csv.ts';

/** The codes of a report's warnings. */
const codes = (report: { warnings: readonly { code: string }[] }): string[] =>
  report.warnings.map(({ code }) => code);

/** The error that reading a file ends with. */
function refusal(content: string | Uint8Array, options?: CsvOptions): EngineError {
  try {
    readText(content, options);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

const utf16 = (text: string, mark: boolean, bigEndian = false): Uint8Array => {
  const bytes = new Uint8Array((text.length + (mark ? 1 : 0)) * 2);
  [...(mark ? '\ufeff' : ''), ...text].forEach((char, i) => {
    const code = char.charCodeAt(0);
    bytes[2 * i + (bigEndian ? 0 : 1)] = code >> 8;
    bytes[2 * i + (bigEndian ? 1 : 0)] = code & 255;
  });
  return bytes;
};

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

const expected = [
  ['Zoë', 1.5],
  ['Ana', null],
  ['Zoë', -2],
];

describe('encodings', () => {
  const text = 'name,x\nZoë,1.5\nAna,\nZoë,-2\n';
  it.each([
    ['UTF-8', new TextEncoder().encode(text), 'utf-8'],
    ['UTF-8 with its mark', new TextEncoder().encode('\ufeff' + text), 'utf-8'],
    ['UTF-16LE with its mark', utf16(text, true), 'utf-16le'],
    ['UTF-16LE without', utf16(text, false), 'utf-16le'],
    ['UTF-16BE with its mark', utf16(text, true, true), 'utf-16be'],
    ['Latin-1', latin1(text), 'windows-1252'],
  ])('%s', (_, bytes, encoding) => {
    for (const pieces of [1, 2, 3, 7, 1000]) {
      const report = readText(bytes, {}, pieces);
      expect(columnNames(report.table)).toEqual(['name', 'x']);
      expect(cells(report.table)).toEqual(expected);
      expect(report.dialect.encoding).toBe(encoding);
      expect(codes(report)).toEqual(encoding === 'windows-1252' ? ['read-as-latin1'] : []);
    }
  });

  it('Latin-1 that begins far behind the sample', () => {
    const lines = 'abc,1\n'.repeat(60_000);
    const { table } = readText(latin1(`name,x\n${lines}Zoë,2\n`));
    expect(cells(table)[60_000]).toEqual(['Zoë', 2]);
  });
});

describe('dialects', () => {
  it.each([
    ['LF', 'name,x\nZoë,1.5\nAna,\nZoë,-2\n', ',', '\n'],
    ['CRLF', 'name,x\r\nZoë,1.5\r\nAna,\r\nZoë,-2\r\n', ',', '\r\n'],
    ['CR alone', 'name,x\rZoë,1.5\rAna,\rZoë,-2', ',', '\r'],
    ['no line end at the end', 'name,x\nZoë,1.5\nAna,\nZoë,-2', ',', '\n'],
    ['semicolons', 'name;x\nZoë;1.5\nAna;\nZoë;-2\n', ';', '\n'],
    ['semicolons and decimal commas', 'name;x\nZoë;1,5\nAna;\nZoë;-2,0\n', ';', '\n'],
    ['tabs', 'name\tx\nZoë\t1.5\nAna\t\nZoë\t-2\n', '\t', '\n'],
    ['tabs and decimal commas', 'name\tx\nZoë\t1,5\nAna\t\nZoë\t-2,0\n', '\t', '\n'],
    ['bars', 'name|x\nZoë|1.5\nAna|\nZoë|-2\n', '|', '\n'],
    ['aligned blanks', 'name    x\nZoë   1.5\nAna    NA\nZoë    -2\n', ' ', '\n'],
    ['blanks in front of each line', '  name    x\n  Zoë   1.5  \n  Ana    NA\n  Zoë    -2\n', ' ', '\n'],
    ['blanks around cells', 'name , x\nZoë , 1.5\n Ana, \nZoë,\t-2 \n', ',', '\n'],
    ['quotes around everything', '"name","x"\n"Zoë","1.5"\n"Ana",""\n"Zoë","-2"\n', ',', '\n'],
    ['quoted decimal commas', 'name,x\nZoë,"1,5"\nAna,\nZoë,"-2,00"\n', ',', '\n'],
    ['blank lines', '\nname,x\n\nZoë,1.5\nAna,\n\n\nZoë,-2\n\n\n', ',', '\n'],
    ['a delimiter at the end of each row', 'name,x\nZoë,1.5,\nAna,,\nZoë,-2,\n', ',', '\n'],
  ])('%s', (_, text, delimiter, lineEnd) => {
    for (const pieces of [1, 2, 3, 1000]) {
      const report = readText(text, {}, pieces);
      expect(columnNames(report.table)).toEqual(['name', 'x']);
      expect(cells(report.table)).toEqual(expected);
      expect(report.dialect).toMatchObject({ delimiter, lineEnd });
    }
  });

  it('keeps doubled quotes, delimiters and line ends inside quotes', () => {
    const text = 'a,b\n"say ""hi""","1, 2"\n"two\nlines",""""\n"cr\r\nlf","" \n';
    for (const pieces of [1, 2, 3, 5, 1000]) {
      expect(cells(readText(text, {}, pieces).table)).toEqual([
        ['say "hi"', '1, 2'],
        ['two\nlines', '"'],
        ['cr\r\nlf', null],
      ]);
    }
  });

  it('takes a quote inside an unquoted cell as it is', () => {
    expect(cells(readText('a,b\n12" screen,1\nx,2\n').table)).toEqual([
      ['12" screen', 1],
      ['x', 2],
    ]);
  });

  it('reads what it is told to', () => {
    const { table } = readText("a^b\n'x^y'^1,5\n", {
      delimiter: '^',
      quote: "'",
      decimal: ',',
      header: true,
    });
    expect(cells(table)).toEqual([['x^y', 1.5]]);
  });
});

describe('missing values', () => {
  it('knows the usual ones', () => {
    const { table } = readText('x,c\n1,a\n?,?\nNA,NA\n,\nnull,None\nNaN,n/a\n2,b\n');
    expect(cells(table)).toEqual([[1, 'a'], ...Array<null[]>(5).fill([null, null]), [2, 'b']]);
  });

  it('takes those that it is told instead', () => {
    const { table } = readText('x,c\n1,NA\n-1,a\n2,none\n', { missingValues: ['-1', 'none'] });
    expect(cells(table)).toEqual([
      [1, 'NA'],
      [null, 'a'],
      [2, null],
    ]);
  });

  it('takes a lonely, repeated -200 as missing and says so', () => {
    const values = Array.from({ length: 60 }, (_, i) => (i % 10 === 0 ? -200 : i / 10));
    const report = readText(`x\n${values.join('\n')}\n`);
    expect(cells(report.table)[0]).toEqual([null]);
    expect(report.warnings[0].message).toContain('"x" holds -200 in 6 rows');
    const kept = readText(`x\n${values.join('\n')}\n`, { missingValues: ['NA'] });
    expect(cells(kept.table)[0]).toEqual([-200]);
  });

  it('leaves -200 alone where it may be a value', () => {
    const values = Array.from({ length: 60 }, (_, i) => -200 + 5 * (i % 40));
    expect(codes(readText(`x\n${values.join('\n')}\n`))).toEqual([]);
  });

  it('reads infinities as missing and counts them', () => {
    const report = readText('x,y\n1,2\ninf,3\n-Infinity,4\n1e999,5\n');
    expect(cells(report.table).map(([x]) => x)).toEqual([1, null, null, null]);
    expect(report.warnings[0].message).toContain('3 infinite numbers (first in row 2)');
  });
});

describe('headers', () => {
  it.each([
    ['names above numbers', 'a,b\n1,2\n3,4\n', ['a', 'b'], []],
    ['names above texts', 'a,b\nx,y\nz,y\n', ['a', 'b'], []],
    ['none above numbers', '5,6\n1,2\n3,4\n', ['Column 1', 'Column 2'], ['no-header']],
    ['none above texts that recur', 'x,y\nx,z\nx,y\n', ['Column 1', 'Column 2'], ['no-header']],
    ['years', 'country,2019,2020\nFrance,1,2\nItaly,3,4\n', ['country', '2019', '2020'], []],
    ['duplicates', 'a,a,b,a\n1,2,3,4\n', ['a', 'a_2', 'b', 'a_3'], ['columns-renamed']],
    ['one without a name', 'a,,b\n1,2,3\n', ['a', 'Column 2', 'b'], ['columns-without-name']],
    ['no name and no value', 'a,b,\n1,2,\n3,4,\n', ['a', 'b'], ['columns-without-name', 'column-left-out']],
    [
      'R: one name less than cells',
      'a b\nr1 1 2\nr2 3 4\n',
      ['Column 1', 'a', 'b'],
      ['columns-without-name'],
    ],
  ])('%s', (_, text, names, warnings) => {
    const report = readText(text);
    expect(columnNames(report.table)).toEqual(names);
    expect(codes(report)).toEqual(warnings);
  });

  it('knows a header by a column that it should hold', () => {
    expect(columnNames(readText('1,2\n1,2\n3,4\n', { expectColumns: ['2'] }).table)).toEqual(['1', '2']);
  });
});

describe('types', () => {
  it('makes text of a number column with one word in row 90,000, and says where', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => (i === 89_999 ? 'oops,1' : `${i}.5,1`));
    const report = readText(`x,y\n${lines.join('\n')}\n`);
    const column = getColumn(report.table, 'x');
    expect(column.kind).toBe('category');
    expect(cells(report.table)[3]).toEqual(['3.5', 1]);
    expect(report.warnings[0].message).toContain(
      '99,999 numbers and one other text, the first in row 90000: "oops"',
    );
  });

  it('keeps codes that only look like numbers', () => {
    const { table } = readText('zip,id\n00501,12345678901234567\n90210,12345678901234568\n');
    expect(cells(table)).toEqual([
      ['00501', '12345678901234567'],
      ['90210', '12345678901234568'],
    ]);
  });

  it.each([
    ['dates', 'd,x\n2024-01-31,1\n2024-02-01,2\n', 'dates-as-text'],
    ['dates with points', 'd;x\n31.01.2024;1\n01.02.2024;2\n', 'dates-as-text'],
    ['thousands separators', 'd,x\n"1,234",1\n"22,500",2\n', 'numbers-as-text'],
    ['currencies', 'd,x\n$12.50,1\n$3,2\n', 'numbers-as-text'],
  ])('says what it makes of %s', (_, text, code) => {
    const report = readText(text);
    expect(getColumn(report.table, 'd').kind).toBe('category');
    expect(codes(report)).toEqual([code]);
  });

  it('keeps a column of classes such as 0, 1, 2, 3+ without a word', () => {
    expect(codes(readText(`x\n${'0\n1\n2\n0\n0\n1\n0\n0\n2\n3+\n'.repeat(20)}`))).toEqual([]);
  });

  it('keeps a column that is all missing, and a constant one', () => {
    const report = readText('a,b,c\n1,,7\n2,NA,7\n');
    expect(cells(report.table)).toEqual([
      [1, null, 7],
      [2, null, 7],
    ]);
    expect(codes(report)).toEqual(['column-all-missing']);
  });
});

describe('sizes', () => {
  it('one column', () => {
    expect(cells(readText('x\n1\n2\n').table)).toEqual([[1], [2]]);
    expect(cells(readText('name\nAna Maria\nBo\n').table)).toEqual([['Ana Maria'], ['Bo']]);
  });

  it('10,000 columns', () => {
    const header = Array.from({ length: 10_000 }, (_, i) => `feature number ${i}`).join(',');
    const row = (k: number): string => Array.from({ length: 10_000 }, (_, i) => (i + k) % 97).join(',');
    const { table } = readText(`${header}\n${[0, 1, 2, 3].map(row).join('\n')}\n`);
    expect([table.columns.length, table.rowCount]).toEqual([10_000, 4]);
    expect(cells(table)[3][9_999]).toBe((9_999 + 3) % 97);
  });

  it('a field of 1 MB, in the first row and in a later one', () => {
    const long = 'long "text",\n'.repeat(80_000);
    const quoted = `"${long.replaceAll('"', '""')}"`;
    for (const text of [`a,b\n${quoted},1\nx,2\n`, `a,b\n${'x,2\n'.repeat(50_000)}${quoted},1\n`]) {
      const { table } = readText(text, {}, 5000);
      expect(cells(table).find(([, b]) => b === 1)?.[0]).toBe(long);
    }
  });

  it('a column of 300,000 different ids, whose codes grow wider on the way', () => {
    const { table } = readText(`id,x\n${Array.from({ length: 300_000 }, (_, i) => `LP${i},1`).join('\n')}\n`);
    const ids = getColumn(table, 'id');
    if (ids.kind !== 'category') throw new Error('expected a category');
    expect(ids.levels.size).toBe(300_000);
    let wrong = 0;
    for (let row = 0; row < 300_000; row++) if (ids.levels.at(ids.codes[row]) !== `LP${row}`) wrong++;
    expect(wrong).toBe(0);
    for (const row of [0, 127, 128, 32_768, 299_999]) expect(ids.levels.indexOf(`LP${row}`)).toBe(row);
  });
});

describe('row numbers', () => {
  it('are those of the file, also where rows were left out', () => {
    const report = readText('a,b\n1,2\n3\n"4\n5",6\n\n7,8\n', { badRows: 'skip' });
    expect(Array.from(report.table.rowNumbers)).toEqual([1, 3, 4]);
    expect(report.rowsSkipped).toBe(1);
    expect(report.warnings[0].message).toBe(
      '1 row has too many or too few cells and is left out; the first is row 2.',
    );
  });

  it('end where the last row with anything in it ends', () => {
    const report = readText('a,b\n1,2\n,\n3,4\n,\n,\n');
    expect(report.table.rowCount).toBe(3);
    expect(codes(report)).toEqual(['empty-rows-at-end']);
  });
});

describe('refusals name the file, the row and the column, and a way out', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
  const padded = (head: string): Uint8Array => latin1(head + '\u0000\u0001'.repeat(50));

  it.each([
    ['an empty file', '', 'empty-file', 'table.csv is empty.'],
    ['blank lines alone', '\n\n  \n', 'empty-file', 'table.csv is empty.'],
    ['a header alone', 'a,b\n', 'no-rows', 'table.csv has a header of 2 columns and no row below it.'],
    [
      'a short row',
      'a,b\n1,2\n3\n',
      'wrong-cell-count',
      'table.csv, row 2 (line 3): 1 cell where the header has 2.',
    ],
    [
      'a long row',
      'a,b\n1,2,3\n',
      'wrong-cell-count',
      'table.csv, row 1 (line 2): 3 cells where the header has 2.',
    ],
    [
      'a short row below a cell of three lines',
      'a,b\n"x\ny\r\nz",2\n\n3\n',
      'wrong-cell-count',
      'table.csv, row 2 (line 6): 1 cell where the header has 2.',
    ],
    [
      'a quote that is never closed',
      'a,b\n1,2\n3,"x\n5,6\n',
      'quote-not-closed',
      'table.csv, row 2 (line 3), column "b": a cell opens with a quote that is never closed.',
    ],
    [
      'text behind a quote',
      'a,b\n1,2\n"x"y,3\n',
      'text-after-quote',
      'table.csv, row 2 (line 3), column "a": text follows the closing quote of the cell.',
    ],
    ['PNG', padded('\x89PNG\r\n\x1a\n'), 'not-csv', 'table.csv is a PNG picture, not a CSV file.'],
    [
      'XLSX',
      padded('PK\x03\x04'),
      'not-csv',
      'table.csv is an Excel workbook or another zip archive, not a CSV file.',
    ],
    ['XLS', padded('\xd0\xcf\x11\xe0'), 'not-csv', 'table.csv is an old Excel workbook, not a CSV file.'],
    ['gzip', padded('\x1f\x8b\x08'), 'not-csv', 'table.csv is a gzip archive, not a CSV file.'],
    ['PDF', '%PDF-1.7\n', 'not-csv', 'table.csv is a PDF document, not a CSV file.'],
    [
      'HTML',
      '<!DOCTYPE html>\n<p>',
      'not-csv',
      'table.csv is a web page or an XML document, not a CSV file.',
    ],
    ['JSON', '[{"a": 1}]', 'not-csv', 'table.csv is a JSON document, not a CSV file.'],
    ['bytes', bytes(1, 0, 2, 0, 3, 3, 0, 0, 9), 'not-csv', 'table.csv is a binary file, not a CSV file.'],
  ])('%s', (_, content, code, message) => {
    const error = refusal(content);
    expect([error.code, error.message]).toEqual([code, message]);
    expect(error.hint.length).toBeGreaterThan(20);
  });

  it('a zero byte far behind the sample', () => {
    const error = refusal(`a,b\n${'1,2\n'.repeat(100_000)}3,\u0000\n`);
    expect([error.code, error.message]).toEqual([
      'null-byte',
      'table.csv, row 100001 (line 100002): a byte of value 0, which no text holds.',
    ]);
  });
});
