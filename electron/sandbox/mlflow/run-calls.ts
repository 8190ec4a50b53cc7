import { randomUUID } from 'node:crypto';
import { isObject } from '../envelope.ts';
import type { ArmReply, ArmRequest } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import type { Json } from '../../store/journal-line.ts';
import { requireExperiment } from './experiments.ts';
import { bodyOf, listOf, MlflowError, requiredText } from './mlflow-error.ts';
import { searchRuns } from './run-search.ts';
import {
  historyOf,
  requireRun,
  saveRun,
  showRun,
  type MetricPoint,
  type TrackedRun,
} from './tracked-runs.ts';

type Call = (world: World, workspace: string, request: ArmRequest) => ArmReply;
type Values = Readonly<Record<string, Json>>;

const done = (body: object = {}): ArmReply => ({ status: 200, body });
const numberOf = (value: unknown, other: number): number => {
  const found = typeof value === 'string' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : other;
};

/** What is asked of runs: by the last part of the path. */
export const runCalls: Readonly<Record<string, Call>> = {
  create(world, workspace, request) {
    const body = bodyOf(request.body);
    const experiment = requiredText(body.experiment_id, 'experiment_id');
    requireExperiment(world, workspace, experiment);
    const tags = tagsOf(body.tags);
    const run: TrackedRun = {
      id: randomUUID().replaceAll('-', ''),
      name: textOf(body.run_name ?? tags['mlflow.runName'] ?? 'run'),
      experiment,
      user: textOf(body.user_id ?? 'Learner'),
      status: 'RUNNING',
      startedAt: numberOf(body.start_time, world.clock.now()),
      endedAt: null,
      stage: 'active',
      params: {},
      tags,
      metrics: {},
      logged: 0,
    };
    saveRun(world, workspace, run);
    return done({ run: showRun(run) });
  },
  get(world, workspace, { query }) {
    const id = requiredText(query.get('run_id') ?? query.get('run_uuid'), 'run_id');
    return done({ run: showRun(requireRun(world, workspace, id)) });
  },
  update(world, workspace, request) {
    const { body, run } = target(world, workspace, request);
    const changed: TrackedRun = {
      ...run,
      status: textOf(body.status ?? run.status),
      endedAt: body.end_time === undefined ? run.endedAt : numberOf(body.end_time, world.clock.now()),
      name: textOf(body.run_name ?? run.name),
    };
    saveRun(world, workspace, changed);
    return done({ run_info: showRun(changed).info });
  },
  delete: stage('deleted'),
  restore: stage('active'),
  'log-metric'(world, workspace, request) {
    const { body, run } = active(world, workspace, request);
    saveRun(world, workspace, run, [pointOf(body, world)]);
    return done();
  },
  'log-parameter'(world, workspace, request) {
    const { body, run } = active(world, workspace, request);
    saveRun(world, workspace, withParams(run, [body]));
    return done();
  },
  'set-tag'(world, workspace, request) {
    const { body, run } = active(world, workspace, request);
    saveRun(world, workspace, { ...run, tags: { ...run.tags, ...tagsOf([body]) } });
    return done();
  },
  'delete-tag'(world, workspace, request) {
    const { body, run } = active(world, workspace, request);
    const name = requiredText(body.key, 'key');
    if (!Object.hasOwn(run.tags, name)) {
      throw new MlflowError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${name} in run with id ${run.id}`);
    }
    const tags = Object.fromEntries(Object.entries(run.tags).filter(([key]) => key !== name));
    saveRun(world, workspace, { ...run, tags });
    return done();
  },
  'log-batch'(world, workspace, request) {
    const { body, run } = active(world, workspace, request);
    const points = listOf(body.metrics, 'metrics').map((metric) => pointOf(metric, world));
    const changed = withParams(run, listOf(body.params, 'params'));
    saveRun(world, workspace, { ...changed, tags: { ...run.tags, ...tagsOf(body.tags) } }, points);
    return done();
  },
  search: (world, workspace, request) => searchRuns(world, workspace, bodyOf(request.body)),
};

/** All values of a metric. */
export const metricHistory: Call = (world, workspace, { query }) => {
  const run = requireRun(
    world,
    workspace,
    requiredText(query.get('run_id') ?? query.get('run_uuid'), 'run_id'),
  );
  const metrics = historyOf(world, workspace, run.id, requiredText(query.get('metric_key'), 'metric_key'));
  return done({ metrics });
};

function target(world: World, workspace: string, request: ArmRequest): { body: Values; run: TrackedRun } {
  const body = bodyOf(request.body);
  return { body, run: requireRun(world, workspace, requiredText(body.run_id ?? body.run_uuid, 'run_id')) };
}

/** A run that is not deleted. */
function active(world: World, workspace: string, request: ArmRequest): { body: Values; run: TrackedRun } {
  const found = target(world, workspace, request);
  if (found.run.stage === 'active') return found;
  throw new MlflowError('INVALID_PARAMETER_VALUE', `The run ${found.run.id} must be in the 'active' state.`);
}

function stage(to: TrackedRun['stage']): Call {
  return (world, workspace, request) => {
    saveRun(world, workspace, { ...target(world, workspace, request).run, stage: to });
    return done();
  };
}

function tagsOf(tags: unknown): Record<string, string> {
  return Object.fromEntries(
    listOf(tags, 'tags').map((tag) => [requiredText(tag.key, 'key'), textOf(tag.value ?? '')]),
  );
}

/** A parameter keeps the value that it was given first. */
function withParams(run: TrackedRun, given: readonly Values[]): TrackedRun {
  const params: Record<string, string> = { ...run.params };
  for (const param of given) {
    const key = requiredText(param.key, 'key');
    const value = textOf(param.value ?? '');
    if (Object.hasOwn(params, key) && params[key] !== value) {
      throw new MlflowError(
        'INVALID_PARAMETER_VALUE',
        `Changing param values is not allowed. Param with key='${key}' was already logged with value='${params[key]}' for run ID='${run.id}'.`,
      );
    }
    params[key] = value;
  }
  return { ...run, params };
}

function pointOf(metric: Values, world: World): MetricPoint {
  if (!isObject(metric)) throw new MlflowError('INVALID_PARAMETER_VALUE', 'A metric is an object.');
  const { value } = metric;
  const isSpecial = typeof value === 'string' && /^(NaN|[+-]?Infinity)$/.test(value);
  if (typeof value !== 'number' && !isSpecial) {
    throw new MlflowError(
      'INVALID_PARAMETER_VALUE',
      `The value of the metric '${textOf(metric.key)}' is a number.`,
    );
  }
  return {
    key: requiredText(metric.key, 'key'),
    value,
    timestamp: numberOf(metric.timestamp, world.clock.now()),
    step: numberOf(metric.step, 0),
  };
}
