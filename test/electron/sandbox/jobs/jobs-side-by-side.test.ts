import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { play, shell, type Played } from './command-workspace.ts';

/** A command that says by a file that it runs, and runs until there is another file. */
function commandUntil(folder: string, name: string): string {
  return `touch ${folder}/${name}.begun; while [ ! -e ${folder}/${name}.go ]; do sleep 0.02; done`;
}

function letEnd({ folder }: Played, name: string): void {
  writeFileSync(path.join(folder, `${name}.go`), '');
}

/** Submits a command that runs until it is let end. */
async function submit(played: Played, name: string, computeId: string): Promise<void> {
  await played.submit(name, commandUntil(played.folder, name), undefined, { computeId });
}

const hasBegun = ({ folder }: Played, name: string): boolean =>
  existsSync(path.join(folder, `${name}.begun`));

/** A pipeline of one of Guidepost's components over a small table. */
async function submitPipeline(played: Played, name: string, computeId: string): Promise<void> {
  const component = 'components/guidepost_select_columns/versions/1';
  await played.put(component, { properties: { componentSpec: { type: 'command', command: 'true' } } });
  const literal = (value: string): object => ({ job_input_type: 'literal', value });
  const rows = {
    jobInputType: 'uri_file',
    uri: 'azureml://datastores/workspaceblobstore/paths/in/table.csv',
  };
  const select = {
    type: 'command',
    componentId: `${played.id}/${component}`,
    inputs: { settings: literal('{}'), table: literal('${{parent.inputs.rows}}') },
  };
  const reply = await played.put(`jobs/${name}`, {
    properties: { jobType: 'Pipeline', computeId, inputs: { rows }, jobs: { select } },
  });
  expect(reply.status).toBe(201);
}

it.skipIf(shell !== '')(
  `a cluster bears as many jobs as it may have nodes; others wait and say why${shell}`,
  async () => {
    const played = await play();
    const [two, other] = [await played.cluster('two', 2), await played.cluster('other', 1)];
    for (const name of ['a', 'b', 'c']) await submit(played, name, two);
    await submit(played, 'd', other);
    for (const name of ['a', 'b', 'd']) await played.until(name, 'Running');
    expect(await played.state('c')).toMatchObject({ status: 'Queued' });
    expect(await played.log('c')).toContain('Waiting: the compute two has 2 nodes');
    expect(hasBegun(played, 'c')).toBe(false);
    letEnd(played, 'b');
    await played.until('c', 'Running');
    expect(await played.state('a')).toMatchObject({ status: 'Running' });
    for (const name of ['a', 'c', 'd']) letEnd(played, name);
    for (const name of ['a', 'b', 'c', 'd']) await played.until(name, 'Completed');
    // What it said is behind what it waited for.
    expect(await played.log('c')).toMatch(/^\S+ Waiting: [^\n]*\n$/);
  },
);

it.skipIf(shell !== '')(`a job that waits can be cancelled, and never begins${shell}`, async () => {
  const played = await play();
  const one = await played.cluster('one', 1);
  await submit(played, 'first', one);
  await played.until('first', 'Running');
  await submit(played, 'second', one);
  await played.until('second', 'Queued');
  await played.cancel('second');
  await played.until('second', 'Canceled');
  letEnd(played, 'first');
  await played.until('first', 'Completed');
  await submit(played, 'third', one);
  await played.until('third', 'Running');
  expect(hasBegun(played, 'second')).toBe(false);
  letEnd(played, 'third');
  await played.until('third', 'Completed');
});

it.skipIf(shell !== '')(`a cluster that may have more nodes takes up what waits${shell}`, async () => {
  const played = await play();
  const id = await played.cluster('growing', 1);
  await submit(played, 'one', id);
  await submit(played, 'two', id);
  await played.until('one', 'Running');
  await played.until('two', 'Queued');
  await played.cluster('growing', 2);
  await played.until('two', 'Running');
  for (const name of ['one', 'two']) letEnd(played, name);
  for (const name of ['one', 'two']) await played.until(name, 'Completed');
});

it.skipIf(shell !== '')(`pipelines run beside a command, and beside each other${shell}`, async () => {
  const played = await play();
  const [busy, wide] = [await played.cluster('busy', 1), await played.cluster('wide', 3)];
  await submit(played, 'long', busy);
  await played.until('long', 'Running');
  await submitPipeline(played, 'alone', wide);
  await played.until('alone', 'Completed');
  const names = ['left', 'middle', 'right'];
  for (const name of names) await submitPipeline(played, name, wide);
  for (const name of names) await played.until(name, 'Completed');
  const alone = await played.blob('azureml/alone/select/table/data.csv');
  expect(alone).not.toBe('');
  for (const name of names) expect(await played.blob(`azureml/${name}/select/table/data.csv`)).toBe(alone);
  expect(await played.state('long')).toMatchObject({ status: 'Running' });
  letEnd(played, 'long');
  await played.until('long', 'Completed');
});

it.skipIf(shell !== '')(`what waited goes on after a restart; what ran has failed${shell}`, async () => {
  const played = await play();
  const one = await played.cluster('one', 1);
  await submit(played, 'ran', one);
  await played.until('ran', 'Running');
  while (!hasBegun(played, 'ran')) await delay(10);
  await submit(played, 'waited', one);
  await played.until('waited', 'Queued');
  const again = await played.restart();
  expect(await again.until('ran', 'Failed')).toContain('restarted while the command ran');
  await again.until('waited', 'Running');
  letEnd(played, 'waited');
  await again.until('waited', 'Completed');
});

it.skipIf(shell !== '')(`a command ends when its workspace is deleted${shell}`, async () => {
  const played = await play();
  await played.submit('doomed', `echo $$ > ${played.folder}/pid; sleep 60 & wait`);
  await played.until('doomed', 'Running');
  while (!existsSync(`${played.folder}/pid`)) await delay(10);
  const child = Number(readFileSync(`${played.folder}/pid`, 'utf8'));
  await fetch(`${played.sandbox.address}${played.id}?api-version=2022-10-01`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer x' },
  });
  const isAlive = (): boolean => {
    try {
      return process.kill(child, 0);
    } catch {
      return false;
    }
  };
  while (isAlive()) await delay(20);
});
