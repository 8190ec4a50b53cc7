import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { datasetFile, exportPython, type DatasetFile } from '../../engine/export/python-script.ts';
import type { Pipeline } from '../../engine/pipeline/pipeline.ts';
import { datasetNames, runPipeline, type RunResult } from '../../engine/pipeline/run.ts';
import type { JsonCell } from '../../engine/pipeline/run-inference.ts';
import type { CsvOptions } from '../../engine/table/csv/csv-options.ts';
import { readCsv } from '../../engine/table/csv/read-csv.ts';
import { dropColumns, type Table } from '../../engine/table/table.ts';
import { asTextColumns } from '../../engine/table/text-columns.ts';
import { csvSource } from './csv.ts';
import type { PythonSession } from './python-session.ts';

/** What a script prints with --json. */
export interface ScriptReport {
  readonly models: Readonly<
    Record<
      string,
      {
        readonly learner: string;
        readonly rows: number;
        readonly objective?: number;
        readonly intercept?: number;
        readonly coefficients?: Readonly<Record<string, number>>;
        readonly classCoefficients?: Readonly<Record<string, Readonly<Record<string, number>>>>;
      }
    >
  >;
  readonly predictions: Readonly<
    Record<
      string,
      { readonly rows: readonly number[]; readonly columns: readonly string[]; readonly values: JsonCell[][] }
    >
  >;
  readonly evaluations: Readonly<
    Record<
      string,
      readonly {
        readonly rows: number;
        readonly rowsWithoutLabel: number;
        readonly metrics: Readonly<Record<string, unknown>>;
        readonly baseline: Readonly<Record<string, unknown>>;
      }[]
    >
  >;
  readonly answers: Readonly<Record<string, readonly Readonly<Record<string, JsonCell>>[]>>;
}

/** A file, how it is read, and what is done to its columns. */
export interface TestFile {
  readonly content: string | Uint8Array;
  readonly options?: CsvOptions;
  readonly dropColumns?: readonly string[];
  readonly textColumns?: readonly string[];
}

/** The same drawing run by the engine and as a script, on the same file under every dataset's name. */
export async function runBoth(
  python: PythonSession,
  folder: string,
  pipeline: Pipeline,
  { content, options = {}, dropColumns: drop = [], textColumns = [] }: TestFile,
): Promise<{ engine: RunResult; report: ScriptReport | undefined; error: string; script: string }> {
  writeFileSync(path.join(folder, 'table.csv'), content);
  const source = csvSource(content);
  const table: Table = asTextColumns(dropColumns(readCsv(source, options).table, drop), textColumns);
  const file: DatasetFile = datasetFile(source, options, { dropColumns: drop, textColumns });
  const names = datasetNames(pipeline);
  const engine = await runPipeline(pipeline, {
    datasets: Object.fromEntries(names.map((name) => [name, table])),
  });
  const script = exportPython(pipeline, { files: Object.fromEntries(names.map((name) => [name, file])) });
  writeFileSync(path.join(folder, 'script.py'), script);
  const { stdout, error } = await python.run(folder, 'script.py', ['--json']);
  const report = error === '' ? (JSON.parse(stdout) as ScriptReport) : undefined;
  return { engine, report, error, script };
}
