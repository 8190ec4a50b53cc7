import { Worker } from 'node:worker_threads';
import {
  componentOfId,
  importPipelineJob,
  stepKeys,
  webServiceInputName,
} from '../../../engine/export/pipeline-job.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { resources as hostResources } from '../../host/resources.ts';
import { batchWorkOf } from '../batch-endpoints/batch-job.ts';
import { scoreBatch } from '../batch-endpoints/score-batch.ts';
import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import { ensureContainer, writeBlob } from '../storage/blobs.ts';
import type { World } from '../world.ts';
import { readInput } from './job-input.ts';
import { changeJobRun, hasEnded, readJobRun, unfinishedJobs, type JobStatus } from './job-state.ts';
import { runCommand } from './run-command.ts';
import { keepLogs } from './kept-logs.ts';
import { releaseNode, requestNode } from './nodes.ts';
import { defaultContainer, requireWorkspace, workspaceAccount } from './workspaces.ts';
import type { JobMessage, JobWork } from './worker/messages.ts';
import { textOf } from '../text-of.ts';

/**
 * Runs the jobs of the sandbox, one after the other, each in a worker thread. What has been begun is in the store:
 * after a restart an unfinished job runs again from its start and comes to the same.
 */
export class JobRunner {
  private readonly world: World;
  private readonly queue: string[] = [];
  private current: { readonly id: string; readonly stop: AbortController } | undefined;
  private isClosed = false;
  private idle: Promise<void> = Promise.resolve();

  constructor(world: World) {
    this.world = world;
  }

  /** Takes up what a restart has interrupted. */
  start(): void {
    for (const id of unfinishedJobs(this.world)) {
      if (this.world.resources.find(id)?.properties.jobType === 'Command') {
        this.end(id, 'Failed', 'The sandbox was restarted while the command ran.');
      } else if (readJobRun(this.world, id)?.waitsForever !== true) this.add(id);
    }
  }

  /** Runs a job when its turn has come. */
  add(id: string): void {
    this.queue.push(id);
    if (!this.current) this.idle = this.runNext();
  }

  /** Stops a job at once, whether it runs or waits. */
  cancel(id: string): void {
    this.end(id, 'Canceled', null);
    if (this.current?.id.toLowerCase() === id.toLowerCase()) this.current.stop.abort();
  }

