import { createCodes, type Codes } from '../levels.ts';
import type { CategoryColumn, NumberColumn } from '../table.ts';
import { cellsOf, decodeBytes, Dictionary, type Cells } from './dictionary.ts';
import { isInfinityWord, parseNumber } from './numbers.ts';
import type { QuickRows } from './quick-rows.ts';
import type { Batch } from './tokenizer.ts';

/** Blocks grow up to this, so that ten thousand short columns stay as small as they are. */
const mostBlockRows = 1 << 16;
const leastBlockRows = 1 << 8;

function nextBlockRows(blocks: readonly { readonly length: number }[]): number {
  return blocks.length === 0 ? leastBlockRows : Math.min(mostBlockRows, blocks[blocks.length - 1].length * 2);
}

/** Copies the blocks, one after the other, as far as the target goes. */
function joinBlocks<Block extends Float64Array | Codes>(blocks: readonly Block[], target: Block): void {
  let start = 0;
  for (const block of blocks) {
    if (start >= target.length) break;
    target.set(block.subarray(0, Math.min(block.length, target.length - start)), start);
    start += block.length;
  }
}

type CodesConstructor = (new (source: number | ArrayLike<number>) => Codes) & {
  readonly BYTES_PER_ELEMENT: number;
};

/** Recognises the cells that stand for missing ones; most cells are sorted out by their first byte and length. */
export class MissingCells {
  private readonly texts = new Dictionary();
  private readonly firstBytes = new Uint8Array(256);
  private longest = 0;
  private readonly encoded: readonly Uint8Array[];

  constructor(values: readonly string[]) {
    const encoder = new TextEncoder();
    this.encoded = values.map((value) => encoder.encode(value));
    for (const bytes of this.encoded) {
      this.texts.add(cellsOf(bytes), 0, bytes.length);
      if (bytes.length > 0) this.firstBytes[bytes[0]] = 1;
      this.longest = Math.max(this.longest, bytes.length);
    }
  }

  /** The missing values that are numbers: "-1" stands for -1.0 too. */
  numbers(decimal: number): number[] {
    return this.encoded
      .map((bytes) => parseNumber(bytes, 0, bytes.length, decimal))
      .filter((value) => !Number.isNaN(value));
  }

  has(cells: Cells, start: number, end: number): boolean {
    if (end === start) return true;
    return (
      this.firstBytes[cells.buffer[start]] === 1 &&
      end - start <= this.longest &&
      this.texts.has(cells, start, end)
    );
  }
}

/** A column of numbers while it is read. */
export class NumberBuilder {
  private readonly blocks: Float64Array[] = [];
  /** Where the next cell goes in the last block. */
  private place = 0;
  private readonly missing: MissingCells;
  private readonly decimal: number;
  /** The first cell that is neither a number nor missing: the column is text then. */
  failure: { readonly row: number; readonly text: string } | undefined;
  /** The least of the finite values. */
  minimum = Infinity;
  infinite = 0;
  firstInfiniteRow = 0;

  constructor(missing: MissingCells, decimal: number) {
    this.missing = missing;
    this.decimal = decimal;
  }

  add(batch: Batch, column: number, columns: number): void {
    const { buffer, starts, ends, values, rows, rowNumbers } = batch;
    if (this.failure) return;
    const { decimal, missing } = this;
    let { place, minimum } = this;
    let block = this.blocks[this.blocks.length - 1];
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      if (block === undefined || place === block.length) {
        this.blocks.push((block = new Float64Array(nextBlockRows(this.blocks))));
        place = 0;
      }
      const start = starts[cell];
      const end = ends[cell];
      let value = NaN;
      if (end < 0) {
        value = values[cell];
      } else if (end > start) {
        value = parseNumber(buffer, start, end, decimal);
        if (value !== value && !missing.has(batch, start, end)) {
          value = this.wordAt(buffer, start, end, rowNumbers[row]);
          if (this.failure) return;
        }
        if (value === Infinity || value === -Infinity) {
          this.infinite++;
          this.firstInfiniteRow ||= rowNumbers[row];
          value = NaN;
        }
      }
      if (value < minimum) minimum = value;
      block[place++] = value;
    }
    this.place = place;
    this.minimum = minimum;
  }

  private wordAt(buffer: Uint8Array, start: number, end: number, row: number): number {
    const text = decodeBytes(buffer.subarray(start, Math.min(end, start + 40)), 'utf-8');
    if (isInfinityWord(text)) return Infinity;
    this.failure = { row, text };
    this.blocks.length = 0;
    return NaN;
  }

  /** The first `rows` values; what stands for a missing one is NaN. */
  finish(name: string, rows: number): NumberColumn {
    const values = new Float64Array(rows);
    joinBlocks(this.blocks, values);
    this.blocks.length = 0;
    const numbers = this.missing.numbers(this.decimal);
    if (numbers.length > 0) {
      for (let i = 0; i < rows; i++) if (numbers.includes(values[i])) values[i] = NaN;
    }
    return { kind: 'number', name, values };
  }
}

/** A column of texts while it is read. */
export class CategoryBuilder {
  private readonly blocks: Codes[] = [];
  /** Where the next cell goes in the last block. */
  private place = 0;
  private batch = new Int32Array(0);
  private readonly missing: MissingCells;
  private readonly quickRows: QuickRows;
  readonly dictionary = new Dictionary();

  constructor(missing: MissingCells, quickRows: QuickRows) {
    this.missing = missing;
    this.quickRows = quickRows;
  }

  add(batch: Batch, column: number, columns: number): void {
    const { buffer, starts, ends, values, rows } = batch;
    const { dictionary, missing, quickRows } = this;
    if (this.batch.length < rows) this.batch = new Int32Array(rows);
    const codes = this.batch;
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      const start = starts[cell];
      const end = ends[cell];
      if (end < 0) {
        codes[row] = values[cell];
      } else if (missing.has(batch, start, end)) {
        codes[row] = -1;
      } else {
        codes[row] = dictionary.add(batch, start, end);
        quickRows.expectLevel(column, dictionary, codes[row], buffer, start, end);
      }
    }
    // The codes move on in an array of the narrowest kind that the levels so far allow.
    const narrow = createCodes(0, dictionary.size).constructor as CodesConstructor;
    for (let from = 0; from < rows;) {
      let last = this.blocks.length - 1;
      if (last < 0 || this.place === this.blocks[last].length) {
        this.blocks.push(new narrow(nextBlockRows(this.blocks)));
        this.place = 0;
        last++;
      } else if (this.blocks[last].BYTES_PER_ELEMENT < narrow.BYTES_PER_ELEMENT) {
        this.blocks[last] = new narrow(this.blocks[last]);
      }
      const block = this.blocks[last];
      const count = Math.min(rows - from, block.length - this.place);
      block.set(codes.subarray(from, from + count), this.place);
      this.place += count;
      from += count;
    }
  }

  /** The first `rows` codes and their levels. */
  finish(name: string, rows: number, encoding: 'utf-8' | 'windows-1252'): CategoryColumn {
    const codes = createCodes(rows, this.dictionary.size);
    joinBlocks(this.blocks, codes);
    this.blocks.length = 0;
    return { kind: 'category', name, codes, levels: this.dictionary.finish(encoding) };
  }
}
