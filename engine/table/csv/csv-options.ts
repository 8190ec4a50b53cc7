import type { Encoding } from './encoding.ts';

/** A file that can be read from its beginning more than once. */
export interface CsvSource {
  /** The file's name, for messages. */
  readonly name: string;
  /** The bytes from the start, in pieces of any size; a piece may be overwritten once the next is asked for. */
  open(): Iterable<Uint8Array>;
}

/** How to read a file; what is not said is sniffed. */
export interface CsvOptions {
  /** One character; a blank stands for runs of blanks. */
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header?: boolean;
  readonly decimal?: '.' | ',';
  readonly encoding?: Encoding;
  /** The texts that stand for a missing cell, instead of the usual ones and of sentinels such as -200. */
  readonly missingValues?: readonly string[];
  /** Rows with too many or too few cells are an error, or left out and counted. Default `error`. */
  readonly badRows?: 'error' | 'skip';
  /** Names that the header, if there is one, holds. */
  readonly expectColumns?: readonly string[];
}
