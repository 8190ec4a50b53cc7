import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { downloadText } from '../../../../electron/azure/blobs.ts';
import { getCompute } from '../../../../electron/azure/computes.ts';
import { getDefaultDatastore } from '../../../../electron/azure/datastores.ts';
import { cancelJob, deleteJob, getJob, getJobChildren, getJobLogs } from '../../../../electron/azure/jobs.ts';
import { tutorialPipeline } from '../../../../engine/pipeline/templates.ts';
import { scope, startWorkspace, type TestWorkspace } from '../../../support/workspace.ts';

const loans = path.resolve(import.meta.dirname, '../../../../lessons/packs/loan-approval/data/loans.csv');

/** A table in the default datastore as a data asset, and a cluster to work on it. */
async function prepare(workspace: TestWorkspace, csv = readFileSync(loans, 'utf8')): Promise<void> {
  const { host, folder } = workspace;
  const file = path.join(folder, 'table.csv');
  writeFileSync(file, csv);
  await expectOk(host.call('storage.create-account', { account: 'stloans' }));
  await expectOk(host.call('storage.create-container', { account: 'stloans', container: 'data' }));
  await expectOk(
    host.call('datastore.create', { datastore: 'loans_store', account: 'stloans', container: 'data' }),
  );
  await expectOk(
    host.call('blob.upload', { account: 'stloans', container: 'data', blob: 'table.csv', file }),
  );
  await expectOk(
    host.call('data.create', { name: 'loans', datastore: 'loans_store', path: 'table.csv', exclude: [] }),
  );
  await expectOk(
    host.call('compute.create-cluster', {
      name: 'cpu',
      size: 'Standard_DS2_v2',
      minimumNodes: 0,
      maximumNodes: 2,
      idleSeconds: 120,
    }),
  );
}

async function expectOk(reply: Promise<{ ok: boolean }>): Promise<void> {
  expect(await reply).toMatchObject({ ok: true });
}

async function submit(workspace: TestWorkspace): Promise<string> {
  const { host } = workspace;
  await expectOk(host.call('pipeline.save', { pipeline: 'training', graph: tutorialPipeline() }));
  const reply = await host.call('job.submit', {
    pipeline: 'training',
    data: { loans: 'loans' },
    experiment: 'tests',
    compute: 'cpu',
  });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.job;
}

async function untilCompleted({ connection }: TestWorkspace, job: string): Promise<void> {
  for (;;) {
    const status = (await getJob(connection, scope, job))?.status;
    if (status === 'Completed') return;
    if (status === 'Failed' || status === 'Canceled') throw new Error(`${job} is ${status}.`);
    await delay(20);
  }
}

/** The model that a job has trained, as it lies in the default datastore. */
async function readModel({ connection }: TestWorkspace, job: string): Promise<string | undefined> {
  const store = await getDefaultDatastore(connection, scope);
  const blob = `azureml/${job}/train/model/model.json`;
  return store && downloadText(connection, { resourceGroup: scope.resourceGroup, ...store, blob });
}

describe('a pipeline job', () => {
  it('runs on a node, step by step, and gives the node back', async () => {
    const workspace = await startWorkspace();
    const { connection, host } = workspace;
    await prepare(workspace);
    const job = await submit(workspace);
    await expectOk(host.call('job.wait', { pipeline: 'training' }));
    expect(await getJob(connection, scope, job)).toMatchObject({ status: 'Completed', experiment: 'tests' });
    const steps = await getJobChildren(connection, scope, job);
    expect(steps.map(({ displayName, status }) => `${displayName} ${status}`)).toContain('train Completed');
    const logs = await getJobLogs(connection, scope, job);
    expect(Object.values(logs).join('')).toMatch(/Running\.[^]*Completed\./);
    const result = await host.call('job.result', { pipeline: 'training' });
    expect(result).toMatchObject({
      ok: true,
      value: { metrics: { accuracy: expect.any(Number) as number } },
    });
    expect(await getCompute(connection, scope, 'cpu')).toMatchObject({ maximumNodes: 2 });
    await deleteJob(connection, scope, job);
    expect(await getJob(connection, scope, job)).toBeUndefined();
  });

  it('fails in the step at fault, whose log says why', async () => {
    const workspace = await startWorkspace();
    await prepare(workspace, 'a,Loan_Status,Loan_ID,Gender\n1,Y,1,M\n2,Y,2,F\n');
    const job = await submit(workspace);
    const reply = await workspace.host.call('job.wait', { pipeline: 'training' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'job-not-completed' } });
    expect(JSON.stringify(reply)).toContain('Loan_Status');
    const steps = await getJobChildren(workspace.connection, scope, job);
    expect(steps.filter(({ status }) => status === 'Failed').map(({ displayName }) => displayName)).toEqual([
      'train',
    ]);
  });

  it('stops when it is cancelled, whether it waits or runs', async () => {
    // Slow enough that the cluster's first node is not up yet.
    const workspace = await startWorkspace({ timeFactor: 300 });
    const { connection } = workspace;
    await prepare(workspace);
    const job = await submit(workspace);
    await cancelJob(connection, scope, job);
    expect(await getJob(connection, scope, job)).toMatchObject({ status: 'Canceled' });
    const reply = await workspace.host.call('job.wait', { pipeline: 'training' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'job-not-completed' } });
  });

  it('comes to the same, bit by bit, alone and beside others', { timeout: 120_000 }, async () => {
    const workspace = await startWorkspace();
    await prepare(workspace);
    const alone = await submit(workspace);
    await untilCompleted(workspace, alone);
    const others = [await submit(workspace), await submit(workspace)];
    for (const job of others) await untilCompleted(workspace, job);
    const expected = await readModel(workspace, alone);
    expect(expected).toContain('weights');
    for (const job of others) expect(await readModel(workspace, job)).toBe(expected);
  });

  it('goes on after a restart', async () => {
    const workspace = await startWorkspace({ timeFactor: 300 });
    await prepare(workspace);
    const job = await submit(workspace);
    await workspace.close();
    const again = await startWorkspace({ folder: workspace.folder });
    await expectOk(again.host.call('job.wait', { pipeline: 'training' }));
    expect(await getJob(again.connection, scope, job)).toMatchObject({ status: 'Completed' });
  });
});
