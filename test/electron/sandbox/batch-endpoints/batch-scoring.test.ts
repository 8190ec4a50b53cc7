import { describe, expect, it } from 'vitest';
import { refusal, scope, startWorkspace } from '../../../support/workspace.ts';
import { inputOf, openBatch, startBatch } from './batch.ts';

const names = [scope.resourceGroup, scope.workspace] as const;
const loans = 'age,area,label\n30,Rural,Y\n,Urban,N\n41.5,"Semi, urban",Y\n';
const scored = 'age,area,file\n30,Rural,loans.csv\n,Urban,loans.csv\n41.5,"Semi, urban",loans.csv\n';

/** A token as a sign-in gives it, for a service and some hours from now. */
function tokenFor(aud: string, hours: number): string {
  const claims = { aud, exp: Math.floor(Date.now() / 1000) + hours * 3600 };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
}

describe('a batch endpoint', { timeout: 60_000 }, () => {
  it('scores the rows of a file into a file, by a job that lists and logs show', async () => {
    const workspace = await startWorkspace();
    const batch = await startBatch(workspace);
    const uri = await batch.upload('in/loans.csv', loans);
    const { status, body } = await batch.invoke(inputOf(uri));
    expect([status, body.properties.status]).toEqual([201, expect.stringMatching(/NotStarted|Queued/)]);
    expect(await batch.ended(body.name)).toMatchObject({
      status: 'Completed',
      error: undefined,
      tags: { 'azureml.batchrun': 'true', 'azureml.deploymentname': 'blue' },
    });
    expect(await batch.download(await batch.predictions(body.name))).toBe(scored);
    expect(await batch.log(body.name)).toMatch(/Mini-batch 1 of 1: 1 files, 3 rows[^]*Wrote 3 predictions/);
    const listed = [];
    for await (const { name } of workspace.machineLearning.jobs.list(...names)) listed.push(name);
    expect(listed).toEqual([body.name]);
    const jobs = await fetch(batch.scoringUri, { headers: { authorization: 'Bearer any' } });
    expect(await jobs.json()).toMatchObject({ value: [{ name: body.name }] });
  });

  it('scores a folder, a data asset and an address of a blob, each to the place that is asked for', async () => {
    const workspace = await startWorkspace();
    const batch = await startBatch(workspace, { miniBatchSize: 2, outputFileName: 'all.csv' });
    const folder = (await batch.upload('in/b.csv', 'age,area\n1,Rural\n')).replace('b.csv', '');
    await batch.upload('in/a.csv', 'area,age\nUrban,2\n');
    await batch.upload('in/deep/c.csv', 'area,age\nUrban,3\n');
    const first = await batch.invoke(inputOf(folder, 'UriFolder'));
    expect((await batch.ended(first.body.name)).status).toBe('Completed');
    const own = await batch.predictions(first.body.name);
    expect(own).toMatch(/\/score\/all\.csv$/);
    expect(await batch.download(own)).toBe('age,area,file\n2,Urban,a.csv\n1,Rural,b.csv\n3,Urban,c.csv\n');
    expect(await batch.log(first.body.name)).toContain('Mini-batch 2 of 2: 1 files, 1 rows');

    const asset = await workspace.machineLearning.dataVersions.createOrUpdate(...names, 'loans', '1', {
      properties: { dataType: 'uri_file', dataUri: await batch.upload('in/loans.csv', loans) },
    });
    const target = 'azureml://datastores/workspaceblobstore/paths/out/chosen.csv';
    const output = { OutputData: { score: { JobOutputType: 'UriFile', Uri: target } } };
    const second = await batch.invoke({ ...inputOf(asset.id ?? ''), ...output });
    expect((await batch.ended(second.body.name)).status).toBe('Completed');
    expect(await batch.download(target)).toBe(scored);
    // What is there already is not written over: Azure's job fails, too.
    const third = await batch.invoke({ ...inputOf(asset.id ?? ''), ...output });
    expect(await batch.ended(third.body.name)).toMatchObject({
      status: 'Failed',
      error: expect.stringContaining('exists already') as string,
    });
    const others = [
      `azureml://locations/westeurope/workspaces/${scope.workspace}/data/loans/versions/1`,
      'azureml:loans:1',
      batch.address('in/loans.csv'),
      `${batch.address('in/loans.csv')}?sv=2023-11-03&sig=any`,
    ];
    for (const uri of others) {
      const { body } = await batch.invoke(inputOf(uri));
      expect([uri, (await batch.ended(body.name)).status]).toEqual([uri, 'Completed']);
      expect(await batch.download(await batch.predictions(body.name))).toBe(scored);
    }
  });

  it('takes the deployment that the header names, and does the same request once', async () => {
    const workspace = await startWorkspace();
    const batch = await startBatch(workspace);
    await batch.deploy('green', { outputAction: 'SummaryOnly' });
    const uri = await batch.upload('in/loans.csv', loans);
    const headers = { 'azureml-model-deployment': 'green', 'repeatability_request-id': 'one' };
    const [first, second] = await Promise.all([1, 2].map(() => batch.invoke(inputOf(uri), headers)));
    expect(first.body.name).toBe(second.body.name);
    expect(await batch.ended(first.body.name)).toMatchObject({ tags: { 'azureml.deploymentname': 'green' } });
    expect(await batch.log(first.body.name)).toContain('keeps a summary only');
    expect(await batch.download(await batch.predictions(first.body.name))).toBeUndefined();
    const named = await batch.invoke({ ...inputOf(uri), name: 'mine', errorThreshold: 0 });
    expect(named.body.name).toBe('mine');
    await batch.ended('mine');
    expect((await batch.invoke({ ...inputOf(uri), name: 'mine' })).status).toBe(409);
  });

  it('goes on over files that fail up to its threshold, and says which and why', async () => {
    const workspace = await startWorkspace();
    const batch = await startBatch(workspace, { miniBatchSize: 1 });
    const folder = (await batch.upload('mixed/a.csv', 'age,area\n1,Rural\n')).replace('a.csv', '');
    await batch.upload('mixed/b.csv', 'age\n1\n');
    await batch.upload('mixed/c.csv', 'age,area\n1,Rural\nold,Rural\n');
    await batch.upload('mixed/d.parquet', 'PAR1');
    const all = await batch.invoke(inputOf(folder, 'UriFolder'));
    expect((await batch.ended(all.body.name)).status).toBe('Completed');
    expect(await batch.download(await batch.predictions(all.body.name))).toBe(
      'age,area,file\n1,Rural,a.csv\n',
    );
    const log = await batch.log(all.body.name);
    expect(log).toMatch(/b\.csv has failed: [^\n]*no column "area"/);
    expect(log).toMatch(/c\.csv has failed: [^\n]*"age" [^\n]*"old" in row 2/);
    expect(log).toMatch(/d\.parquet has failed: [^\n]*CSV/);
    const strict = await batch.invoke({ ...inputOf(folder, 'UriFolder'), errorThreshold: 1 });
    const { status, error } = await batch.ended(strict.body.name);
    expect(status).toBe('Failed');
    expect(error).toMatch(/2 of 4 files have failed.*threshold of 1.*c\.csv/);
  });

  it('is refused, in Azure’s words, what it cannot do, and makes no job of it', async () => {
    const workspace = await startWorkspace();
    const { machineLearning, sandbox } = workspace;
    const batch = await startBatch(workspace);
    const uri = await batch.upload('in/loans.csv', loans);
    const good = inputOf(uri);
    const cases: [object | string, Record<string, string>, number, string][] = [
      ['{', {}, 400, 'InvalidRequestContent'],
      ['{"properties": 1}', {}, 400, 'properties'],
      [{}, {}, 400, 'InputData'],
      [inputOf(uri, 'MLTable'), {}, 400, 'UriFile'],
      [inputOf(''), {}, 400, 'Uri'],
      [{ InputData: { a: {}, b: {} } }, {}, 400, 'one input'],
      [inputOf('azureml://datastores/nowhere/paths/a.csv'), {}, 404, 'nowhere'],
      [inputOf('azureml:nothing:1'), {}, 404, 'nothing'],
      [inputOf(`${uri}.parquet`), {}, 400, 'Parquet'],
      [{ ...good, errorThreshold: -2 }, {}, 400, 'errorThreshold'],
      [{ ...good, miniBatchSize: 0 }, {}, 400, 'miniBatchSize'],
      [{ ...good, outputFileName: '../up.csv' }, {}, 400, 'outputFileName'],
      [{ ...good, name: '../up' }, {}, 400, 'InvalidResourceName'],
      [{ ...good, OutputData: { score: { JobOutputType: 'UriFolder', Uri: uri } } }, {}, 400, 'UriFile'],
      [good, { 'azureml-model-deployment': 'red' }, 404, 'red'],
      [good, { authorization: '' }, 401, 'AuthenticationFailed'],
      [
        good,
        { authorization: `Bearer ${tokenFor('https://management.azure.com', 1)}` },
        401,
        'another service',
      ],
      [good, { authorization: `Bearer ${tokenFor('https://ml.azure.com', -1)}` }, 401, 'expired'],
    ];
    for (const [properties, headers, status, part] of cases) {
      const reply = await batch.invoke(properties, headers);
      expect([part, reply.status, JSON.stringify(reply.body)]).toEqual([
        part,
        status,
        expect.stringContaining(part),
      ]);
    }
    const nowhere = `${sandbox.address}/batch-endpoints/westeurope/nobody/jobs`;
    const lost = await fetch(nowhere, { method: 'POST', headers: { authorization: 'Bearer x' }, body: '{}' });
    expect(lost.status).toBe(404);
    for (const changes of [
      { miniBatchSize: 0 },
      { outputAction: 'Shout' },
      { retrySettings: { timeout: '1' } },
    ]) {
      expect(await refusal(batch.deploy('red', changes))).toContain(Object.keys(changes)[0]);
    }
    const listed = [];
    for await (const { name } of machineLearning.jobs.list(...names)) listed.push(name);
    expect(listed).toEqual([]);
    // A file that is not there is found out by the job.
    const { body } = await batch.invoke(inputOf(uri.replace('loans', 'none')));
    expect((await batch.ended(body.name)).error).toContain('no files');
  });

  it('reads and writes where it says, and nowhere else', async () => {
    const workspace = await startWorkspace();
    const batch = await startBatch(workspace);
    const uri = await batch.upload('in/loans.csv', loans);
    const output = (target: string): object => ({
      OutputData: { score: { JobOutputType: 'UriFile', Uri: target } },
    });
    const store = 'azureml://datastores/workspaceblobstore/paths';
    for (const asked of [
      inputOf(`${store}/../../other/x`),
      inputOf(batch.address('../../other/x')),
      inputOf('https://sttest.blob.core.windows.net/../other/x'),
      { ...inputOf(uri), ...output(`${store}/../../other/x.csv`) },
      { ...inputOf(uri), ...output(`${store}/a/..`) },
      { ...inputOf(uri), ...output(`${store}/.`) },
      { ...inputOf(uri), outputFileName: '..' },
      { ...inputOf(uri), outputFileName: 'a\nb' },
    ]) {
      expect((await batch.invoke(asked)).status, JSON.stringify(asked)).toBe(400);
    }
  });

  it('makes one job of two requests that name the same one at once', async () => {
    const workspace = await startWorkspace();
    const batch = await startBatch(workspace);
    const asked = { ...inputOf(await batch.upload('in/loans.csv', loans)), name: 'mine' };
    const replies = await Promise.all([batch.invoke(asked), batch.invoke(asked)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('stops when its job is cancelled, and goes on after a restart', async () => {
    const workspace = await startWorkspace();
    const batch = await startBatch(workspace);
    const many = `age,area\n${'30,Rural\n'.repeat(60_000)}`;
    const uri = await batch.upload('in/many.csv', many);
    const first = await batch.invoke(inputOf(uri));
    await workspace.machineLearning.jobs.beginCancelAndWait(...names, first.body.name);
    expect((await batch.ended(first.body.name)).status).toBe('Canceled');
    const second = await batch.invoke(inputOf(uri));
    expect((await batch.job(second.body.name)).status).toMatch(/NotStarted|Queued|Running/);
    await workspace.close();
    const again = await startWorkspace({ folder: workspace.folder });
    const reopened = await openBatch(again);
    expect((await reopened.ended(second.body.name)).status).toBe('Completed');
    const predictions = await reopened.download(await reopened.predictions(second.body.name));
    expect(predictions?.split('\n').length).toBe(60_002);
    expect(await reopened.download(await reopened.predictions(first.body.name))).toBeUndefined();
  });
});
