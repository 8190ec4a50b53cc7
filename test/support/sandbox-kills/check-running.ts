import { readdirSync } from 'node:fs';
import path from 'node:path';
import { wait, type Findings } from './findings.ts';
import { ended, sleeping, statusOf } from './job-work.ts';
import { processesWith } from './sandbox-process.ts';
import type { Session } from './session.ts';

const query = '?api-version=2022-10-01';

/** Every job ends, those that would go on for ever when they are cancelled; nothing of them is left. */
export async function checkJobs(session: Session, seed: string, findings: Findings): Promise<void> {
  const { hanging, orphans, halfMade } = findings;
  const { ledger, send } = session;
  const jobs = [...ledger.entries.values()].filter(({ path: job, known }) => known && /\/jobs\//.test(job));
  for (const { path: job, known } of jobs) {
    const { command = '' } = (known?.properties ?? {}) as { command?: string };
    const status = await statusOf(session, job);
    const goesOn = status !== undefined && !ended.includes(status);
    if (goesOn && command.startsWith('sleep')) await send('POST', `${job}/cancel${query}`);
  }
  for (const { path: job } of jobs) {
    const status = await wait(async () => {
      const now = await statusOf(session, job);
      return now !== undefined && ended.includes(now) ? now : undefined;
    });
    if (status === undefined) hanging.push(`${job} remains ${await statusOf(session, job)}.`);
    const workspace = job.slice(0, job.indexOf('/jobs/'));
    const name = job.slice(job.lastIndexOf('/') + 1);
    const { body } = await send('GET', `/history/v1.0${workspace}/runs/${name}/children`);
    for (const child of (body as { value: { status: string; name: string }[] }).value) {
      if (!ended.includes(child.status))
        halfMade.push(`${job} has ended, and its step ${child.name} has not.`);
    }
  }
  for (const { path: cluster, known } of ledger.entries.values()) {
    if (!known || !/\/computes\//.test(cluster)) continue;
    const idle = await wait(async () => ((await nodesOf(session, cluster)) === 0 ? true : undefined));
    if (!idle) orphans.push(`${cluster} has nodes at work for jobs that have ended.`);
  }
  const free = await wait(() =>
    Promise.resolve(processesWith(sleeping(seed)).length === 0 ? true : undefined),
  );
  if (!free) orphans.push(`Commands still run: ${processesWith(sleeping(seed)).join(', ')}.`);
}

async function nodesOf({ send }: Session, cluster: string): Promise<number> {
  const { body } = await send('GET', cluster + query);
  const { properties } = body as {
    properties: { properties: { nodeStateCounts: { runningNodeCount: number; preparingNodeCount: number } } };
  };
  const { runningNodeCount, preparingNodeCount } = properties.properties.nodeStateCounts;
  return runningNodeCount + preparingNodeCount;
}

/** Every blob, key, metric and end of a job is as it was acknowledged, or as it was asked for. */
export async function checkValues(session: Session, { lost, halfMade }: Findings): Promise<void> {
  for (const value of session.ledger.values.values()) {
    const found = await value.read(session);
    const { known, tried, name } = value;
    const may = [known, ...tried];
    if (!may.includes(found)) {
      const isOld = found === undefined || tried.length === 0;
      (isOld ? lost : halfMade).push(
        `The ${name} is ${JSON.stringify(found)?.slice(0, 200)}, and may be ${may.map((one) => one?.slice(0, 40)).join(' or ')}.`,
      );
    }
    value.known = found;
    value.tried = [];
  }
}

/** What may lie in the folder of a sandbox that is at rest. */
const expectedFiles =
  /^(lock|journal\.ndjson|snapshot\.json|commands|blobs|blobs\/(blobs|extents)\.json|blobs\/extents|blobs\/extents\/[\w-]+)$/;

/** No file is left that nobody needs, when what is being written has its place. */
export async function checkFiles(folder: string, { orphans }: Findings): Promise<void> {
  const root = path.join(folder, 'sandbox');
  const leftOver = (): string[] =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => name.split(path.sep).join('/'))
      .filter((name) => !expectedFiles.test(name));
  const isTidy = await wait(() => Promise.resolve(leftOver().length === 0 || undefined));
  if (!isTidy) orphans.push(...leftOver().map((name) => `The file ${name} is left over.`));
}
