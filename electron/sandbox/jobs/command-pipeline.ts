import { invalidContent } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { codeAt, inputsOf } from './command-job.ts';
import { commandSteps, type CommandStep, type StepSource } from './command-steps.ts';
import { changeStep, hasEnded, readJobRun } from './job-state.ts';
import { runCommand, type CommandInput } from './run-command.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';

/**
 * Runs a pipeline of commands, one step after the other in the order of their bindings; outputs are handed on.
 * Returns why it failed in a sentence, or null.
 */
export async function runCommandPipeline(
  world: World,
  job: StoredResource,
  signal: AbortSignal,
): Promise<string | null> {
  for (const step of commandSteps(world, job)) {
    const failed = await runStep(world, job, step, signal);
    if (signal.aborted) return 'The job was stopped.';
    if (failed !== null) return `The step '${step.key}' failed: ${failed}`;
  }
  return null;
}

async function runStep(
  world: World,
  job: StoredResource,
  step: CommandStep,
  signal: AbortSignal,
): Promise<string | null> {
  const { key, command, codeId, outputs, environment } = step;
  const note = (changes: Parameters<typeof changeStep>[3]): void => {
    const run = readJobRun(world, job.id);
    // A command's last words may come after its job was cancelled.
    if (run && !hasEnded(run)) changeStep(world, job.id, key, changes);
  };
  note({ status: 'Running', startedAt: world.clock.now(), log: '' });
  let said = '';
  let failed: string | null;
  try {
    const task = {
      run: readJobRun(world, job.id)?.steps[key].id ?? job.name,
      workspace: requireWorkspace(world, job.id),
      command,
      code: codeId === undefined ? undefined : codeAt(world, codeId),
      inputs: Object.fromEntries(
        Object.entries(step.inputs).map(([name, source]) => [name, inputOf(job, source)]),
      ),
      outputs,
      environment,
      place: `azureml/${job.name}/${key}`,
      onLog: (log: string) => note({ log: (said = log) }),
    };
    failed = await runCommand(world, task, signal);
  } catch (error) {
    failed = (error as Error).message;
  }
  const endedAt = world.clock.now();
  if (failed === null) note({ status: 'Completed', endedAt });
  else note({ status: 'Failed', endedAt, log: `${said}${failed}\n` });
  return failed;
}

function inputOf(job: StoredResource, source: StepSource): CommandInput {
  if ('value' in source || 'uri' in source) return source;
  if ('input' in source) {
    const inputs = inputsOf(job);
    if (Object.hasOwn(inputs, source.input)) return inputs[source.input];
    throw invalidContent(`The job has no input '${source.input}'.`);
  }
  const path = `azureml/${job.name}/${source.step}/${source.output}`;
  return { uri: `azureml://datastores/workspaceblobstore/paths/${path}`, mayBeEmpty: true };
}
