import type { Dialect } from './dialect.ts';
import { cellsOf, type Cells } from './dictionary.ts';
import type { QuickRows } from './quick-rows.ts';
import { nullByte, quoteNotClosed, rowTooLarge, textAfterQuote, wrongCellCount } from './errors.ts';

/**
 * A batch of rows. Cell `c` of row `r` is `buffer[starts[k] … ends[k])` with k = r · columns + c; where `ends[k]`
 * is negative the cell was recognised on the way, and `values[k]` is its number or its level's code.
 */
export interface Batch extends Cells {
  readonly values: Float64Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly rows: number;
  /** The row number of each row, 1 for the first below the header. */
  readonly rowNumbers: Uint32Array;
}

/** What the tokenizer has to know of the file. */
export interface TokenizerOptions {
  readonly file: string;
  readonly dialect: Dialect;
  readonly columns: readonly string[];
  /** The line on which the bytes begin. */
  readonly firstLine: number;
  readonly skipBadRows: boolean;
  readonly quickRows: QuickRows;
  readonly onBatch: (batch: Batch) => void;
}

const newline = 10;
const carriageReturn = 13;
const blank = 32;
const tab = 9;
const batchCells = 1 << 14;
const mostRowBytes = 1 << 28;
const mostQuotedBytes = 1 << 24;
/** Very wide tables come in batches of some rows too. */
const leastBatchRows = 16;
const leastWork = 1 << 16;

/**
 * Cuts bytes into rows of cells. Bytes come in chunks of any size; a row that a chunk cuts off waits for the
 * next. Unquoted cells are trimmed of blanks; the cells of quoted ones are what stands between the quotes.
 * Errors: `wrong-cell-count`, `quote-not-closed`, `text-after-quote`, `null-byte`, `row-too-large`.
 */
export class Tokenizer {
  private readonly options: TokenizerOptions;
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly blanks: boolean;
  private readonly tabIsBlank: boolean;
  private readonly columnCount: number;
  private cells = cellsOf(new Uint8Array(1 << 16));
  private length = 0;
  /** How many bytes must be there before rows are looked for again: a long row is not scanned for each chunk. */
  private wanted = leastWork;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly values: Float64Array;
  private readonly rowNumbers: Uint32Array;
  private readonly batchRows: number;
  private batched = 0;
  private headerPending: boolean;
  private line: number;
  private row = 0;
  /** How many of the last rows have nothing in any cell. */
  emptyRowsAtEnd = 0;
  skippedRows = 0;
  firstSkippedRow = 0;

  constructor(options: TokenizerOptions) {
    this.options = options;
    const { dialect, columns } = options;
    this.delimiter = dialect.delimiter.charCodeAt(0);
    this.quote = dialect.quote.charCodeAt(0);
    this.blanks = dialect.delimiter === ' ';
    this.tabIsBlank = dialect.delimiter !== '\t';
    this.columnCount = columns.length;
    this.headerPending = dialect.header;
    this.line = options.firstLine;
    this.batchRows = Math.max(leastBatchRows, Math.floor(batchCells / columns.length));
    this.starts = new Int32Array(this.batchRows * columns.length);
    this.ends = new Int32Array(this.batchRows * columns.length);
    this.values = new Float64Array(this.batchRows * columns.length);
    this.rowNumbers = new Uint32Array(this.batchRows);
  }

  /** Takes the next bytes; they are copied. */
  push(chunk: Uint8Array): void {
    const needed = this.length + chunk.length + 1;
    const { buffer } = this.cells;
    if (needed > buffer.length) {
      const grown = new Uint8Array(Math.max(needed, buffer.length * 2));
      grown.set(buffer.subarray(0, this.length));
      this.cells = cellsOf(grown);
    }
    this.cells.buffer.set(chunk, this.length);
    this.length += chunk.length;
    if (this.length < this.wanted) return;
    this.cut(false);
    if (this.length > mostRowBytes) throw rowTooLarge(this.place(), mostRowBytes >> 20);
    this.wanted = Math.max(leastWork, this.length * 2);
  }

  /** Cuts what is left: the last row may lack its line end. */
  end(): void {
    this.cut(true);
  }

  private place(): { file: string; row: number; line: number } {
    return { file: this.options.file, row: this.headerPending ? 0 : this.row + 1, line: this.line };
  }

  /** Cuts all complete rows off the buffer and hands them on. */
  private cut(last: boolean): void {
    // A line end behind the last byte spares a test of the position for every byte.
    this.cells.buffer[this.length] = newline;
    const { quickRows } = this.options;
    let position = 0;
    while (position < this.length) {
      let next = -1;
      if (quickRows.isUseful && !this.headerPending) {
        next = quickRows.cut(this.cells, position, this.length, this, this.batched * this.columnCount);
      }
      if (next >= 0) {
        this.line++;
        this.emptyRowsAtEnd = 0;
        this.rowNumbers[this.batched++] = ++this.row;
      } else {
        next = this.cutRow(position, last);
        if (next < 0) break;
      }
      position = next;
      if (this.batched === this.batchRows) this.flush();
    }
    this.flush();
    this.cells.buffer.copyWithin(0, position, this.length);
    this.length -= position;
  }

