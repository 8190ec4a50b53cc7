import { randomBytes } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { serveSession, type ServedSession } from '../../support/served-session.ts';

const pack = 'loan-approval';

async function start(folder: string, timeFactor?: number): Promise<ServedSession> {
  const session = await serveSession(folder, timeFactor);
  onTestFinished(() => session.kill());
  return session;
}

/** Plays the lesson to a step, by what "show me" does. */
async function playTo(session: ServedSession, step: string): Promise<Readonly<Record<string, string>>> {
  const opened = await session.call('lesson.open', { pack });
  if (!opened.ok) throw new Error(opened.error.message);
  const shown = await session.call('step.show', { pack, step });
  expect(shown).toMatchObject({ ok: true, value: { done: true } });
  return opened.value.names;
}

it('an upload that was killed goes on from its last block when the app is started again', async () => {
  const folder = temporaryFolder();
  const session = await start(folder);
  const names = await playTo(session, 'datastore');
  const file = path.join(folder, 'large.csv');
  writeFileSync(file, randomBytes(160 << 20));
  const added = await fetch(`${session.origin}/api/files?name=large.csv`, {
    method: 'PUT',
    headers: { cookie: session.cookie, origin: session.origin },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  });
  const { id } = (await added.json()) as { id: string };
  const place = { account: names.account, container: names.container };
  session.call('blob.upload', { ...place, blob: 'large.csv', file: id }).catch(() => undefined);
  await session.until(({ operation, share }) => operation === 'blob.upload' && (share ?? 0) > 0.3);
  await session.kill();

  const again = await start(folder);
  const started = performance.now();
  const ended = await again.until(
    ({ operation, state }) => operation === 'blob.upload' && state !== 'running',
  );
  process.stdout.write(
    `The upload was taken up and ended after ${Math.round(performance.now() - started)} ms.\n`,
  );
  expect(ended).toMatchObject({ state: 'done', error: null });
  const listed = await again.call('blob.list', place);
  expect(listed).toMatchObject({ ok: true, value: { blobs: [{ name: 'large.csv', bytes: 160 << 20 }] } });
  const read = await again.call('session.read', {});
  expect(read.ok && read.value.work.filter(({ operation }) => operation === 'blob.upload')).toHaveLength(1);
}, 120_000);

it('a job that was killed goes on, and its wait with it', async () => {
  const folder = temporaryFolder();
  const session = await start(folder, 300);
  const names = await playTo(session, 'pipeline');
  const data = { loans: names.loans };
  const submitted = await session.call('job.submit', {
    pipeline: names.training,
    data,
    experiment: names.experiment,
    compute: names.cluster,
  });
  expect(submitted).toMatchObject({ ok: true });
  session.call('job.wait', { pipeline: names.training }).catch(() => undefined);
  await session.until(({ operation, message }) => operation === 'job.wait' && message !== '');
  await session.kill();

  const again = await start(folder, 300);
  const ended = await again.until(({ operation, state }) => operation === 'job.wait' && state !== 'running');
  expect(ended).toMatchObject({ state: 'done' });
  const studio = await again.call('studio.read', {});
  const jobs = studio.ok ? studio.value.sections.find(({ id }) => id === 'jobs') : undefined;
  expect(jobs?.items).toHaveLength(1);
}, 120_000);

it('a deployment that was killed gets healthy, once, and the learner is on the same step', async () => {
  const folder = temporaryFolder();
  const session = await start(folder, 600);
  const names = await playTo(session, 'inference-cluster');
  await session.call('step.enter', { pack, step: 'deploy' });
  await session.call('model.register', { model: names.modelLabel, pipeline: names.inferenceLabel });
  await session.call('endpoint.create', { endpoint: names.endpoint, compute: names.inferenceCluster });
  const deployment = { endpoint: names.endpoint, deployment: 'blue', model: names.modelLabel };
  session.call('deployment.create', deployment).catch(() => undefined);
  await session.until(({ operation, state }) => operation === 'deployment.create' && state === 'running');
  await session.kill();

  const again = await start(folder, 600);
  const ended = await again.until(
    ({ operation, state }) => operation === 'deployment.create' && state !== 'running',
  );
  expect(ended).toMatchObject({ state: 'done', error: null });
  const read = await again.call('session.read', {});
  expect(read).toMatchObject({ ok: true, value: { open: { pack, step: 'deploy' } } });
  const studio = await again.call('studio.read', {});
  const endpoints = studio.ok ? studio.value.sections.find(({ id }) => id === 'endpoints') : undefined;
  expect(endpoints?.items).toMatchObject([
    {
      name: names.endpoint,
      facts: [
        ['state', 'Succeeded'],
        ['blue', 'Succeeded · 0 %'],
      ],
    },
  ]);
}, 120_000);
