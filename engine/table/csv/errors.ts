import { EngineError } from '../../errors.ts';

/** Where in a file something is: the data row from 1 (none in the header) and the line of the file. */
export interface CsvPlace {
  readonly file: string;
  readonly row: number;
  readonly line: number;
}

function at({ file, row, line }: CsvPlace): string {
  return row > 0 ? `${file}, row ${row} (line ${line})` : `${file}, line ${line}`;
}

/** The file is of another kind than text with delimiters. */
export function notCsv(file: string, kind: string, hint: string): EngineError {
  return new EngineError('not-csv', `${file} is ${kind}, not a CSV file.`, hint, { file, kind });
}

/** The file has no byte, or nothing but blank lines. */
export function emptyFile(file: string): EngineError {
  return new EngineError(
    'empty-file',
    `${file} is empty.`,
    'Save the table again as CSV, with one line of column names and one line per row.',
    { file },
  );
}

/** The file has a header and nothing below it. */
export function noRows(file: string, columns: readonly string[], skipped: number): EngineError {
  if (skipped > 0) {
    return new EngineError(
      'no-rows',
      `${file} has ${skipped === 1 ? 'one row' : `${skipped} rows`}, none of them with ${columns.length} cells as the header has.`,
      'Look whether the delimiter is right (--delimiter), and whether a line stands above the header.',
      { file, columns: columns.slice(0, 100), skipped },
    );
  }
  return new EngineError(
    'no-rows',
    `${file} has a header of ${columns.length} ${columns.length === 1 ? 'column' : 'columns'} and no row below it.`,
    'Add rows. If the first line is a row already, say so: --header no.',
    { file, columns: columns.slice(0, 100) },
  );
}

/** A row has more or fewer cells than the header has columns. */
export function wrongCellCount(
  place: CsvPlace,
  found: number,
  expected: number,
  delimiter: string,
): EngineError {
  const name = delimiterName(delimiter);
  return new EngineError(
    'wrong-cell-count',
    `${at(place)}: ${found} ${found === 1 ? 'cell' : 'cells'} where the header has ${expected}.`,
    found > expected
      ? `A cell that holds a ${name} must stand in double quotes. Correct the row, or leave such rows out: --bad-rows skip.`
      : `A missing cell still needs its ${name}. Correct the row, or leave such rows out: --bad-rows skip.`,
    { ...place, found, expected },
  );
}

/** A cell's opening quote has no closing one, or none within so many MB. */
export function quoteNotClosed(place: CsvPlace, column: string, within?: number): EngineError {
  return new EngineError(
    'quote-not-closed',
    `${at(place)}, column "${column}": a cell opens with a quote that is ` +
      `${within === undefined ? 'never closed' : `not closed within ${within} MB`}.`,
    'Close the quote behind the cell, or double it ("") where it belongs to the text.',
    { ...place, column },
  );
}

/** Something stands between a cell's closing quote and the next delimiter. */
export function textAfterQuote(place: CsvPlace, column: string): EngineError {
  return new EngineError(
    'text-after-quote',
    `${at(place)}, column "${column}": text follows the closing quote of the cell.`,
    'A quote inside a quoted cell is written twice (""). Correct the cell.',
    { ...place, column },
  );
}

/** A byte of value 0 stands in the text. */
export function nullByte(place: CsvPlace): EngineError {
  return new EngineError(
    'null-byte',
    `${at(place)}: a byte of value 0, which no text holds.`,
    'The file is damaged, or is no text file. Save it again as CSV in UTF-8.',
    { ...place },
  );
}

/** A row is too large to be one. */
export function rowTooLarge(place: CsvPlace, megabytes: number): EngineError {
  return new EngineError(
    'row-too-large',
    `${at(place)}: the row is longer than ${megabytes} MB.`,
    'A double quote that is opened and never closed makes the rest of a file one cell. Look there.',
    { ...place },
  );
}

/** A delimiter in words. */
export function delimiterName(delimiter: string): string {
  const names: Record<string, string> = {
    ',': 'comma',
    ';': 'semicolon',
    '\t': 'tab',
    '|': 'bar',
    ' ': 'blank',
  };
  return names[delimiter] ?? `"${delimiter}"`;
}
