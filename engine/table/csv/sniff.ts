import { listNames } from '../../errors.ts';
import type { Warning } from '../../warnings.ts';
import type { MissingCells } from './columns.ts';
import {
  sniffDecimal,
  sniffDelimiter,
  sniffHeader,
  sniffLineEnd,
  splitSample,
  type Dialect,
  type SampleCell,
} from './dialect.ts';
import { cellsOf } from './dictionary.ts';
import { decodeBeginning, sniffEncoding } from './encoding.ts';
import { emptyFile } from './errors.ts';
import { decimalBytes, isInfinityWord, parseNumber } from './numbers.ts';
import { refuseKnownKinds, refuseOtherText } from './other-kinds.ts';
import type { CsvOptions, CsvSource } from './csv-options.ts';
import * as warn from './warnings.ts';

/** What the beginning of a file tells of the whole. */
export interface Sniffed {
  readonly dialect: Dialect;
  /** How many bytes come before the first row: the encoding's mark, and Excel's line `sep=;`. */
  readonly skippedBytes: number;
  /** The line on which the first row begins. */
  readonly firstLine: number;
  /** Whether the beginning is no UTF-8 and was read as windows-1252. */
  readonly isLatin1: boolean;
  readonly columns: readonly string[];
  /** Which columns the header gives no name. */
  readonly unnamed: readonly boolean[];
  /** Which columns hold numbers, as far as the sample goes. */
  readonly numeric: readonly boolean[];
  readonly warnings: readonly Warning[];
}

const sampleBytes = 1 << 18;
const mostSampleBytes = 1 << 25;

/**
 * Looks at the beginning of a file; more of it where its rows are very long. Errors: `not-csv`, `empty-file`.
 */
export function sniff(source: CsvSource, options: CsvOptions, missing: MissingCells): Sniffed {
  const quote = options.quote ?? '"';
  const warnings: Warning[] = [];
  for (let bytes = sampleBytes; ; bytes *= 8) {
    const { sample, whole } = readBeginning(source.open(), bytes);
    if (bytes === sampleBytes) refuseKnownKinds(source.name, sample);
    const found = sniffEncoding(sample);
    const encoding = options.encoding ?? found.encoding;
    const { text: all, isLatin1 } = decodeBeginning(sample.subarray(found.markLength), encoding, whole);
    if (bytes === sampleBytes) refuseOtherText(source.name, all);
    const separator = /^sep=([ -~\t])(\r\n|\n|\r)/i.exec(all);
    const text = all.slice(separator?.[0].length ?? 0);
    const delimiter = options.delimiter ?? separator?.[1] ?? sniffDelimiter(text, quote, whole);
    let records = splitSample(text, delimiter, quote, whole);
    if (records.length < 2 && !whole && bytes < mostSampleBytes) continue;
    if (records.length === 0) {
      if (text.trim() === '') throw emptyFile(source.name);
      // A single row that never ends within the sample: the tokenizer will say what is wrong with it.
      records = [[{ text: text.slice(0, 40), quoted: false }]];
    }

    const { decimal, example } = options.decimal
      ? { decimal: options.decimal }
      : sniffDecimal(records, delimiter);
    if (example !== undefined) warnings.push(warn.decimalCommaAssumed(example));
    const header = options.header ?? sniffHeader(records, decimal, options.expectColumns ?? []);
    const rows = header ? records.slice(1) : records;
    const { columns, unnamed } = nameColumns(records, header, warnings);
    return {
      dialect: { delimiter, quote, header, decimal, encoding, lineEnd: sniffLineEnd(text) },
      skippedBytes: found.markLength + (separator?.[0].length ?? 0) * (encoding.startsWith('utf-16') ? 2 : 1),
      firstLine: separator ? 2 : 1,
      isLatin1,
      columns,
      unnamed,
      numeric: columns.map((_, column) => looksNumeric(rows, column, missing, decimalBytes[decimal])),
      warnings,
    };
  }
}

/** The first bytes of a file, and whether they are all of it. */
function readBeginning(chunks: Iterable<Uint8Array>, bytes: number): { sample: Uint8Array; whole: boolean } {
  const parts: Uint8Array[] = [];
  let length = 0;
  let whole = true;
  for (const chunk of chunks) {
    parts.push(chunk.slice(0, bytes - length));
    length += parts[parts.length - 1].length;
    if (length >= bytes) {
      whole = false;
      break;
    }
  }
  const sample = new Uint8Array(length);
  let position = 0;
  for (const part of parts) {
    sample.set(part, position);
    position += part.length;
  }
  return { sample, whole };
}

/** The columns' names: unique, none empty. */
function nameColumns(
  records: readonly (readonly SampleCell[])[],
  header: boolean,
  warnings: Warning[],
): { columns: string[]; unnamed: boolean[] } {
  let names = records[0].map(({ text }) => text);
  if (!header) {
    warnings.push(warn.noHeader());
    const columns = names.map((_, column) => `Column ${column + 1}`);
    return { columns, unnamed: names.map(() => false) };
  }
  // R leaves the row names' column without a name: every row is one cell longer than the header.
  const rows = records.slice(1);
  if (names.length > 1 && rows.length > 1 && rows.every(({ length }) => length === names.length + 1)) {
    // Row names differ from row to row; a comma that lacks its quotes does not make such a column.
    const rowNames = new Set(rows.map(([first]) => first.text));
    const hasLast = rows.some((row) => row[row.length - 1].text !== '');
    if (hasLast && rowNames.size === rows.length) names = ['', ...names];
  }
  const unnamed = names.map((name) => name === '');
  const taken = new Set(names);
  const seen = new Set<string>();
  const nextNumbers = new Map<string, number>();
  const repeated: string[] = [];
  const columns = names.map((name, column) => {
    const wanted = name === '' ? `Column ${column + 1}` : name;
    let unique = wanted;
    if (seen.has(unique) || (name === '' && taken.has(unique))) {
      let number = nextNumbers.get(wanted) ?? 2;
      do unique = `${wanted}_${number++}`;
      while (seen.has(unique) || taken.has(unique));
      nextNumbers.set(wanted, number);
      if (name !== '') repeated.push(`"${name}" → "${unique}"`);
    }
    seen.add(unique);
    return unique;
  });
  if (repeated.length > 0) warnings.push(warn.columnsRenamed(listNames(repeated, 5)));
  const without = columns.filter((_, column) => unnamed[column]);
  if (without.length > 0) warnings.push(warn.columnsWithoutName(without));
  return { columns, unnamed };
}

/** Whether all of a column's sampled cells are numbers or missing. */
function looksNumeric(
  rows: readonly (readonly SampleCell[])[],
  column: number,
  missing: MissingCells,
  decimal: number,
): boolean {
  const encoder = new TextEncoder();
  return rows.every((row) => {
    const text = row[column]?.text ?? '';
    const bytes = encoder.encode(text);
    return (
      missing.has(cellsOf(bytes), 0, bytes.length) ||
      !Number.isNaN(parseNumber(bytes, 0, bytes.length, decimal)) ||
      isInfinityWord(text)
    );
  });
}
