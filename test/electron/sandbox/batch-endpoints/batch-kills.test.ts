import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startSandboxProcess, type SandboxProcess } from '../../../support/sandbox-kills/sandbox-process.ts';
import { scope, startWorkspace } from '../../../support/workspace.ts';
import { inputOf, openBatch, startBatch } from './batch.ts';

const rows = 100_000;
const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };

it('a batch job goes on after a kill of the sandbox, whether it waited or ran', async () => {
  const workspace = await startWorkspace();
  const batch = await startBatch(workspace);
  const properties = inputOf(await batch.upload('in/many.csv', `age,area\n${'30,Rural\n'.repeat(rows)}`));
  await workspace.close();
  const jobs = `/subscriptions/${workspace.sandbox.subscription}/resourceGroups/${scope.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${scope.workspace}/jobs`;
  const start = async (): Promise<SandboxProcess> => {
    const sandbox = await startSandboxProcess(workspace.folder, 1000);
    onTestFinished(() => sandbox.kill());
    return sandbox;
  };
  /** Waits until a job is in one of these states, or has ended. */
  const until = async ({ facts }: SandboxProcess, name: string, wanted: RegExp): Promise<string> => {
    for (;;) {
      const reply = await fetch(`${facts.address}${jobs}/${name}?api-version=2022-10-01`, { headers });
      const { properties: shown } = (await reply.json()) as { properties: { status: string } };
      if (wanted.test(shown.status) || /Completed|Failed|Canceled/.test(shown.status)) return shown.status;
      await delay(2);
    }
  };
  const invoke = async ({ facts }: SandboxProcess): Promise<string> => {
    const reply = await fetch(`${facts.address}/batch-endpoints/westeurope/echo/jobs`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ properties }),
    });
    return ((await reply.json()) as { name: string }).name;
  };
  // Killed as soon as it is acknowledged.
  let sandbox = await start();
  const names = [await invoke(sandbox)];
  await sandbox.kill();
  sandbox = await start();
  expect(await until(sandbox, names[0], /Completed/)).toBe('Completed');
  // Killed while it runs; a busy machine may look too late.
  let name = await invoke(sandbox);
  while ((await until(sandbox, name, /Running/)) !== 'Running') name = await invoke(sandbox);
  names.push(name);
  await sandbox.kill();
  sandbox = await start();
  expect(await until(sandbox, name, /Completed/)).toBe('Completed');
  await sandbox.kill();
  const again = await openBatch(await startWorkspace({ folder: workspace.folder }));
  for (const job of names) {
    const predictions = await again.download(await again.predictions(job));
    expect(predictions?.split('\n').length).toBe(rows + 2);
  }
}, 90_000);
