import { parentOf, type Properties, type StoredResource } from '../resource-store.ts';
import { putResource } from '../resource-routes.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import type { JobRunner } from './job-runner.ts';
import { hasEnded, readJobRun } from './job-state.ts';
import { submitScheduledJob } from './jobs.ts';
import { nextTime } from './schedule-times.ts';
import { schedule } from './schedules.ts';

/** No look comes sooner after another, however fast the sandbox's clock goes. */
const leastMilliseconds = 100;
const mostMilliseconds = 1 << 30;
/** After so many times that have passed it goes on from now. */
const mostMissed = 1000;
const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/schedules/{name}';

/** What is known of a schedule while the sandbox runs. */
interface Watched {
  /** The schedule as it was when this was noted. */
  readonly changedAt: number;
  /** The last time of its own that was looked at. */
  readonly after: number;
  /** The last job that it has started. */
  readonly job: string | undefined;
}

/**
 * Starts the jobs of schedules at their times. Their clock begins with their last change, and goes as many times
 * faster as the sandbox's. Times that pass while the sandbox is off, or while the last job has not ended, start
 * nothing.
 */
export class ScheduleRunner {
  private readonly world: World;
  private readonly runner: JobRunner;
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(world: World, runner: JobRunner) {
    this.world = world;
    this.runner = runner;
  }

  /** Looks at schedules that are there; what they have missed is not made up for. */
  start(): void {
    for (const one of this.enabled()) this.watch(one, { after: this.timeOf(one) });
    this.look();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  /** A schedule that was changed counts from now on. */
  routes(): Route[] {
    return [
      {
        name: 'Schedules_CreateOrUpdate',
        method: 'PUT',
        path: one,
        handle: async (request) => {
          const reply = await putResource(schedule, this.world, request);
          this.look();
          return reply;
        },
      },
    ];
  }

  private enabled(): StoredResource[] {
    const { resources, subscription } = this.world;
    return resources
      .inside(`/subscriptions/${subscription}`, `${schedule.provider}/${schedule.type}`)
      .filter(({ properties, goneAt }) => properties.isEnabled !== false && goneAt === null);
  }

  private watch(one: StoredResource, changes: Partial<Watched>): Watched {
    const key = one.id.toLowerCase();
    const known = this.watched.get(key);
    const isSame = known?.changedAt === one.changedAt;
    // A new one starts its first job at once, unless it says when.
    const after = isSame ? known.after : one.changedAt - (one.createdAt === one.changedAt ? 1 : 0);
    const watched = { changedAt: one.changedAt, after, job: known?.job, ...changes };
    this.watched.set(key, watched);
    return watched;
  }

  /** The time by the clock of a schedule. */
  private timeOf({ changedAt }: StoredResource): number {
    const { clock } = this.world;
    return changedAt + (clock.now() - changedAt) / this.pace();
  }

  /** How long a millisecond of Azure's takes here. */
  private pace(): number {
    return this.world.clock.duration(1) / 1000;
  }

  private look(): void {
    clearTimeout(this.timer);
    let soonest = mostMilliseconds;
    for (const one of this.enabled()) {
      const due = this.advance(one);
      if (due !== undefined) soonest = Math.min(soonest, (due - this.timeOf(one)) * this.pace());
    }
    if (soonest === mostMilliseconds) return;
    this.timer = setTimeout(() => this.look(), Math.max(leastMilliseconds, soonest));
    this.timer.unref();
  }

  /** Starts the job of a schedule where a time has come; returns the next time by its clock. */
  private advance(one: StoredResource): number | undefined {
    const { after } = this.watch(one, {});
    const trigger = one.properties.trigger as Properties;
    const now = this.timeOf(one);
    const isNew = after < one.changedAt && typeof trigger.startTime !== 'string';
    let come = isNew ? one.changedAt : undefined;
    let next = nextTime(trigger, one.createdAt, after);
    for (let count = 0; next !== undefined && next <= now; count++) {
      come = next;
      next = nextTime(trigger, one.createdAt, count < mostMissed ? next : now);
    }
    if (come !== undefined) this.begin(one, come);
    this.watch(one, { after: Math.max(after, come ?? after) });
    return next;
  }

  private begin(one: StoredResource, time: number): void {
    const { world, runner } = this;
    const { jobDefinition, actionType } = one.properties.action as Properties;
    const last = this.watch(one, {}).job;
    const run = last === undefined ? undefined : readJobRun(world, last);
    const workspace = world.resources.find(parentOf(one.id));
    if (actionType !== 'CreateJob' || (run && !hasEnded(run)) || !workspace || workspace.goneAt !== null)
      return;
    const stamp = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
    const name = `${one.name}-${stamp}`;
    if (world.resources.find(`${workspace.id}/jobs/${name}`)) return;
    const properties = { displayName: name, ...(jobDefinition as Properties) };
    const mayRun = one.secrets.mayRunCommands === true;
    const { id } = submitScheduledJob(world, runner, workspace, { name, properties, mayRun });
    this.watch(one, { job: id });
  }
}
