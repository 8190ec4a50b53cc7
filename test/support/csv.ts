import type { CsvOptions, CsvSource } from '../../engine/table/csv/csv-options.ts';
import { readCsv, type CsvReport } from '../../engine/table/csv/read-csv.ts';
import { cellAt, type Table } from '../../engine/table/table.ts';

/** A file in memory, handed out in pieces of `chunkBytes` that share one buffer, as files on disk are. */
export function csvSource(content: string | Uint8Array, chunkBytes = 1 << 16, name = 'table.csv'): CsvSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    *open() {
      const buffer = new Uint8Array(chunkBytes);
      for (let start = 0; start < bytes.length; start += chunkBytes) {
        const piece = bytes.subarray(start, start + chunkBytes);
        buffer.set(piece);
        yield buffer.subarray(0, piece.length);
        buffer.fill(0xee);
      }
    },
  };
}

/** Reads a text or bytes as a CSV file. */
export function readText(content: string | Uint8Array, options?: CsvOptions, chunkBytes?: number): CsvReport {
  return readCsv(csvSource(content, chunkBytes), options);
}

/** A table's cells by row: numbers, texts, and null for missing. */
export function cells(table: Table): (number | string | null)[][] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => cellAt(column, row)),
  );
}
