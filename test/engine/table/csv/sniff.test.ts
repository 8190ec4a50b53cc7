import { describe, expect, it } from 'vitest';
import { columnNames } from '../../../../engine/table/table.ts';
import { cells, readText } from '../../../support/csv.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const utf16 = (text: string, bigEndian = false): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), !bigEndian);
  return bytes;
};
const codes = (report: { warnings: readonly { code: string }[] }): string[] =>
  report.warnings.map(({ code }) => code);

describe('encodings', () => {
  it.each(['张三李四', '🦉🦉🦉', 'ééé'])(
    'names survive a sample whose end cuts a character of %s',
    (text) => {
      for (let shift = 0; shift < 8; shift++) {
        const name = `名${'x'.repeat(shift)}`;
        const report = readText(`${name},n\n${`${text},1\n`.repeat(60_000)}`);
        expect(columnNames(report.table)).toEqual([name, 'n']);
        expect(codes(report)).toEqual([]);
      }
    },
  );

  it.each([false, true])('Chinese in UTF-16 without a mark, big-endian: %s', (bigEndian) => {
    const report = readText(utf16('名字,x\r\n张三,1\r\n李四,2\r\n', bigEndian));
    expect(columnNames(report.table)).toEqual(['名字', 'x']);
    expect(cells(report.table)).toEqual([
      ['张三', 1],
      ['李四', 2],
    ]);
    expect(report.dialect.encoding).toBe(bigEndian ? 'utf-16be' : 'utf-16le');
  });

  it('Latin letters in big-endian UTF-16 without a mark', () => {
    const report = readText(utf16('name,x\nAna,1\n', true));
    expect(columnNames(report.table)).toEqual(['name', 'x']);
    expect(report.dialect.encoding).toBe('utf-16be');
  });

  it('a Latin-1 name above ASCII rows is Latin-1, with a word', () => {
    const report = readText(latin1('pr\xe9nom,x\nAna,1\n'));
    expect(columnNames(report.table)).toEqual(['prénom', 'x']);
    expect(report.dialect.encoding).toBe('windows-1252');
    expect(codes(report)).toEqual(['read-as-latin1']);
  });

  it('names are of the encoding that the last row shows, near or far', () => {
    const name = new TextEncoder().encode('prénom,x\n');
    for (const rows of [10, 60_000]) {
      const body = latin1(`${'ab,1\n'.repeat(rows)}Zo\xeb,1\n`);
      const bytes = new Uint8Array(name.length + body.length);
      bytes.set(name);
      bytes.set(body, name.length);
      const report = readText(bytes);
      expect(columnNames(report.table)).toEqual(['prÃ©nom', 'x']);
      expect(cells(report.table)[rows]).toEqual(['Zoë', 1]);
    }
  });

  it('says so where it is told UTF-8 and the bytes are none', () => {
    const report = readText(latin1('a,b\n\xeb,1\n'), { encoding: 'utf-8' });
    expect(cells(report.table)).toEqual([['ë', 1]]);
    expect(codes(report)).toEqual(['read-as-latin1']);
    expect(codes(readText(latin1('a,b\n\xeb,1\n'), { encoding: 'windows-1252' }))).toEqual([]);
  });
});

describe('delimiters', () => {
  it.each([
    ['dates with a time', 'time\n2024-01-01 10:00\n2024-01-02 11:30\n', ['time']],
    [
      'dates with a time, a name of two words',
      'order time\n2024-01-01 10:00\n2024-01-02 11:30\n',
      ['order time'],
    ],
    ['words and numbers', `name\n${'Ana 1\nBo 2\n'.repeat(50)}`, ['name']],
    ['numbers with blanks for thousands', 'z\n1 000\n2 000\n', ['z']],
    ['prose', 'text\nhello world foo\nbar baz\n', ['text']],
    ['texts with commas in a file of semicolons', 'a;b\nx, y;1\nz, w;2\n', ['a', 'b']],
    ['decimal commas', 'a;b;c\n1,5;2,5;3,5\n1,6;2,6;3,6\n', ['a', 'b', 'c']],
    ['tabs between cells with blanks', 'a b\tc d\n1 2\t3\n4 5\t6\n', ['a b', 'c d']],
    ['names in angle brackets', '<DATE>,<OPEN>\n20240101,1.5\n', ['<DATE>', '<OPEN>']],
  ])('%s', (_, text, names) => {
    expect(columnNames(readText(text).table)).toEqual(names);
  });

  it.each([
    ['UTF-8', (text: string) => new TextEncoder().encode(text)],
    ['UTF-8 with its mark', (text: string) => new TextEncoder().encode(`\ufeff${text}`)],
    ['UTF-16 with its mark', (text: string) => utf16(`\ufeff${text}`)],
  ])("Excel's line sep=; in %s names the delimiter and is no row", (_, encode) => {
    const report = readText(encode('sep=;\r\na;b\r\nx,y;1\r\n'));
    expect(columnNames(report.table)).toEqual(['a', 'b']);
    expect(cells(report.table)).toEqual([['x,y', 1]]);
    expect(() => readText(encode('sep=;\r\na;b\r\n1\r\n'))).toThrow('row 1 (line 3)');
  });
});

describe('rows longer than the sample', () => {
  it('are read', () => {
    const names = Array.from({ length: 5000 }, (_, i) => `${'name '.repeat(20)}${i}`);
    const row = (k: number): string => names.map((_, i) => `${i * k}.5`).join(';');
    const { table, dialect } = readText(`${names.join(';')}\n${row(1)}\n${row(2)}\n`, {}, 10_000);
    expect(dialect.delimiter).toBe(';');
    expect(cells(table)[1][4999]).toBe(9998.5);
  });
});

describe('names', () => {
  it('that repeat thousands of times are made unique', () => {
    const { table } = readText(
      `${Array<string>(20_000).fill('x').join(',')}\n${Array<number>(20_000).fill(1).join(',')}\n`,
    );
    expect(columnNames(table).slice(0, 3)).toEqual(['x', 'x_2', 'x_3']);
    expect(new Set(columnNames(table)).size).toBe(20_000);
  });

  it('made up do not meet names that are there', () => {
    expect(columnNames(readText('x,x_2,x,x,Column 6,\n1,2,3,4,5,6\n').table)).toEqual([
      ...['x', 'x_2', 'x_3', 'x_4', 'Column 6', 'Column 6_2'],
    ]);
  });
});

describe('quotes', () => {
  it('tell the delimiter of a file whose numbers have commas', () => {
    const report = readText('"y";"x"\n"yes";"7,5"\n"no";"1,5"\n"yes";"2,25"\n');
    expect([report.dialect.delimiter, columnNames(report.table)]).toEqual([';', ['y', 'x']]);
  });

  it('that are missing around a comma make no row names of the first column', () => {
    expect(() => readText('a,y\n0,0,no\n0,1,yes\n1,0,no\n0,0,yes\n')).toThrow(
      '3 cells where the header has 2',
    );
  });
});
