import { Worker } from 'node:worker_threads';
import {
  componentOfId,
  importPipelineJob,
  stepKeys,
  webServiceInputName,
} from '../../../engine/export/pipeline-job.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { resources as hostResources } from '../../host/resources.ts';
import type { StoredResource } from '../resource-store.ts';
import { ensureContainer, writeBlob } from '../storage/blobs.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { readInput } from './job-input.ts';
import { changeStep, hasEnded, readJobRun } from './job-state.ts';
import type { JobMessage, JobWork } from './worker/messages.ts';
import { defaultContainer, requireWorkspace, workspaceAccount } from '../machine-learning/workspaces.ts';

/** Runs a pipeline of Guidepost's components in a worker thread; returns why it failed in a sentence, or null. */
export async function runEngineJob(
  world: World,
  job: StoredResource,
  signal: AbortSignal,
): Promise<string | null> {
  const workspace = requireWorkspace(world, job.id);
  const pipeline = pipelineOf(job);
  const keys = stepKeys(pipeline);
  const work = await prepare(world, job, workspace, pipeline);
  return inWorker(work, signal, async (message) => {
    if (message.type === 'outputs') {
      const place = { account: workspaceAccount(workspace), container: defaultContainer(workspace) };
      await ensureContainer(world, place);
      for (const {
        path: [node, port, name],
        text,
      } of message.files) {
        const blob = `azureml/${job.name}/${keys.get(node) ?? node}/${port}/${name}`;
        await writeBlob(world, { ...place, blob }, text);
      }
    } else if (message.type !== 'ended') {
      const key = keys.get(message.node);
      if (key !== undefined) note(world, job.id, key, message);
    }
  });
}

/** The drawing of a job. Error: `job-not-drawn`. */
export function pipelineOf({ properties, name }: StoredResource): Pipeline {
  const { displayName, jobs } = properties;
  return importPipelineJob(
    textOf(displayName ?? name),
    jobs as Readonly<Record<string, unknown>>,
    componentOfId,
  );
}

async function prepare(
  world: World,
  job: StoredResource,
  workspace: StoredResource,
  pipeline: Pipeline,
): Promise<JobWork> {
  const inputs = (job.properties.inputs ?? {}) as Readonly<Record<string, { uri?: string }>>;
  const tables = await Promise.all(
    Object.entries(inputs).map(([name, { uri = '' }]) => readInput(world, workspace, name, uri)),
  );
  return {
    pipeline,
    datasets: tables.filter(({ dataset }) => dataset !== webServiceInputName),
    request: tables.find(({ dataset }) => dataset === webServiceInputName),
    wasmPaths: hostResources().wasmPaths,
  };
}

/** Runs a worker to its end; returns the error in a sentence, or null. */
function inWorker(
  work: JobWork,
  signal: AbortSignal,
  onMessage: (message: JobMessage) => void | Promise<void>,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      resolve('The job was stopped.');
      return;
    }
    const worker = new Worker(workerFile(), { workerData: work });
    let last: string | null = 'The worker ended before its job did.';
    let handling: Promise<void> = Promise.resolve();
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop);
    worker.on('message', (message: JobMessage) => {
      if (message.type === 'ended') last = message.error;
      handling = handling.then(() => onMessage(message));
      handling.catch(() => worker.terminate());
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      handling.then(() => resolve(last), reject);
    });
  });
}

/** Notes how far a step has come. */
function note(
  world: World,
  id: string,
  key: string,
  message: Exclude<JobMessage, { type: 'outputs' | 'ended' }>,
): void {
  const run = readJobRun(world, id);
  const step = run?.steps[key];
  // A worker's last words may come after its job was cancelled.
  if (!step || hasEnded(run)) return;
  const now = world.clock.now();
  const line = (text: string): string => `${step.log}${new Date(now).toISOString()} ${text}\n`;
  if (message.type === 'running') {
    if (step.status === 'Running') return;
    changeStep(world, id, key, { status: 'Running', startedAt: now, log: line('Running.') });
  } else if (message.type === 'completed') {
    changeStep(world, id, key, { status: 'Completed', endedAt: now, log: line('Completed.') });
  } else if (message.type === 'failed') {
    changeStep(world, id, key, { status: 'Failed', endedAt: now, log: line(`Failed: ${message.message}`) });
  } else {
    const log = line('Skipped: a step before it failed.');
    changeStep(world, id, key, { status: 'Canceled', endedAt: now, log });
  }
}

/** The worker's file, beside this one; where all is one file, in a bundle, it is a bundle too. */
function workerFile(): URL {
  const isBundled = import.meta.url.endsWith('.cjs');
  return new URL(isBundled ? './run-job.cjs' : './worker/run-job.ts', import.meta.url);
}
