import type { Table } from '../table.ts';

/** Rows are put together in pieces of this many. */
const rowsPerPiece = 10_000;

/**
 * A table as CSV text: commas, a header, lines ended by a line feed. A missing cell is empty, a number is written so
 * that it reads back as itself, a text gets quotes where it needs them.
 * Source: https://www.rfc-editor.org/rfc/rfc4180
 */
export function writeCsv({ columns, rowCount }: Table): string {
  const cells = columns.map((column): ((row: number) => string) => {
    if (column.kind === 'number') {
      const { values } = column;
      return (row) => (Number.isNaN(values[row]) ? '' : formatNumber(values[row]));
    }
    const { codes, levels } = column;
    const quoted = new Map<number, string>();
    return (row) => {
      const code = codes[row];
      if (code < 0) return '';
      let text = quoted.get(code);
      if (text === undefined) quoted.set(code, (text = quoteCell(levels.at(code))));
      return text;
    };
  });
  const pieces = [columns.map(({ name }) => quoteCell(name)).join(',') + '\n'];
  for (let start = 0; start < rowCount; start += rowsPerPiece) {
    let piece = '';
    for (let row = start; row < Math.min(start + rowsPerPiece, rowCount); row++) {
      // A line with nothing on it would be no row.
      const line = cells.map((cell) => cell(row)).join(',');
      piece += (line === '' ? '""' : line) + '\n';
    }
    pieces.push(piece);
  }
  return pieces.join('');
}

function quoteCell(text: string): string {
  const needsQuotes = text === '' || /[",\r\n]|^\s|\s$/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Whole numbers of sixteen digits are ids to the reader: with an exponent they stay numbers. */
function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e15 ? value.toExponential() : String(value);
}
