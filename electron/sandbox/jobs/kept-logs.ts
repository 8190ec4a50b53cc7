import type { StoredResource } from '../resource-store.ts';
import { ensureContainer, writeBlob } from '../storage/blobs.ts';
import type { World } from '../world.ts';
import { readJobRun } from './job-state.ts';
import { workspaceAccount } from '../machine-learning/workspaces.ts';

/** Keeps what a job has said among its artifacts, where clients look for it when it is over. */
export async function keepLogs(
  world: World,
  workspace: StoredResource,
  job: StoredResource,
  error: string | null,
): Promise<void> {
  const place = { account: workspaceAccount(workspace), container: 'azureml' };
  await ensureContainer(world, place);
  const run = readJobRun(world, job.id);
  const steps = Object.entries(run?.steps ?? {});
  const lines = steps.map(([key, { log }]) => log.replace(/^(?=.)/gm, `[${key}] `));
  const text = (run?.log ?? '') + lines.join('') + (error === null ? '' : `${error}\n`);
  const blob = `ExperimentRun/dcid.${job.name}/user_logs/std_log.txt`;
  await writeBlob(world, { ...place, blob }, text, 'text/plain');
}
