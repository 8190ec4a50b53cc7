// One side of the bench: reads a CSV file in a fresh process.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { csvFile } from '../../electron/host/csv-file.ts';
import { readCsv } from '../../engine/table/csv/read-csv.ts';
import { answerRuns } from './worker.ts';

/** The most memory that this process has held, in MB. */
function peakMemory(): number {
  const line = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(line?.[1]) / 1024;
}

await answerRuns(() => {
  const start = performance.now();
  const { table } = readCsv(csvFile(process.argv[2]));
  const seconds = (performance.now() - start) / 1000;
  return { seconds, peak: peakMemory(), cells: table.rowCount * table.columns.length };
});
