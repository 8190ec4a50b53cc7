import { createTable, type Column, type NumberColumn, type Table } from '../table.ts';
import type { Warning } from '../../warnings.ts';
import { CategoryBuilder, MissingCells, NumberBuilder } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { decodeBytes } from './dictionary.ts';
import type { CsvOptions, CsvSource } from './csv-options.ts';
import { toSingleBytes, type Encoding } from './encoding.ts';
import { noRows } from './errors.ts';
import { defaultMissingValues, findSentinel } from './missing.ts';
import { decimalBytes } from './numbers.ts';
import { QuickRows } from './quick-rows.ts';
import { sniff, type Sniffed } from './sniff.ts';
import { textColumn } from './text-warnings.ts';
import { Tokenizer } from './tokenizer.ts';
import * as warn from './warnings.ts';

/** What was read, and how. */
export interface CsvReport {
  readonly table: Table;
  readonly dialect: Dialect;
  readonly warnings: readonly Warning[];
  readonly rowsSkipped: number;
}

/**
 * Reads a CSV file into typed columns. Delimiter, header, decimal mark and encoding are sniffed on the first
 * 256 KB; a column is numeric where every cell of it is a number or missing, else text. The file is read once,
 * and once more only if a column that began with numbers turns out to hold text.
 * Errors name file, row, line and column: `not-csv`, `empty-file`, `no-rows`, `wrong-cell-count`,
 * `quote-not-closed`, `text-after-quote`, `null-byte`, `row-too-large`.
 */
export function readCsv(source: CsvSource, options: CsvOptions = {}): CsvReport {
  const missing = new MissingCells(options.missingValues ?? defaultMissingValues);
  const sniffed = sniff(source, options, missing);
  const { dialect, columns } = sniffed;
  const warnings: Warning[] = [...sniffed.warnings];
  const decimal = decimalBytes[dialect.decimal];

  const createQuickRows = (): QuickRows =>
    new QuickRows(columns.length, dialect.delimiter, dialect.quote, decimal);
  const quickRows = createQuickRows();
  const builders: Builder[] = sniffed.numeric.map((numeric, column) => {
    if (!numeric) return new CategoryBuilder(missing, quickRows);
    quickRows.expectNumbers(column);
    return new NumberBuilder(missing, decimal);
  });
  const { tokenizer, rowNumbers } = readRows(source, options, sniffed, builders, quickRows);
  const failures = builders.map((builder) =>
    builder instanceof NumberBuilder ? builder.failure : undefined,
  );
  if (failures.some((failure) => failure !== undefined)) {
    const quickAgain = createQuickRows();
    const again = failures.map((failure) => failure && new CategoryBuilder(missing, quickAgain));
    readRows(source, options, sniffed, again, quickAgain);
    again.forEach((builder, column) => {
      if (builder) builders[column] = builder;
    });
  }
  if (rowNumbers.length === 0) throw noRows(source.name, columns, tokenizer.skippedRows);
  if (tokenizer.skippedRows > 0)
    warnings.push(warn.rowsSkipped(tokenizer.skippedRows, tokenizer.firstSkippedRow));
  if (tokenizer.emptyRowsAtEnd > 0) warnings.push(warn.emptyRowsAtEnd(tokenizer.emptyRowsAtEnd));

  const encoding = settleEncoding(sniffed, builders);
  if (encoding === 'windows-1252' && options.encoding !== encoding) warnings.push(warn.readAsLatin1());
  // Of a file that turns out to be Latin-1 far behind its header, the header is Latin-1 too.
  const names = encoding === 'windows-1252' && !sniffed.isLatin1 ? columns.map(asLatin1) : columns;
  const finished: Column[] = [];
  builders.forEach((builder, column) => {
    const name = names[column];
    if (builder instanceof CategoryBuilder) {
      const texts = builder.finish(name, rowNumbers.length, encoding === 'windows-1252' ? encoding : 'utf-8');
      const isNumber = (): Uint8Array => builder.dictionary.numericLevels(decimal);
      warnings.push(...textColumn(texts, rowNumbers, dialect.decimal, isNumber));
      finished.push(texts);
      return;
    }
    const numbers = builder.finish(name, rowNumbers.length);
    const empty = numbers.values.every((value) => Number.isNaN(value));
    if (empty && sniffed.unnamed[column]) {
      warnings.push(warn.columnLeftOut(column + 1));
      return;
    }
    if (empty) warnings.push(warn.columnAllMissing(name));
    if (builder.infinite > 0)
      warnings.push(warn.infiniteNumbers(name, builder.infinite, builder.firstInfiniteRow));
    if (!options.missingValues) replaceSentinel(numbers, builder.minimum, warnings);
    finished.push(numbers);
  });
  return {
    table: createTable(finished, rowNumbers),
    dialect: { ...dialect, encoding },
    warnings: warn.gatherWarnings(warnings),
    rowsSkipped: tokenizer.skippedRows,
  };
}

type Builder = NumberBuilder | CategoryBuilder;

/** Reads the whole file into the builders; a column without one is passed over. */
function readRows(
  source: CsvSource,
  options: CsvOptions,
  { dialect, columns, skippedBytes, firstLine }: Sniffed,
  builders: readonly (Builder | undefined)[],
  quickRows: QuickRows,
): { tokenizer: Tokenizer; rowNumbers: Uint32Array } {
  const parts: Uint32Array[] = [];
  const tokenizer = new Tokenizer({
    file: source.name,
    dialect,
    columns,
    firstLine,
    skipBadRows: options.badRows === 'skip',
    quickRows,
    onBatch(batch) {
      parts.push(batch.rowNumbers.slice(0, batch.rows));
      for (let column = 0; column < builders.length; column++)
        builders[column]?.add(batch, column, columns.length);
    },
  });
  for (const chunk of toSingleBytes(source.open(), dialect.encoding, skippedBytes)) tokenizer.push(chunk);
  tokenizer.end();

  const rowNumbers = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    rowNumbers.set(part, position);
    position += part.length;
  }
  // Rows of nothing but delimiters at the end, as spreadsheets leave them, are no rows.
  const end = rowNumbers.length - tokenizer.emptyRowsAtEnd;
  return { tokenizer, rowNumbers: rowNumbers.subarray(0, end) };
}

/** UTF-8 where all texts are valid UTF-8, else windows-1252, in which every byte is a character. */
function settleEncoding({ dialect, isLatin1 }: Sniffed, builders: readonly Builder[]): Encoding {
  if (isLatin1) return 'windows-1252';
  if (dialect.encoding !== 'utf-8') return dialect.encoding;
  const valid = builders.every(
    (builder) => !(builder instanceof CategoryBuilder) || builder.dictionary.isUtf8(),
  );
  return valid ? 'utf-8' : 'windows-1252';
}

function asLatin1(text: string): string {
  return decodeBytes(new TextEncoder().encode(text), 'windows-1252');
}

function replaceSentinel({ name, values }: NumberColumn, minimum: number, warnings: Warning[]): void {
  const found = findSentinel(values, minimum);
  if (!found) return;
  for (let i = 0; i < values.length; i++) if (values[i] === found.sentinel) values[i] = NaN;
  warnings.push(warn.sentinelMissing(name, found.sentinel, found.count));
}
