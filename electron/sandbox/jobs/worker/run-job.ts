// A worker thread: runs one pipeline and sends what comes out of it.
import { parentPort, workerData } from 'node:worker_threads';
import { webServiceInput } from '../../../../engine/components/web-service-input/web-service-input.ts';
import { EngineError } from '../../../../engine/errors.ts';
import { tableFromRows } from '../../../../engine/pipeline/input-schema.ts';
import { rowsOf } from '../../../../engine/pipeline/run-inference.ts';
import { runPipeline, type RunResult } from '../../../../engine/pipeline/run.ts';
import { readCsv } from '../../../../engine/table/csv/read-csv.ts';
import { dropColumns, selectColumns, type Table } from '../../../../engine/table/table.ts';
import { asTextColumns } from '../../../../engine/table/text-columns.ts';
import { startTensorFlow } from '../../../../engine/train/tensorflow.ts';
import type { JobInput, JobMessage, JobWork } from './messages.ts';
import { writeOutputs } from './outputs.ts';

const send = (message: JobMessage): void => parentPort?.postMessage(message);

/** The rows of an input, read as its description says. */
function readInput({ name, bytes, options, dropColumns: dropped, textColumns }: JobInput): Table {
  const { table } = readCsv({ name, open: () => [bytes] }, options);
  return asTextColumns(dropColumns(table, dropped), textColumns);
}

/** The rows that stand in for a request: the columns that it may have. */
function requestRows({ pipeline }: JobWork, table: Table): Table {
  const node = pipeline.nodes.find(({ component }) => component === webServiceInput.type);
  const { columns } = webServiceInput.settings.parse(node?.settings ?? {});
  const names = columns.map(({ name }) => name);
  return tableFromRows(rowsOf(selectColumns(table, names)), columns);
}

async function work(job: JobWork): Promise<RunResult> {
  await startTensorFlow({ wasmPaths: job.wasmPaths });
  const datasets = Object.fromEntries(job.datasets.map((input) => [input.dataset, readInput(input)]));
  return runPipeline(job.pipeline, {
    datasets,
    ...(job.request && { webServiceInput: requestRows(job, readInput(job.request)) }),
    onEvent(event) {
      if (event.type === 'running') send({ type: 'running', node: event.node, share: event.share });
      else if (event.type === 'completed' || event.type === 'reused')
        send({ type: 'completed', node: event.node });
      else if (event.type === 'failed')
        send({ type: 'failed', node: event.node, message: describe(event.error) });
      else if (event.type === 'skipped') send({ type: 'skipped', node: event.node });
    },
  });
}

function describe(error: unknown): string {
  if (error instanceof EngineError) return `${error.message} ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}

async function run(): Promise<void> {
  try {
    const result = await work(workerData as JobWork);
    const failed = Object.values(result.errors).map(describe);
    // Also of a job that failed: what its other components have put out is there.
    send({ type: 'outputs', files: writeOutputs(result) });
    send({
      type: 'ended',
      error: result.status === 'completed' ? null : (failed[0] ?? 'The job was stopped.'),
    });
  } catch (error) {
    send({ type: 'ended', error: describe(error) });
  }
}

void run();
