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
import { cellsOf, decodeBytes, isUtf8 } from './dictionary.ts';
import { refuseOtherKinds, sniffEncoding, toSingleBytes } from './encoding.ts';
import { emptyFile } from './errors.ts';
import { decimalBytes, isInfinityWord, parseNumber } from './numbers.ts';
import type { CsvOptions, CsvSource } from './csv-options.ts';
import * as warn from './warnings.ts';

/** What the beginning of a file tells of the whole. */
export interface Sniffed {
  readonly dialect: Dialect;
  /** How many bytes the encoding's mark takes. */
  readonly markLength: number;
  readonly columns: readonly string[];
  /** Which columns the header gives no name. */
  readonly unnamed: readonly boolean[];
  /** Which columns hold numbers, as far as the sample goes. */
  readonly numeric: readonly boolean[];
  readonly warnings: readonly Warning[];
}

const sampleBytes = 1 << 18;
const mostSampleBytes = 1 << 28;

/** Looks at the beginning of a file; more of it where its rows are very long. Errors: `not-csv`, `empty-file`. */
export function sniff(source: CsvSource, options: CsvOptions, missing: MissingCells): Sniffed {
  const raw = readBeginning(source.open(), sampleBytes).sample;
  const found = sniffEncoding(raw);
  const encoding = options.encoding ?? found.encoding;
  refuseOtherKinds(source.name, raw, encoding);
  const quote = options.quote ?? '"';

  let bytes = sampleBytes;
  let text: string;
  let records: SampleCell[][];
  let delimiter: string;
  let isWhole: boolean;
  do {
    const { sample, whole } = readBeginning(toSingleBytes(source.open(), encoding, found.markLength), bytes);
    text = decodeSample(sample, encoding === 'windows-1252');
    delimiter = options.delimiter ?? sniffDelimiter(text, quote, whole);
    records = splitSample(text, delimiter, quote, whole);
    isWhole = whole;
    bytes *= 8;
  } while (records.length < 2 && !isWhole && bytes <= mostSampleBytes);
  if (records.length === 0) {
    // A single row that never ends within the sample: the tokenizer will say what is wrong with it.
    if (text.trim() === '') throw emptyFile(source.name);
    records = [[{ text: text.slice(0, 40), quoted: false }]];
  }

  const decimal = options.decimal ?? sniffDecimal(records, delimiter);
  const header = options.header ?? sniffHeader(records, decimal, options.expectColumns ?? []);
  const dialect: Dialect = { delimiter, quote, header, decimal, encoding, lineEnd: sniffLineEnd(text) };
  const rows = header ? records.slice(1) : records;
  const warnings: Warning[] = [];
  const { columns, unnamed } = nameColumns(records, header, warnings);
  const numeric = columns.map((_, column) => looksNumeric(rows, column, missing, decimalBytes[decimal]));
  return { dialect, markLength: found.markLength, columns, unnamed, numeric, warnings };
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

/** The sample as text; a character that its end cuts in two does not count against UTF-8. */
function decodeSample(sample: Uint8Array, latin1: boolean): string {
  let end = sample.length;
  for (let back = 0; back < 3 && end > 0 && sample[end - 1] >= 0x80; back++) end--;
  const valid = !latin1 && isUtf8(sample.subarray(0, end));
  return decodeBytes(sample, valid ? 'utf-8' : 'windows-1252');
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
    if (rows.some((row) => row[row.length - 1].text !== '')) names = ['', ...names];
  }
  const unnamed = names.map((name) => name === '');
  const taken = new Set(names);
  const seen = new Set<string>();
  const repeated: string[] = [];
  const columns = names.map((name, column) => {
    const wanted = name === '' ? `Column ${column + 1}` : name;
    let unique = wanted;
    if (seen.has(unique) || (name === '' && taken.has(unique))) {
      for (let number = 2; seen.has(unique) || taken.has(unique); number++) unique = `${wanted}_${number}`;
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
