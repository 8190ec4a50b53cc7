import { expect, it } from 'vitest';
import { scope, startWorkspace } from '../../../support/workspace.ts';

interface Reply {
  readonly [key: string]: unknown;
  readonly error_code?: string;
}

async function play(): Promise<(call: string, body?: object) => Promise<Reply>> {
  const { sandbox } = await startWorkspace();
  const base = `${sandbox.address}/mlflow/v1.0/subscriptions/${sandbox.subscription}/resourceGroups/${scope.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${scope.workspace}/api/2.0/mlflow`;
  return async (call, body) => {
    const reply = await fetch(`${base}/${call}`, {
      headers: { authorization: 'Bearer x' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return (await reply.json()) as Reply;
  };
}

async function startRun(
  ask: Awaited<ReturnType<typeof play>>,
  experiment: unknown,
  name: string,
): Promise<string> {
  const { run } = (await ask('runs/create', { experiment_id: experiment, run_name: name })) as unknown as {
    run: { info: { run_id: string } };
  };
  return run.info.run_id;
}

it('an experiment has its name once, and is found by it', async () => {
  const ask = await play();
  expect(await ask('experiments/get-by-name?experiment_name=loans')).toMatchObject({
    error_code: 'RESOURCE_DOES_NOT_EXIST',
  });
  const { experiment_id: id } = await ask('experiments/create', { name: 'loans' });
  expect(await ask('experiments/get-by-name?experiment_name=loans')).toMatchObject({
    experiment: { experiment_id: id },
  });
  expect(await ask('experiments/create', { name: 'loans' })).toMatchObject({
    error_code: 'RESOURCE_ALREADY_EXISTS',
  });
  await ask('experiments/delete', { experiment_id: id });
  expect(await ask('experiments/search', {})).toEqual({ experiments: [] });
  expect(await ask('experiments/search', { view_type: 'ALL' })).toMatchObject({
    experiments: [{ lifecycle_stage: 'deleted' }],
  });
});

it('a run keeps every value of a metric, the last of each, and its parameters as they were first', async () => {
  const ask = await play();
  const { experiment_id: experiment } = await ask('experiments/create', { name: 'loans' });
  const id = await startRun(ask, experiment, 'one');
  await ask('runs/log-batch', {
    run_id: id,
    metrics: [3, 1, 2].map((step) => ({ key: 'loss', value: step / 10, timestamp: step, step })),
    params: [{ key: 'rate', value: '0.5' }],
    tags: [{ key: 'for', value: 'tests' }],
  });
  expect(await ask('runs/log-parameter', { run_id: id, key: 'rate', value: '0.6' })).toMatchObject({
    error_code: 'INVALID_PARAMETER_VALUE',
  });
  await ask('runs/update', { run_id: id, status: 'FINISHED', end_time: 5 });
  expect(await ask(`runs/get?run_id=${id}`)).toMatchObject({
    run: {
      info: { status: 'FINISHED', end_time: 5, run_name: 'one' },
      data: { metrics: [{ key: 'loss', value: 0.3 }], params: [{ key: 'rate', value: '0.5' }] },
    },
  });
  const history = (await ask(`metrics/get-history?run_id=${id}&metric_key=loss`)) as unknown as {
    metrics: { value: number }[];
  };
  expect(history.metrics.map(({ value }) => value)).toEqual([0.3, 0.1, 0.2]);
});

it.each<[string, string[], string[]]>([
  ['', [], ['c', 'b', 'a']],
  ['metrics.loss < 0.25', [], ['b', 'a']],
  ["metrics.loss >= 0.2 and tags.colour = 'red'", [], ['c']],
  ["tags.colour LIKE 'b%'", [], ['b']],
  ["tags.colour IN ('red', 'green') AND attributes.status = 'RUNNING'", [], ['c', 'a']],
  ["params.none = 'x'", [], []],
  ['', ['metrics.loss ASC'], ['a', 'b', 'c']],
])('a search for "%s" by %j finds %j', async (filter, order, names) => {
  const ask = await play();
  const { experiment_id: experiment } = await ask('experiments/create', { name: 'loans' });
  for (const [index, [name, colour]] of [
    ['a', 'green'],
    ['b', 'blue'],
    ['c', 'red'],
  ].entries()) {
    const { run } = (await ask('runs/create', {
      experiment_id: experiment,
      run_name: name,
      start_time: index + 1,
    })) as unknown as { run: { info: { run_id: string } } };
    const id = run.info.run_id;
    await ask('runs/log-metric', { run_id: id, key: 'loss', value: (index + 1) / 10, timestamp: 1, step: 0 });
    await ask('runs/set-tag', { run_id: id, key: 'colour', value: colour });
  }
  const found = (await ask('runs/search', {
    experiment_ids: [experiment],
    filter,
    order_by: order,
  })) as unknown as { runs: { info: { run_name: string } }[] };
  expect(found.runs.map(({ info }) => info.run_name)).toEqual(names);
});

it('a filter without an end is refused at once', async () => {
  const ask = await play();
  const reply = await ask('runs/search', {
    experiment_ids: ['0'],
    filter: 'metrics.a > 1 and '.repeat(50_000),
  });
  expect(reply.error_code).toBe('INVALID_PARAMETER_VALUE');
  expect(JSON.stringify(reply).length).toBeLessThan(1000);
});
