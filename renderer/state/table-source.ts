import type { CsvOptions } from '../../engine/table/csv/csv-options.ts';

/** A file as a dataset of a drawing, and how it is read. */
export interface TableSource {
  /** The name that Dataset components of a drawing call it by. */
  readonly dataset: string;
  /** The file's name, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly options: CsvOptions;
  readonly dropColumns: readonly string[];
  readonly textColumns: readonly string[];
}