  private flush(): void {
    const { cells, starts, ends, values, rowNumbers, batched: rows } = this;
    if (rows > 0) this.options.onBatch({ ...cells, starts, ends, values, rows, rowNumbers });
    this.batched = 0;
  }

  /** Cuts the row at `start`; returns where the next begins, or -1 where the row is not complete. */
  private cutRow(start: number, last: boolean): number {
    const { starts, ends, length, delimiter, quote, blanks } = this;
    const { buffer } = this.cells;
    const { columnCount: columns, tabIsBlank } = this;
    const lastStop = Math.max(delimiter, carriageReturn);
    const base = this.batched * columns;
    let position = start;
    let cells = 0;
    let filled = false;
    let extra = false;
    let lines = 0;
    let escapes: number[] | undefined;
    for (;;) {
      let byte = buffer[position];
      while (byte === blank || (byte === tab && tabIsBlank)) byte = buffer[++position];
      let cellStart = position;
      let cellEnd: number;
      let quoted = false;
      if (byte === quote && position < length) {
        quoted = true;
        cellStart = ++position;
        let escaped = false;
        for (;;) {
          byte = buffer[position];
          while (byte !== quote && byte !== newline && byte !== carriageReturn && byte !== 0)
            byte = buffer[++position];
          if (position - cellStart > mostQuotedBytes) {
            throw quoteNotClosed(this.place(), this.columnName(cells), mostQuotedBytes >> 20);
          }
          if (position >= length) {
            if (last) throw quoteNotClosed(this.place(), this.columnName(cells));
            return -1;
          }
          if (byte === 0) throw nullByte(this.place());
          if (byte !== quote) {
            if (byte === newline || buffer[position + 1] !== newline) lines++;
            position++;
            continue;
          }
          // Behind the last byte stands a line end, so that a cell cut off here waits for the rest below.
          if (buffer[position + 1] !== quote) break;
          escaped = true;
          position += 2;
        }
        cellEnd = position;
        byte = buffer[++position];
        while ((byte === blank || byte === tab) && byte !== delimiter) byte = buffer[++position];
        if (
          byte !== delimiter &&
          byte !== newline &&
          byte !== carriageReturn &&
          !(blanks && position > cellEnd + 1)
        ) {
          throw textAfterQuote(this.place(), this.columnName(cells));
        }
        if (escaped) (escapes ??= []).push(cells);
      } else {
        // One comparison settles most bytes: what ends a cell is mostly below letters and digits.
        while (
          byte > lastStop ||
          (byte !== delimiter && byte !== newline && byte !== carriageReturn && byte !== 0)
        ) {
          byte = buffer[++position];
        }
        if (byte === 0) throw nullByte(this.place());
        cellEnd = position;
        while (cellEnd > cellStart && (buffer[cellEnd - 1] === blank || buffer[cellEnd - 1] === tab))
          cellEnd--;
      }
      if (position >= length && !last) return -1;

      if (blanks) {
        while (byte === blank || byte === tab) byte = buffer[++position];
        if (position >= length && !last) return -1;
      }
      if (cells < columns) {
        starts[base + cells] = cellStart;
        ends[base + cells] = cellEnd;
      } else if (cellEnd > cellStart) {
        extra = true;
      }
      filled ||= cellEnd > cellStart || (quoted && columns === 1);
      cells++;
      if (blanks ? byte !== newline && byte !== carriageReturn : byte === delimiter && position < length) {
        if (!blanks) position++;
        continue;
      }

      // The row ends here.
      if (byte === carriageReturn && position + 1 >= length && !last) return -1;
      position +=
        byte === carriageReturn && buffer[position + 1] === newline && position + 1 < length ? 2 : 1;
      if (cells === 1 && !filled) {
        this.line += 1 + lines;
        return position;
      }
      if (!this.headerPending) this.keepRow(cells, extra, filled, base, escapes);
      this.headerPending = false;
      this.line += 1 + lines;
      return Math.min(position, length);
    }
  }

  private keepRow(
    cells: number,
    extra: boolean,
    filled: boolean,
    base: number,
    escapes: readonly number[] | undefined,
  ): void {
    const columns = this.columnCount;
    if (cells < columns || extra) {
      if (!this.options.skipBadRows) {
        throw wrongCellCount(this.place(), cells, columns, this.options.dialect.delimiter);
      }
      this.row++;
      this.skippedRows++;
      this.firstSkippedRow ||= this.row;
      return;
    }
    this.row++;
    this.emptyRowsAtEnd = filled ? 0 : this.emptyRowsAtEnd + 1;
    if (escapes) for (const cell of escapes) if (cell < columns) this.removeDoubledQuotes(base + cell);
    this.rowNumbers[this.batched++] = this.row;
  }

  /** Closes the gaps that the first of two quotes leave in a cell. */
  private removeDoubledQuotes(cell: number): void {
    const { quote, starts, ends } = this;
    const { buffer } = this.cells;
    let to = starts[cell];
    for (let from = starts[cell]; from < ends[cell]; from++) {
      if (buffer[from] === quote) from++;
      buffer[to++] = buffer[from];
    }
    ends[cell] = to;
  }

  private columnName(cell: number): string {
    const name = this.headerPending ? undefined : this.options.columns[cell];
    return name ?? `Column ${cell + 1}`;
  }
}
