import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { bring, collect, placeOf } from './command-files.ts';
import { commandFolder, noteCommand, ownMark } from './left-commands.ts';
import { defaultContainer, workspaceAccount } from '../machine-learning/workspaces.ts';

/** What comes into a command: a value, or what lies at a URI. */
export type CommandInput =
  | { readonly value: string }
  | {
      readonly uri: string;
      /** Whether nothing there is an empty folder, and no error. */
      readonly mayBeEmpty?: boolean;
    };

/** A command to run: a job's, or that of a step of one. */
export interface CommandTask {
  /** The id of its run. */
  readonly run: string;
  readonly workspace: StoredResource;
  /** With `${{inputs.NAME}}`, `${{outputs.NAME}}`, and `$[[…]]` around what an optional input is for. */
  readonly command: string;
  /** Where its code lies. */
  readonly code: string | undefined;
  readonly inputs: Readonly<Record<string, CommandInput>>;
  /** The type of each output, such as uri_folder. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of the default container that its outputs are collected in. */
  readonly place: string;
  /** Is told, a few times a second, of all that it has said so far. */
  readonly onLog: (log: string) => void;
}

/** More of a log is not kept. */
const mostLog = 1 << 20;
const savingMilliseconds = 200;

/**
 * Runs a command in a folder of its own: the code in it, inputs beside it, outputs collected at its end.
 * Returns why it failed in a sentence, or null. An abort kills the command with all that it has started.
 */
export async function runCommand(
  world: World,
  task: CommandTask,
  signal: AbortSignal,
): Promise<string | null> {
  const { workspace, code } = task;
  const parent = commandFolder(world);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(path.join(parent, 'job-'));
  try {
    const work = path.join(folder, 'code');
    mkdirSync(work);
    if (code !== undefined) await bring(world, placeOf(world, workspace, code), work);
    const command = await prepare(world, task, folder);
    const exit = await run(world, { ...task, command }, folder, work, signal);
    if (signal.aborted) return 'The job was stopped.';
    const account = workspaceAccount(workspace);
    const outputs = path.join(folder, 'outputs');
    await collect(world, outputs, { account, container: defaultContainer(workspace) }, task.place);
    const own = path.join(work, 'outputs');
    const artifacts = `ExperimentRun/dcid.${task.run}/outputs`;
    if (existsSync(own)) await collect(world, own, { account, container: 'azureml' }, artifacts);
    return exit === 0 ? null : `The command ended with the exit code ${exit}. See its log.`;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Brings the inputs, makes the places of the outputs, and puts both into the command. */
async function prepare(
  world: World,
  { workspace, command, inputs, outputs }: CommandTask,
  folder: string,
): Promise<string> {
  const values = new Map<string, string>();
  for (const [name, input] of Object.entries(inputs)) {
    if ('value' in input) {
      values.set(`inputs.${name}`, input.value);
      continue;
    }
    const place = placeOf(world, workspace, input.uri);
    const file = await bring(world, place, path.join(folder, 'inputs', name), input.mayBeEmpty);
    values.set(`inputs.${name}`, ['..', 'inputs', name, ...(file === undefined ? [] : [file])].join('/'));
  }
  mkdirSync(path.join(folder, 'outputs'));
  for (const [name, type] of Object.entries(outputs)) {
    if (!/^\w+$/.test(name) || name === 'default') continue;
    // An output that is a file is made by the command itself.
    if (type !== 'uri_file') mkdirSync(path.join(folder, 'outputs', name));
    values.set(`outputs.${name}`, `../outputs/${name}`);
  }
  const reference = /\$\{\{\s*((?:inputs|outputs)\.\w+)\s*\}\}/g;
  const isGiven = (text: string): boolean =>
    [...text.matchAll(reference)].every(([, name]) => values.has(name));
  return command
    .replace(/\$\[\[((?:(?!\$\[\[)[^])*?)\]\]/g, (_, optional: string) => (isGiven(optional) ? optional : ''))
    .replace(reference, (whole, name: string) => values.get(name) ?? whole);
}

/** Returns the exit code. */
function run(
  world: World,
  { run: id, workspace, command, environment, onLog }: CommandTask,
  folder: string,
  work: string,
  signal: AbortSignal,
): Promise<number> {
  const child = spawn(command, {
    cwd: work,
    shell: true,
    // A group of its own: it can be ended with all that it starts.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      AZUREML_RUN_ID: id,
      MLFLOW_RUN_ID: id,
      MLFLOW_TRACKING_URI: `${world.addresses.arm}/mlflow/v1.0${workspace.id}`,
      MLFLOW_TRACKING_TOKEN: 'sandbox',
      ...environment,
      ...ownMark(world),
    },
  });
  noteCommand(folder, child.pid);
  let log = '';
  let saved = '';
  const save = (): void => {
    if (log === saved) return;
    saved = log;
    onLog(log);
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
