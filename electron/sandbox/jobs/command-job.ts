import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { changeJobRun, readJobRun } from './job-state.ts';
import { runCommand, type CommandInput } from './run-command.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';

/** Runs the command of a job; returns why it failed in a sentence, or null. */
export function runCommandJob(
  world: World,
  job: StoredResource,
  signal: AbortSignal,
): Promise<string | null> {
  const { command, codeId, outputs, environmentVariables } = job.properties;
  // What it has waited for stands first.
  const before = readJobRun(world, job.id)?.log ?? '';
  const task = {
    run: job.name,
    workspace: requireWorkspace(world, job.id),
    command: textOf(command),
    code: codeAt(world, codeId),
    inputs: inputsOf(job),
    outputs: outputTypes(outputs),
    environment: textsOf(environmentVariables),
    place: `azureml/${job.name}`,
    onLog: (log: string) => changeJobRun(world, job.id, { log: before + log }),
  };
  return runCommand(world, task, signal);
}

/** Where the code of an asset's id lies; `undefined` where no asset is named. */
export function codeAt({ resources }: World, id: unknown): string | undefined {
  const asset = resources.find(textOf(id).replace(/^azureml:(?=\/)/, ''));
  return asset && textOf(asset.properties.codeUri);
}

/** The inputs of a job: values, and URIs. */
export function inputsOf({ properties: { inputs } }: StoredResource): Record<string, CommandInput> {
  const found: Record<string, CommandInput> = {};
  for (const [name, input] of Object.entries(isObject(inputs) ? inputs : {})) {
    if (!isObject(input)) continue;
    found[name] =
      input.jobInputType === 'literal' ? { value: textOf(input.value) } : { uri: textOf(input.uri) };
  }
  return found;
}

function outputTypes(outputs: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isObject(outputs) ? outputs : {}).map(([name, output]) => [
      name,
      isObject(output) ? textOf(output.jobOutputType) : '',
    ]),
  );
}

/** An object of texts. */
export function textsOf(values: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isObject(values) ? values : {}).map(([name, value]) => [name, textOf(value)]),
  );
}
