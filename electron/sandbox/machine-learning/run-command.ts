import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isObject } from '../envelope.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { bring, collect, placeOf } from './command-files.ts';
import { changeJobRun } from './job-state.ts';
import { defaultContainer, requireWorkspace, workspaceAccount } from './workspaces.ts';

/** More of a log is not kept. */
const mostLog = 1 << 20;
const savingMilliseconds = 200;

/**
 * Runs the command of a job in a folder of its own: the code in it, inputs beside it, outputs collected at its end.
 * Returns why it failed in a sentence, or null. An abort kills the command with all that it has started.
 */
export async function runCommand(
  world: World,
  job: StoredResource,
  signal: AbortSignal,
): Promise<string | null> {
  const workspace = requireWorkspace(world, job.id);
  const parent = path.join(world.folder, 'commands');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(path.join(parent, 'job-'));
  try {
    const { codeId } = job.properties;
    const code = typeof codeId === 'string' ? world.resources.find(codeId) : undefined;
    const work = path.join(folder, 'code');
    mkdirSync(work);
    if (code) await bring(world, placeOf(world, workspace, textOf(code.properties.codeUri)), work);
    const command = await prepare(world, workspace, job.properties, folder);
    const exit = await run(world, job, command, work, signal);
    if (signal.aborted) return 'The job was stopped.';
    const account = workspaceAccount(workspace);
    const outputs = path.join(folder, 'outputs');
    await collect(world, outputs, { account, container: defaultContainer(workspace) }, `azureml/${job.name}`);
    const own = path.join(work, 'outputs');
    const artifacts = `ExperimentRun/dcid.${job.name}/outputs`;
    if (existsSync(own)) await collect(world, own, { account, container: 'azureml' }, artifacts);
    return exit === 0 ? null : `The command ended with the exit code ${exit}. See its log.`;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Brings the inputs, makes the folders of the outputs, and puts both into the command. */
async function prepare(
  world: World,
  workspace: StoredResource,
  { inputs, outputs, command }: Properties,
  folder: string,
): Promise<string> {
  const values = new Map<string, string>();
  for (const [name, input] of Object.entries(isObject(inputs) ? inputs : {})) {
    if (!isObject(input)) continue;
    if (input.jobInputType === 'literal') {
      values.set(`inputs.${name}`, textOf(input.value));
      continue;
    }
    const place = placeOf(world, workspace, textOf(input.uri));
    const file = await bring(world, place, path.join(folder, 'inputs', name));
    values.set(`inputs.${name}`, ['..', 'inputs', name, ...(file === undefined ? [] : [file])].join('/'));
  }
  mkdirSync(path.join(folder, 'outputs'));
  for (const name of Object.keys(isObject(outputs) ? outputs : {})) {
    if (!/^\w+$/.test(name) || name === 'default') continue;
    mkdirSync(path.join(folder, 'outputs', name));
    values.set(`outputs.${name}`, `../outputs/${name}`);
  }
  return textOf(command).replace(
    /\$\{\{\s*((?:inputs|outputs)\.\w+)\s*\}\}/g,
    (whole, name: string) => values.get(name) ?? whole,
  );
}

/** Returns the exit code. */
function run(
  world: World,
  job: StoredResource,
  command: string,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const { environmentVariables: own } = job.properties;
  const given = Object.fromEntries(
    Object.entries(isObject(own) ? own : {}).map(([name, value]) => [name, textOf(value)]),
  );
  const child = spawn(command, {
    cwd: folder,
    shell: true,
    // A group of its own: it can be ended with all that it starts.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      AZUREML_RUN_ID: job.name,
      MLFLOW_RUN_ID: job.name,
      MLFLOW_TRACKING_URI: `${world.addresses.arm}/mlflow/v1.0${requireWorkspace(world, job.id).id}`,
      MLFLOW_TRACKING_TOKEN: 'sandbox',
      ...given,
    },
  });
  let log = '';
  let saved = '';
  const save = (): void => {
    if (log === saved) return;
    saved = log;
    changeJobRun(world, job.id, { log });
  };
  const saving = setInterval(save, savingMilliseconds);
  const hear = (data: Buffer): void => void (log = (log + data.toString('utf8')).slice(-mostLog));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const stop = (): void => killTree(child);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    clearInterval(saving);
    signal.removeEventListener('abort', stop);
    save();
  }) as Promise<number>;
}

function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