  /** Stops the work; the next start takes it up. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.current?.stop.abort();
    await this.idle;
  }

  private async runNext(): Promise<void> {
    for (;;) {
      const id = this.queue.shift();
      if (id === undefined || this.isClosed) return;
      const run = readJobRun(this.world, id);
      const job = this.world.resources.find(id);
      if (!run || hasEnded(run) || !job) {
        if (run && !job && !hasEnded(run)) this.end(id, 'Canceled', null);
        continue;
      }
      const stop = new AbortController();
      this.current = { id, stop };
      try {
        await this.run(job, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) this.end(id, 'Failed', (error as Error).message);
      }
      this.current = undefined;
    }
  }

  private async run(job: StoredResource, signal: AbortSignal): Promise<void> {
    const { world } = this;
    changeJobRun(world, job.id, { status: 'Queued' });
    await this.waitForNodes(job, signal);
    if (signal.aborted) return;
    changeJobRun(world, job.id, { status: 'Running', startedAt: world.clock.now() });
    const workspace = requireWorkspace(world, job.id);
    const doWork = batchWorkOf(job)
      ? scoreBatch
      : job.properties.jobType === 'Command'
        ? runCommand
        : undefined;
    if (doWork) {
      const failed = await doWork(world, job, signal);
      if (signal.aborted) return;
      await keepLogs(world, workspace, job, failed);
      this.end(job.id, failed === null ? 'Completed' : 'Failed', failed);
      return;
    }
    const pipeline = pipelineOf(job);
    const keys = stepKeys(pipeline);
    const work = await this.prepare(job, workspace, pipeline);
    const error = await this.inWorker(work, signal, async (message) => {
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
        if (key !== undefined) this.note(job.id, key, message);
      }
    });
    if (signal.aborted) return;
    await keepLogs(world, workspace, job, error);
    this.end(job.id, error === null ? 'Completed' : 'Failed', error);
  }

  /** Waits for a node of each compute that the job uses. */
  private async waitForNodes(job: StoredResource, signal: AbortSignal): Promise<void> {
    const { world } = this;
    let readyAt = 0;
    for (const [index, id] of computesOf(job).entries()) {
      const compute = world.resources.find(id);
      if (!compute) throw new Error(`The compute '${id}' is gone.`);
      readyAt = Math.max(readyAt, requestNode(world, compute, `${job.id}/${index}`));
    }
    const wait = readyAt - world.clock.now();
    if (wait <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private async prepare(
    job: StoredResource,
    workspace: StoredResource,
    pipeline: Pipeline,
  ): Promise<JobWork> {
    const inputs = (job.properties.inputs ?? {}) as Readonly<Record<string, { uri?: string }>>;
    const tables = await Promise.all(
      Object.entries(inputs).map(([name, { uri = '' }]) => readInput(this.world, workspace, name, uri)),
    );
    return {
      pipeline,
      datasets: tables.filter(({ dataset }) => dataset !== webServiceInputName),
      request: tables.find(({ dataset }) => dataset === webServiceInputName),
      wasmPaths: hostResources().wasmPaths,
    };
  }

  /** Runs a worker to its end; returns the error in a sentence, or null. */
  private inWorker(
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
  private note(id: string, key: string, message: Exclude<JobMessage, { type: 'outputs' | 'ended' }>): void {
    const { world } = this;
    const found = readJobRun(world, id);
    const step = found?.steps[key];
    // A worker's last words may come after its job was cancelled.
    if (!step || hasEnded(found)) return;
    const now = world.clock.now();
    const line = (text: string): string => `${step.log}${new Date(now).toISOString()} ${text}\n`;
    const changed =
      message.type === 'running'
        ? step.status === 'Running'
          ? undefined
          : { ...step, status: 'Running' as const, startedAt: now, log: line('Running.') }
        : message.type === 'completed'
          ? { ...step, status: 'Completed' as const, endedAt: now, log: line('Completed.') }
          : message.type === 'failed'
            ? { ...step, status: 'Failed' as const, endedAt: now, log: line(`Failed: ${message.message}`) }
            : {
                ...step,
                status: 'Canceled' as const,
                endedAt: now,
                log: line('Skipped: a step before it failed.'),
              };
    const run = readJobRun(world, id);
    if (changed && run) changeJobRun(world, id, { steps: { ...run.steps, [key]: changed } });
  }

  private end(id: string, status: JobStatus, error: string | null): void {
    const { world } = this;
    const run = readJobRun(world, id);
    if (!run || hasEnded(run)) return;
    const now = world.clock.now();
    const steps = Object.fromEntries(
      Object.entries(run.steps).map(([key, step]) => [
        key,
        ['Completed', 'Failed', 'Canceled'].includes(step.status)
          ? step
          : {
              ...step,
              status: status === 'Completed' ? ('Completed' as const) : ('Canceled' as const),
              endedAt: now,
            },
      ]),
    );
    changeJobRun(world, id, { status, error, endedAt: now, steps });
    const job = world.resources.find(id);
    if (job) computesOf(job).forEach((_, index) => releaseNode(world, `${job.id}/${index}`));
  }
}

/** The computes of a job and of its steps, each once. */
export function computesOf({ properties }: StoredResource): string[] {
  const steps = Object.values((properties.jobs ?? {}) as Readonly<Record<string, unknown>>);
  const { settings } = properties;
  const shared = isObject(settings) ? settings.default_compute : undefined;
  const ids = [
    properties.computeId,
    shared,
    ...steps.map((step) => (isObject(step) ? step.computeId : undefined)),
  ];
  return [...new Set(ids.filter((id): id is string => typeof id === 'string').map((id) => id.toLowerCase()))];
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

/** The worker's file, beside this one; where all is one file, in a bundle, it is a bundle too. */
function workerFile(): URL {
  const isBundled = import.meta.url.endsWith('.cjs');
  return new URL(isBundled ? './run-job.cjs' : './worker/run-job.ts', import.meta.url);
}
