import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../engine/errors.ts';
import { readText } from '../../../support/csv.ts';

function refusal(content: string): EngineError | undefined {
  try {
    readText(Uint8Array.from(content, (char) => char.charCodeAt(0)));
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

describe('refuses by its first bytes', () => {
  it.each([
    ['an Excel workbook or another zip archive', 'PK\x03\x04\x14\0'],
    ['an old Excel workbook', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    ['a JPEG picture', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['a GIF picture', 'GIF89a'],
    ['a bzip2 archive', 'BZh9'],
    ['a Zstandard archive', '\x28\xb5\x2f\xfd\0'],
    ['a Parquet file', 'PAR1\x15\x04'],
    ['an Arrow file', 'ARROW1\0\0'],
    ['an HDF5 file', '\x89HDF\r\n\x1a\n\0'],
    ['a SQLite database', 'SQLite format 3\0'],
    ['an RTF document', '{\\rtf1\\ansi'],
    ['a web page or an XML document', '\xef\xbb\xbf \n<!DOCTYPE html>'],
    ['a web page or an XML document', '<?xml version="1.0"?>'],
    ['a web page or an XML document', '<table>\n<tr><td>1</td></tr></table>'],
    ['a JSON document', '{"a": 1}\n{"a": 2}\n'],
    ['a JSON document', '[\n  {"a": 1}\n]'],
    ['a JSON document', '[1.5, 2]'],
    ['a binary file', '\x80\x04\x95\0\0\0'],
    ['a binary file', 'MATLAB 5.0 MAT-file\0\0\0\n'],
    [
      'a binary file',
      Array.from({ length: 600 }, (_, i) => String.fromCharCode(1 + ((i * 7919) % 255))).join(''),
    ],
    ['a binary file', 'x\x01\n1,2\0\n'],
    ['a binary file', '\x01\0\n\0\x02\0A\0B\0\x05\0\n\0'],
  ])('%s', (kind, content) => {
    const error = refusal(content);
    expect([error?.code, error?.message]).toEqual(['not-csv', `table.csv is ${kind}, not a CSV file.`]);
    expect(error?.hint.length).toBeGreaterThan(20);
  });
});

it('names the row of a zero byte in what else is a table', () => {
  expect(refusal('a,b\n1,2\n3,\0\n')).toMatchObject({
    code: 'null-byte',
    message: 'table.csv, row 2 (line 3): a byte of value 0, which no text holds.',
  });
});

it.each([
  'BMI,age\n20,3\n',
  'PKa,b\n1,2\n',
  '<DATE>\t<OPEN>\n1\t2\n',
  '[a],[b]\n1,2\n',
  '{x},y\n1,2\n',
  'a,b\n\x1b,\x07\n',
])('takes %j for a table', (content) => {
  expect(refusal(content)).toBeUndefined();
});

it('says of a table without a good row what may be wrong', () => {
  const error = (() => {
    try {
      readText('# made by a tool\na;b\n1;2\n', { delimiter: ',', badRows: 'skip', header: true });
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeUndefined();
  expect(() => readText('a,b\n1\n2\n', { badRows: 'skip' })).toThrow(
    'table.csv has 2 rows, none of them with 2 cells as the header has.',
  );
});
