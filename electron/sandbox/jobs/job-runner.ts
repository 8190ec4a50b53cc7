import { availableParallelism } from 'node:os';
import { batchWorkOf } from '../batch-endpoints/batch-job.ts';
import { scoreBatch } from '../batch-endpoints/score-batch.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { commandsNotAllowed } from './command-token.ts';
import { runCommandJob } from './command-job.ts';
import { runCommandPipeline } from './command-pipeline.ts';
import { isCommandPipeline } from './command-steps.ts';
import { runEngineJob } from './engine-job.ts';
import { computesOf } from './job-computes.ts';
import { endJob } from './job-end.ts';
import { changeJobRun, readJobRun, unfinishedJobs } from './job-state.ts';
import { keepLogs } from './kept-logs.ts';
import { removeLeftCommands } from './left-commands.ts';
import { hasNode, requestNode, roomOf } from '../machine-learning/nodes.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';

/** How often it looks for jobs that were deleted, and for room that was made. */
const lookMilliseconds = 250;
/** Commands without a compute share this machine. */
const mostWithoutCompute = Math.max(2, availableParallelism());

/** A job that is under way. */
interface Running {
  readonly job: StoredResource;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Runs the jobs of the sandbox: side by side as far as the nodes of their computes go and, where they train, the cores
 * of this machine; the others wait in the order in which they came. What has been begun is in the store: after a
 * restart an unfinished pipeline runs again from its start and comes to the same, and a command that ran has failed.
 */
export class JobRunner {
  private readonly world: World;
  private readonly waiting = new Set<string>();
  private readonly running = new Map<string, Running>();
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(world: World) {
    this.world = world;
  }

  /** Takes up what a restart has interrupted. */
  start(): void {
    const { world } = this;
    removeLeftCommands(world);
    for (const id of unfinishedJobs(world)) {
      const run = readJobRun(world, id);
      const job = world.resources.find(id);
      if (run?.waitsForever === true && job) continue;
      if (!job) endJob(world, id, 'Canceled', null);
      else if (!isCommand(job)) this.waiting.add(id);
      else if (run?.status === 'Running') {
        endJob(world, id, 'Failed', 'The sandbox was restarted while the command ran.');
      } else if (world.commandToken === undefined) endJob(world, id, 'Failed', commandsNotAllowed);
      else this.waiting.add(id);
    }
    this.advance();
  }

  /** Runs a job when its turn has come. */
  add(id: string): void {
    this.waiting.add(id.toLowerCase());
    this.advance();
  }

  /** Stops a job at once, whether it runs or waits. */
  cancel(id: string): void {
    endJob(this.world, id, 'Canceled', null);
    this.waiting.delete(id.toLowerCase());
    this.running.get(id.toLowerCase())?.stop.abort();
    this.advance();
  }

  /** Stops the work; the next start takes it up. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    const all = [...this.running.values()];
    for (const { stop } of all) stop.abort();
    await Promise.all(all.map(({ ended }) => ended));
  }

  /** Begins all that can begin. */
  private advance(): void {
    if (this.isClosed) return;
    const { world } = this;
    for (const [id, { job, stop }] of this.running) {
      if (!world.resources.find(job.id)) {
        endJob(world, id, 'Canceled', null);
        stop.abort();
      }
    }
    for (const id of this.waiting) {
      const job = world.resources.find(id);
      if (!job) endJob(world, id, 'Canceled', null);
      else {
        const obstacle = this.obstacleOf(job);
        if (obstacle !== undefined) {
          this.explain(id, obstacle);
          continue;
        }
        this.begin(id, job);
      }
      this.waiting.delete(id);
    }
    clearTimeout(this.timer);
    if (this.waiting.size + this.running.size === 0) return;
    this.timer = setTimeout(() => this.advance(), lookMilliseconds);
    this.timer.unref();
  }

  /** Why a job cannot begin now; `undefined` where it can. */
  private obstacleOf(job: StoredResource): string | undefined {
    const { world } = this;
    const computes = computesOf(job);
    for (const [index, id] of computes.entries()) {
      const compute = world.resources.find(id);
      // Without its compute it begins, and fails.
      if (!compute || hasNode(world, `${job.id}/${index}`)) continue;
      const { taken, most } = roomOf(world, compute);
      if (taken >= most) {
        return `Waiting: the compute ${compute.name} has ${most} node${most === 1 ? '' : 's'}, and other jobs are on ${most === 1 ? 'it' : 'them'}.`;
      }
    }
    const others = [...this.running.values()].map((running) => running.job);
    if (!isCommand(job)) {
      const training = others.filter((other) => !isCommand(other)).length;
      if (training < availableParallelism()) return undefined;
    } else {
      const free = others.filter((other) => isCommand(other) && computesOf(other).length === 0).length;
      if (computes.length > 0 || free < mostWithoutCompute) return undefined;
    }
    return 'Waiting: the cores of this machine are busy with other jobs.';
  }

  /** Says in the log of a job why it waits, once. */
  private explain(id: string, obstacle: string): void {
    const run = readJobRun(this.world, id);
    if (!run) return;
    const isSaid = run.log?.includes(obstacle) ?? false;
    if (run.status === 'Queued' && isSaid) return;
    const line = `${new Date(this.world.clock.now()).toISOString()} ${obstacle}\n`;
    changeJobRun(this.world, id, { status: 'Queued', log: (run.log ?? '') + (isSaid ? '' : line) });
  }

  private begin(id: string, job: StoredResource): void {
    const { world } = this;
    changeJobRun(world, id, { status: 'Queued' });
    let readyAt = 0;
    for (const [index, place] of computesOf(job).entries()) {
      const compute = world.resources.find(place);
      if (!compute) {
        endJob(world, id, 'Failed', `The compute '${place}' is gone.`);
        return;
      }
      readyAt = Math.max(readyAt, requestNode(world, compute, `${job.id}/${index}`));
    }
    const stop = new AbortController();
    const ended = this.run(job, readyAt, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) endJob(world, id, 'Failed', (error as Error).message);
      })
      .then(() => {
        this.running.delete(id);
        this.advance();
      });
    this.running.set(id, { job, stop, ended });
  }

  private async run(job: StoredResource, readyAt: number, signal: AbortSignal): Promise<void> {
    const { world } = this;
    await pause(readyAt - world.clock.now(), signal);
    if (signal.aborted) return;
    changeJobRun(world, job.id, { status: 'Running', startedAt: world.clock.now() });
    const error = await workOf(job)(world, job, signal);
    if (signal.aborted) return;
    await keepLogs(world, requireWorkspace(world, job.id), job, error);
    endJob(world, job.id, error === null ? 'Completed' : 'Failed', error);
  }
}

/** What does a job's work: to its end, or to an error in a sentence. */
function workOf(
  job: StoredResource,
): (world: World, job: StoredResource, signal: AbortSignal) => Promise<string | null> {
  if (batchWorkOf(job)) return scoreBatch;
  if (!isCommand(job)) return runEngineJob;
  return job.properties.jobType === 'Command' ? runCommandJob : runCommandPipeline;
}

/** Whether a job runs commands on this machine. */
function isCommand(job: StoredResource): boolean {
  return !batchWorkOf(job) && (job.properties.jobType === 'Command' || isCommandPipeline(job));
}

/** Waits, or until it is not needed any more. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
