import type { CsvOptions, CsvSource } from '../../table/csv/csv-options.ts';
import { MissingCells } from '../../table/csv/columns.ts';
import type { Dialect } from '../../table/csv/dialect.ts';
import { defaultMissingValues } from '../../table/csv/missing.ts';
import { sniff } from '../../table/csv/sniff.ts';

/** The file of a dataset, and how a script reads it. */
export interface DatasetFile {
  /** The file's name, or a path to it. */
  readonly file: string;
  readonly dialect: Pick<Dialect, 'delimiter' | 'quote' | 'header' | 'decimal' | 'encoding'>;
  /** The texts that stand for a missing cell; without them the usual ones, and numbers such as -200. */
  readonly missingValues?: readonly string[];
  readonly badRows?: 'error' | 'skip';
  /** Columns that are left out. */
  readonly dropColumns?: readonly string[];
  /** Columns that are texts though they hold numbers. */
  readonly textColumns?: readonly string[];
}

const plainDialect = { delimiter: ',', quote: '"', header: true, decimal: '.', encoding: 'utf-8' } as const;

/** A file with commas, a header and nothing out of the ordinary. */
export function plainFile(file: string): DatasetFile {
  return { file, dialect: plainDialect };
}

/**
 * How a script is to read a file that Guidepost has read with these options: what they leave open is sniffed once
 * more on the file's beginning. Errors: `not-csv`, `empty-file`.
 */
export function datasetFile(
  source: CsvSource,
  options: CsvOptions = {},
  columns: Pick<DatasetFile, 'dropColumns' | 'textColumns'> = {},
): DatasetFile {
  const missing = new MissingCells(options.missingValues ?? defaultMissingValues);
  const { dialect, isLatin1 } = sniff(source, options, missing);
  const { delimiter, quote, header, decimal, encoding } = dialect;
  return {
    file: source.name,
    dialect: { delimiter, quote, header, decimal, encoding: isLatin1 ? 'windows-1252' : encoding },
    ...(options.missingValues && { missingValues: options.missingValues }),
    ...(options.badRows && { badRows: options.badRows }),
    ...columns,
  };
}
