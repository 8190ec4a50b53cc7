import { randomBytes } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import type { OperationName } from '../../electron/contract/operations.ts';
import type { WorkView } from '../../electron/contract/session.ts';
import { serveSession, type ServedSession } from './served-session.ts';

const pack = 'loan-approval';

type Names = Readonly<Record<string, string>>;

/** What is killed in the middle. */
export interface Killing {
  readonly operation: OperationName;
  /** The step that the learner is on. */
  readonly step: string;
  /** The last step that is done before. */
  readonly played: string;
  /** How many times faster than Azure's the sandbox's clock goes. */
  readonly timeFactor: number;
  /** Begins the work; returns what it was asked with. */
  begin(session: ServedSession, names: Names, folder: string): Promise<unknown>;
  /** Waits for the moment of the kill, 0 to 1 of the way through. */
  wait(session: ServedSession, moment: number): Promise<unknown>;
  /** What is wrong in the end. */
  faults(session: ServedSession, names: Names): Promise<string[]>;
}

async function items(session: ServedSession, section: string): Promise<readonly { readonly name: string }[]> {
  const studio = await session.call('studio.read', {});
  if (!studio.ok) throw new Error(studio.error.message);
  return studio.value.sections.find(({ id }) => id === section)?.items ?? [];
}

/** How large the file of the upload is. */
export const uploadBytes = 96 << 20;

export const killings: Readonly<Record<'upload' | 'job' | 'deployment', Killing>> = {
  upload: {
    operation: 'blob.upload',
    step: 'upload',
    played: 'datastore',
    timeFactor: 1000,
    async begin({ origin, cookie }, names, folder) {
      const file = path.join(folder, 'large.csv');
      writeFileSync(file, randomBytes(uploadBytes));
      const added = await fetch(`${origin}/api/files?name=large.csv`, {
        method: 'PUT',
        headers: { cookie, origin },
        body: Readable.toWeb(createReadStream(file)) as ReadableStream,
        duplex: 'half',
      });
      const { id } = (await added.json()) as { id: string };
      return { account: names.account, container: names.container, blob: 'large.csv', file: id };
    },
    wait: (session, moment) =>
      session.until(({ operation, share }) => operation === 'blob.upload' && (share ?? 0) >= moment * 0.9),
    async faults(session, { account, container }) {
      const listed = await session.call('blob.list', { account, container });
      const expected = [{ name: 'large.csv', bytes: uploadBytes }];
      return listed.ok && isDeepStrictEqual(listed.value.blobs, expected)
        ? []
        : [`The container holds ${JSON.stringify(listed)}.`];
    },
  },
  job: {
    operation: 'job.wait',
    step: 'run',
    played: 'pipeline',
    timeFactor: 300,
    async begin(session, { training, loans, experiment, cluster }) {
      const input = { pipeline: training, data: { loans }, experiment, compute: cluster };
      const submitted = await session.call('job.submit', input);
      if (!submitted.ok) throw new Error(submitted.error.message);
      return { pipeline: training };
    },
    async wait(session, moment) {
      await session.until(({ operation, message }) => operation === 'job.wait' && message !== '');
      await delay(moment * 1500);
    },
    async faults(session) {
      const jobs = await items(session, 'jobs');
      return jobs.length === 1 ? [] : [`There are ${jobs.length} jobs.`];
    },
  },
  deployment: {
    operation: 'deployment.create',
    step: 'deploy',
    played: 'inference-cluster',
    timeFactor: 600,
    async begin(session, { modelLabel: model, inferenceLabel: pipeline, endpoint, inferenceCluster }) {
      await session.call('model.register', { model, pipeline });
      await session.call('endpoint.create', { endpoint, compute: inferenceCluster });
      return { endpoint, deployment: 'blue', model };
    },
    async wait(session, moment) {
      await session.until(({ operation }) => operation === 'deployment.create');
      await delay(moment * 300);
    },
    async faults(session, { endpoint }) {
      const expected = [
        {
          name: endpoint,
          facts: [
            ['state', 'Succeeded'],
            ['blue', 'Succeeded · 0 %'],
          ],
        },
      ];
      const found = await items(session, 'endpoints');
      return isDeepStrictEqual(found, expected) ? [] : [`The endpoints are ${JSON.stringify(found)}.`];
    },
  },
};

/**
 * Kills the browser host in the middle of something, at a moment from 0 to 1, and starts it again. Returns what is
 * wrong then: the learner on another step, work asked for twice, made twice, or not ended.
 */
export async function killSession(folder: string, killing: Killing, moment: number): Promise<string[]> {
  const { operation, step, played, timeFactor } = killing;
  const session = await serveSession(folder, timeFactor);
  try {
    const opened = await session.call('lesson.open', { pack });
    if (!opened.ok) throw new Error(opened.error.message);
    const { names } = opened.value;
    const shown = await session.call('step.show', { pack, step: played });
    if (!shown.ok || !shown.value.done) throw new Error(`"${played}" was not done: ${JSON.stringify(shown)}`);
    await session.call('step.enter', { pack, step });
    const input = await killing.begin(session, names, folder);
    const isAlive = session.call(operation, input).then(
      () => true,
      () => false,
    );
    await killing.wait(session, moment);
    await session.kill();
    // It may have ended before the kill: then there was nothing to take up.
    const hadEnded = await isAlive;
    const again = await serveSession(folder, timeFactor);
    try {
      return [
        ...(await workFaults(again, operation, hadEnded)),
        ...(await stepFaults(again, step)),
        ...(await killing.faults(again, names)),
      ];
    } finally {
      await again.kill();
    }
  } finally {
    await session.kill();
  }
}

async function workFaults(session: ServedSession, operation: string, hadEnded: boolean): Promise<string[]> {
  const list = async (): Promise<WorkView[]> => {
    const read = await session.call('session.read', {});
    return read.ok ? read.value.work.filter((work) => work.operation === operation) : [];
  };
  const [work] = await list();
  const isRunning = work.state === 'running';
  const ended = isRunning
    ? await session.until((one) => one.operation === operation && one.state !== 'running')
    : work;
  const faults = (await list()).length === 1 ? [] : ['The work is in the list more than once.'];
  if (ended.state !== 'done') faults.push(`It ended as ${ended.state}: ${ended.error?.message ?? ''}`);
  if (hadEnded && isRunning) faults.push('It had ended, and was done again.');
  return faults;
}

async function stepFaults(session: ServedSession, step: string): Promise<string[]> {
  const read = await session.call('session.read', {});
  const open = read.ok ? read.value.open?.step : undefined;
  return open === step ? [] : [`The learner is on ${open ?? 'no step'}, not on ${step}.`];
}
