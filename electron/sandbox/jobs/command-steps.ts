import { componentOfId } from '../../../engine/export/pipeline-job.ts';
import { ArmError } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { textsOf } from './command-job.ts';

/** What an input of a step is: a value, what lies at a URI, an input of the job, or an output of another step. */
export type StepSource =
  | { readonly value: string }
  | { readonly uri: string }
  | { readonly input: string }
  | { readonly step: string; readonly output: string };

/** A step of a pipeline that runs a command. */
export interface CommandStep {
  readonly key: string;
  /** What it is called in the run history. */
  readonly title: string;
  readonly command: string;
  /** The id of its code. */
  readonly codeId: string | undefined;
  readonly inputs: Readonly<Record<string, StepSource>>;
  /** The type of each output, such as uri_folder. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** Whether a pipeline job has steps that run commands: others than Guidepost's components. */
export function isCommandPipeline({ properties: { jobType, jobs } }: StoredResource): boolean {
  return jobType === 'Pipeline' && isObject(jobs) && !Object.values(jobs).every(isGuidepost);
}

function isGuidepost(step: unknown): boolean {
  return isObject(step) && componentOfId(textOf(step.componentId)) !== undefined;
}

/**
 * The steps of a pipeline of commands, each behind those that it needs. They are inline, or registered components of
 * the type command.
 * Errors: what is wrong with a step, in Azure's way.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-component-command
 */
export function commandSteps(world: World, job: StoredResource): CommandStep[] {
  const { jobs } = job.properties;
  const given = isObject(job.properties.inputs) ? job.properties.inputs : {};
  const steps = Object.entries(isObject(jobs) ? jobs : {}).map(([key, step]) => {
    if (isGuidepost(step)) {
      throw refused(
        key,
        "it is one of Guidepost's components, and others run commands. A pipeline has one kind or the other",
      );
    }
    return readStep(world, key, isObject(step) ? step : {}, given);
  });
  return inOrder(steps);
}

/** The types of the outputs of a step that runs a command, such as uri_folder. */
export function outputTypesOf(world: World, step: Properties): Record<string, string> {
  const { outputs } = specOf(world, step);
  const promised = isObject(outputs) ? outputs : {};
  const put = isObject(step.outputs) ? step.outputs : {};
  const types: Record<string, string> = {};
  for (const name of new Set([...Object.keys(promised), ...Object.keys(put)])) {
    const declared = promised[name] ?? put[name];
    const type = isObject(declared) ? (declared.type ?? declared.job_output_type) : undefined;
    types[name] = type === 'uri_file' ? 'uri_file' : 'uri_folder';
  }
  return types;
}

function readStep(world: World, key: string, step: Properties, given: Properties): CommandStep {
  const spec = specOf(world, step);
  const { type = 'command' } = spec;
  if (type !== 'command') {
    throw refused(
      key,
      `its component is of the type '${textOf(type)}'. The sandbox runs those of the type command`,
    );
  }
  if (typeof spec.command !== 'string' || spec.command === '') throw refused(key, 'it has no command');
  const asked = isObject(step.inputs) ? step.inputs : {};
  const known = isObject(spec.inputs) ? spec.inputs : {};
  const inputs: Record<string, StepSource> = {};
  for (const name of new Set([...Object.keys(known), ...Object.keys(asked)])) {
    // It becomes the name of a folder.
    if (!/^\w+$/.test(name)) throw refused(key, `'${name.slice(0, 80)}' is no name of an input`);
    const declared = isObject(known[name]) ? known[name] : {};
    const source = sourceOf(asked[name]) ?? defaultOf(declared.default);
    const isThere = source !== undefined && !('input' in source && !Object.hasOwn(given, source.input));
    if (isThere) inputs[name] = source;
    else if (declared.optional !== true) throw refused(key, `its input '${name}' has no value`);
  }
  const code = step.codeId ?? spec.code ?? spec.codeId;
  return {
    key,
    title: textOf(step.display_name ?? step.displayName ?? key),
    command: spec.command,
    codeId: typeof code === 'string' ? code : undefined,
    inputs,
    outputs: outputTypesOf(world, step),
    environment: {
      ...textsOf(spec.environmentVariables ?? spec.environment_variables),
      ...textsOf(step.environmentVariables ?? step.environment_variables),
    },
  };
}

/** What a step runs: its component's, or its own. */
function specOf({ resources }: World, step: Properties): Properties {
  if (typeof step.componentId !== 'string') return step;
  const { componentSpec } = resources.find(step.componentId)?.properties ?? {};
  return isObject(componentSpec) ? componentSpec : {};
}

function defaultOf(value: unknown): StepSource | undefined {
  return value === undefined || value === null ? undefined : { value: textOf(value) };
}

function sourceOf(input: unknown): StepSource | undefined {
  if (input === undefined || input === null) return undefined;
  if (isObject(input) && typeof input.uri === 'string') return { uri: input.uri };
  const value = isObject(input) ? input.value : input;
  if (value === undefined || value === null) return undefined;
  const text = textOf(value);
  const [, name] = /^\$\{\{\s*parent\.inputs\.(\w+)\s*\}\}$/.exec(text) ?? [];
  if (name !== undefined) return { input: name };
  const [, step, output] = /^\$\{\{\s*parent\.jobs\.(\w+)\.outputs\.(\w+)\s*\}\}$/.exec(text) ?? [];
  return step === undefined ? { value: text } : { step, output };
}

/** So many steps may wait for each other in a row. */
const mostInRow = 200;

/** The steps in an order in which each finds what it needs. */
function inOrder(steps: readonly CommandStep[]): CommandStep[] {
  const ordered = new Set<CommandStep>();
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const visit = (step: CommandStep, above: readonly string[]): void => {
    if (ordered.has(step)) return;
    if (above.includes(step.key)) throw refused(step.key, 'it needs what it puts out itself');
    if (above.length > mostInRow) throw refused(step.key, `more than ${mostInRow} steps wait for each other`);
    for (const [name, source] of Object.entries(step.inputs)) {
      if (!('step' in source)) continue;
      const other = byKey.get(source.step);
      if (!other || !Object.hasOwn(other.outputs, source.output)) {
        throw refused(
          step.key,
          `its input '${name}' is bound to '${source.step}.outputs.${source.output}', which is not there`,
        );
      }
      visit(other, [...above, step.key]);
    }
    ordered.add(step);
  };
  for (const step of steps) visit(step, []);
  return [...ordered];
}

function refused(step: string, why: string): ArmError {
  return new ArmError(400, 'UserError', `The step '${step}' cannot run: ${why}.`);
}
