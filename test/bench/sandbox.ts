import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { median, note, noteBelow } from './rows.ts';
import {
  deployLoans,
  scope,
  startLocalAzure,
  startProgram,
  type RunningSandbox,
} from './sandbox/deployed-loans.ts';
import { load, type Load, type Target } from './sandbox/load.ts';

const runs = 5;
const connections = 32;
const seconds = 3;
const resources = 1000;

/** The local Azure: a scoring endpoint against a bare server, a long list, and what it holds when nobody calls. */
export async function benchSandbox(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-bench-'));
  const sandbox = await startLocalAzure(path.join(folder, 'azure'));
  try {
    noteIdleMemory(sandbox);
    const target = await deployLoans(sandbox.connection, path.join(folder, 'host'));
    await benchScoring(target);
    await benchLists(sandbox);
    const megabytes = memoryOf(sandbox);
    if (megabytes !== undefined)
      console.log(`After all of these requests it holds ${megabytes.toFixed(0)} MB.`);
  } finally {
    sandbox.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The two in turn, with the same client, the same request and the same answer. */
async function benchScoring(target: Target): Promise<void> {
  const { url, headers, body } = target;
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (answer.status !== 200)
    throw new Error(`The endpoint answered ${answer.status}: ${await answer.text()}`);
  const bare = await startProgram<{ port: number }>(
    path.join(import.meta.dirname, 'sandbox/bare-server.ts'),
    await answer.text(),
  );
  const yardstick = { ...target, url: `http://127.0.0.1:${bare.facts.port}/score` };
  const ours: Load[] = [];
  const theirs: Load[] = [];
  try {
    for (const side of [target, yardstick]) await load(side, connections, seconds);
    for (let run = 0; run < runs; run++) {
      ours.push(await load(target, connections, seconds));
      theirs.push(await load(yardstick, connections, seconds));
    }
  } finally {
    bare.child.kill();
  }
  const middle = (side: readonly Load[], figure: keyof Load): number =>
    median(side.map((run) => run[figure]));
  const ratioOf = (figure: keyof Load): number =>
    median(ours.map((run, index) => run[figure] / theirs[index][figure]));
  const perSecond = (value: number): string => `${Math.round(value)} requests/s`;
  const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
  note({
    work: `one row by the logistic model, ${connections} connections: bare server's requests to ours`,
    ours: perSecond(middle(ours, 'requestsPerSecond')),
    theirs: perSecond(middle(theirs, 'requestsPerSecond')),
    ratio: 1 / ratioOf('requestsPerSecond'),
    bar: 1 / 0.7,
  });
  note({
    work: 'the same: p99',
    ours: milliseconds(middle(ours, 'p99')),
    theirs: milliseconds(middle(theirs, 'p99')),
    ratio: ratioOf('p99'),
    bar: 3,
  });
}

/** A list as Azure pages it, to its last page; and the group's resources by type. */
async function benchLists({ address, connection }: RunningSandbox): Promise<void> {
  const group = `${address}/subscriptions/${connection.subscription}/resourceGroups/${scope.resourceGroup}`;
  const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/${scope.workspace}`;
  const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
  for (let index = 0; index < resources; index++) {
    const created = await fetch(`${workspace}/data/rows-${index}?api-version=2022-10-01`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ properties: { dataType: 'uri_file', description: `Rows ${index}.` } }),
    });
    if (!created.ok) throw new Error(`A data container was refused: ${await created.text()}`);
  }
  const times: number[] = [];
  for (let run = 0; run < runs + 2; run++) {
    const start = performance.now();
    let count = 0;
    let next: string | undefined = `${workspace}/data?api-version=2022-10-01`;
    while (next !== undefined) {
      const reply = await fetch(next.replace('https://management.azure.com', address), { headers });
      const page = (await reply.json()) as { readonly value: readonly unknown[]; readonly nextLink?: string };
      count += page.value.length;
      next = page.nextLink;
    }
    if (count !== resources) throw new Error(`The list has ${count} resources.`);
    // The first two warm the compiler up.
    if (run >= 2) times.push(performance.now() - start);
  }
  noteBelow(
    `a list of ${resources.toLocaleString('en')} resources, all of its pages`,
    median(times),
    100,
    'ms',
  );
}

function noteIdleMemory(sandbox: RunningSandbox): void {
  const megabytes = memoryOf(sandbox);
  if (megabytes === undefined) {
    console.log(
      'The idle memory of the local Azure is left out: it is read from /proc, which Linux alone has.',
    );
  } else noteBelow('idle memory of the local Azure with Azurite', megabytes, 250, 'MB');
}

/** The memory that the system counts for the process, in MB. */
function memoryOf({ pid }: RunningSandbox): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
