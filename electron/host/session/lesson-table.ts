import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CsvOptions } from '../../../engine/table/csv/csv-options.ts';
import { csvFile } from '../csv-file.ts';
import { tableColumnsMissing } from '../errors.ts';
import { resources } from '../resources.ts';

const tableFile = 'data/loans.csv';

/**
 * The table that a pack in a folder is played with: the learner's own where it is still there, else the pack's. A pack
 * without a table plays with that of the first lesson.
 */
export function lessonTable(folder: string, own: string | null): string {
  const first = path.join(resources().packs, 'loan-approval', tableFile);
  return [own, path.join(folder, tableFile)].find((file) => file !== null && existsSync(file)) ?? first;
}

/** Whether a table can be played with: it has the columns of the lesson's own. Error: `table-columns-missing`. */
export async function checkColumns(file: string, builtIn: string): Promise<void> {
  // Loaded when a learner brings a table: a start does without the reader.
  const { readCsv } = await import('../../../engine/table/csv/read-csv.ts');
  const namesOf = (table: string, options: CsvOptions = {}): string[] =>
    readCsv(csvFile(table), options).table.columns.map(({ name }) => name);
  const expected = namesOf(builtIn);
  const columns = namesOf(file, { expectColumns: expected });
  const missing = expected.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw tableColumnsMissing(path.basename(file), missing, columns);
}
