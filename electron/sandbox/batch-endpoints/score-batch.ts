import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError } from '../../../engine/errors.ts';
import { parsePipeline } from '../../../engine/pipeline/pipeline.ts';
import { prepareInference, rowsOf, type PreparedInference } from '../../../engine/pipeline/run-inference.ts';
import { takeRows } from '../../../engine/table/table.ts';
import { resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';
import { changeJobRun, hasEnded, readJobRun, type StepRun } from '../jobs/job-state.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import { readInferenceModel } from '../online-endpoints/inference-model.ts';
import type { StoredResource } from '../resource-store.ts';
import { ensureContainer, writeBlob, type BlobPlace } from '../storage/blobs.ts';
import type { World } from '../world.ts';
import { batchStep, batchWorkOf, type BatchWork } from './batch-job.ts';
import { fileName, listInputs, readTable } from './input-files.ts';
import {
  joinPredictions,
  noPredictions,
  predictionsOf,
  writePredictions,
  type Predictions,
} from './predictions.ts';

/** So many rows are scored without letting others have their turn. */
const rowsAtOnce = 500;

/**
 * Scores what a job of a batch endpoint was given: mini-batch by mini-batch, each file by itself, all predictions
 * into one file. Returns why it failed in a sentence, or null; an abort ends it between two rows. Done again after
 * a kill it comes to the same.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-use-batch-model-deployments
 */
export async function scoreBatch(
  world: World,
  job: StoredResource,
  signal: AbortSignal,
): Promise<string | null> {
  const work = batchWorkOf(job);
  if (!work) return 'The job has no batch endpoint.';
  const workspace = requireWorkspace(world, job.id);
  const say = (line: string): void => note(world, job.id, line);
  note(world, job.id, `Scoring ${work.inputUri} by the deployment ${work.deployment}.`, true);
  const model = world.resources.find(work.model);
  if (!model) return `The model '${work.model}' is gone.`;
  const { pipeline, failure, log } = await readInferenceModel(model, world);
  log.forEach(say);
  if (pipeline === undefined) return failure ?? null;
  const files = await listInputs(world, workspace, work);
  if (files.length === 0) return `There are no files at ${work.inputUri}.`;
  const scoring = { world, inference: prepareInference(parsePipeline(pipeline)), signal, say };
  const scored = await scoreFiles(scoring, files, work);
  if (signal.aborted) return 'The job was stopped.';
  if (typeof scored === 'string') return scored;
  if (work.outputAction === 'AppendRow') {
    const place = resolveDatastoreUri(world, workspace, work.outputUri);
    await ensureContainer(world, place);
    await writeBlob(world, place, writePredictions(scored), 'text/csv');
    say(`Wrote ${scored.rows} predictions to ${work.outputUri}.`);
  } else say(`Scored ${scored.rows} rows; the deployment keeps a summary only.`);
  return null;
}

interface Scoring {
  readonly world: World;
  readonly inference: PreparedInference;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** The predictions for all files; why too many of the files have failed. */
async function scoreFiles(
  scoring: Scoring,
  files: readonly BlobPlace[],
  { miniBatchSize, errorThreshold }: BatchWork,
): Promise<Predictions | string> {
  const { say, signal } = scoring;
  let predictions = noPredictions;
  let failures = 0;
  const batches = Math.ceil(files.length / miniBatchSize);
  for (let batch = 0; batch < batches && !signal.aborted; batch++) {
    const group = files.slice(batch * miniBatchSize, (batch + 1) * miniBatchSize);
    const before = predictions.rows;
    for (const place of group) {
      const file = fileName(place);
      try {
        predictions = joinPredictions(predictions, await scoreFile(scoring, place));
      } catch (error) {
        failures++;
        say(`${file} has failed: ${describe(error)}`);
        if (errorThreshold >= 0 && failures > errorThreshold) {
          return `${failures} of ${files.length} files have failed, which is more than the error threshold of ${errorThreshold}. The last one, ${file}: ${describe(error)}`;
        }
      }
    }
    const rows = predictions.rows - before;
    say(`Mini-batch ${batch + 1} of ${batches}: ${group.length} files, ${rows} rows.`);
  }
  if (failures > 0) say(`${failures} of ${files.length} files have failed.`);
  return predictions;
}

async function scoreFile({ world, inference, signal }: Scoring, place: BlobPlace): Promise<Predictions> {
  const table = await readTable(world, place, inference.columns);
  const file = fileName(place);
  let scored = noPredictions;
  for (let start = 0; start < table.rowCount && !signal.aborted; start += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, table.rowCount - start);
    const positions = Uint32Array.from({ length: count }, (_, index) => start + index);
    const answers = await inference.answer(rowsOf(takeRows(table, positions)));
    scored = joinPredictions(scored, predictionsOf(answers, file));
    await nextTurn();
  }
  return scored;
}

/** A fault of a file in a sentence. */
function describe(error: unknown): string {
  if (error instanceof EngineError) return `${error.message} ${error.hint}`;
  const { code, message } = error as { code?: unknown; message: string };
  return code === 'BlobNotFound' ? 'There is no such blob.' : message.split('\n')[0];
}

/** Adds a line to the log of a job's step; the first one says that it runs. */
function note(world: World, id: string, line: string, isFirst = false): void {
  const run = readJobRun(world, id);
  const step = run?.steps[batchStep];
  if (!step || hasEnded(run)) return;
  const now = world.clock.now();
  const text = `${new Date(now).toISOString()} ${line}\n`;
  const changed: StepRun = isFirst
    ? { ...step, status: 'Running', startedAt: now, log: text }
    : { ...step, log: step.log + text };
  changeJobRun(world, id, { steps: { ...run.steps, [batchStep]: changed } });
}
