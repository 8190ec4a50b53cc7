import { dataset } from '../components/dataset/dataset.ts';
import { components, findComponent } from '../components/registry.ts';
import { EngineError } from '../errors.ts';
import { sourceOf } from '../pipeline/graph.ts';
import { parsePipeline, type Pipeline, type PipelineEdge, type PipelineNode } from '../pipeline/pipeline.ts';

/** What feeds the rows of a real-time inference pipeline when it runs as a job. */
export const webServiceInputName = 'WebServiceInput0';

/** An input of a step: a value, or a binding such as `${{parent.jobs.split.outputs.first}}`. */
interface StepInput {
  readonly job_input_type: 'literal';
  readonly value: string;
}

/** Where an output of a step is written. */
interface StepOutput {
  readonly job_output_type: 'uri_folder';
  readonly uri: string;
}

/** One step of a pipeline job, as Azure Machine Learning keeps it under `properties.jobs`. */
export interface PipelineJobStep {
  readonly type: 'command';
  readonly componentId: string;
  /** The node of the drawing. */
  readonly display_name: string;
  /** Where it runs, if not on the job's default compute. */
  readonly computeId?: string;
  readonly inputs: Readonly<Record<string, StepInput>>;
  readonly outputs: Readonly<Record<string, StepOutput>>;
}

/** A drawn pipeline as the parts of a v2 pipeline job. */
export interface PipelineJob {
  readonly steps: Readonly<Record<string, PipelineJobStep>>;
  /** The names of the job's inputs; each is a dataset, or `WebServiceInput0`. */
  readonly inputs: readonly string[];
}

/**
 * A drawn pipeline as a v2 pipeline job: each node but the datasets is a step of a registered component; its
 * settings travel as one JSON text, its edges as bindings. `componentId` names the registered component of a type
 * and version; `computeId` the compute of a node that has one of its own; `outputUri` the folder of an output.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-job-pipeline
 */
export function exportPipelineJob(
  pipeline: Pipeline,
  options: {
    readonly componentId: (type: string, version: number) => string;
    readonly computeId?: (node: string) => string | undefined;
    readonly outputUri?: (step: string, port: string) => string;
  },
): PipelineJob {
  const keys = stepKeys(pipeline);
  const inputs = new Set<string>();
  const steps: Record<string, PipelineJobStep> = {};
  for (const node of pipeline.nodes) {
    const key = keys.get(node.id);
    if (key === undefined) continue;
    const bindings: Record<string, StepInput> = { settings: literal(settingsText(node.settings)) };
    if (node.component === 'web-service-input') {
      inputs.add(webServiceInputName);
      bindings.rows = literal(`\${{parent.inputs.${webServiceInputName}}}`);
    }
    for (const port of Object.keys(findComponent(node.component)?.inputs ?? {})) {
      const source = sourceOf(pipeline, node.id, port);
      if (!source) continue;
      const from = keys.get(source.node);
      if (from === undefined) {
        const name = datasetName(pipeline.nodes.find(({ id }) => id === source.node) as PipelineNode);
        inputs.add(name);
        bindings[port] = literal(`\${{parent.inputs.${name}}}`);
      } else bindings[port] = literal(`\${{parent.jobs.${from}.outputs.${source.port}}}`);
    }
    const computeId = options.computeId?.(node.id);
    steps[key] = {
      type: 'command',
      componentId: options.componentId(node.component, node.version),
      display_name: node.id,
      ...(computeId !== undefined && { computeId }),
      inputs: bindings,
      outputs: Object.fromEntries(
        Object.keys(options.outputUri ? (findComponent(node.component)?.outputs ?? {}) : {}).map((port) => [
          port,
          { job_output_type: 'uri_folder', uri: options.outputUri?.(key, port) ?? '' },
        ]),
      ),
    };
  }
  return { steps, inputs: [...inputs] };
}

/**
 * The drawn pipeline of a job that `exportPipelineJob` has made; `component` says which type and version a
 * component id stands for. Error: `job-not-drawn`, where a job is of another make.
 */
export function importPipelineJob(
  name: string,
  steps: Readonly<Record<string, unknown>>,
  component: (componentId: string) => { readonly type: string; readonly version: number } | undefined,
): Pipeline {
  const entries = Object.entries(steps).map(([key, step]) => [key, step as PipelineJobStep] as const);
  const ids = new Map(entries.map(([key, step]) => [key, step.display_name ?? key]));
  const nodes: PipelineNode[] = [];
  const edges: PipelineEdge[] = [];
  const datasets = new Map<string, string>();
  for (const [key, step] of entries) {
    const found = typeof step.componentId === 'string' ? component(step.componentId) : undefined;
    if (!found) throw jobNotDrawn(key, `its component "${step.componentId}" is not one of Guidepost's`);
    const id = ids.get(key) as string;
    let settings: unknown = {};
    for (const [port, input] of Object.entries(step.inputs ?? {})) {
      if (typeof input?.value !== 'string') throw jobNotDrawn(key, `its input "${port}" has no value`);
      if (port === 'settings') settings = parseSettings(key, input.value);
      else if (port !== 'rows') edges.push({ from: readBinding(key, input.value), to: { node: id, port } });
    }
    nodes.push({
      id,
      component: found.type,
      version: found.version,
      settings: settings as PipelineNode['settings'],
    });
  }
  return parsePipeline({ formatVersion: 1, name, nodes: [...datasetNodes(), ...nodes], edges });

  function readBinding(key: string, value: string): PipelineEdge['from'] {
    const [, input] = /^\$\{\{parent\.inputs\.(\w+)\}\}$/.exec(value) ?? [];
    if (input !== undefined) {
      const id = datasets.get(input) ?? freeName(`dataset-${input}`, [...ids.values(), ...datasets.values()]);
      datasets.set(input, id);
      return { node: id, port: 'table' };
    }
    const [, from, port] = /^\$\{\{parent\.jobs\.(\w+)\.outputs\.([\w-]+)\}\}$/.exec(value) ?? [];
    const node = ids.get(from);
    if (node === undefined) throw jobNotDrawn(key, `its binding ${value} leads nowhere`);
    return { node, port };
  }

  function datasetNodes(): PipelineNode[] {
    return [...datasets].map(([input, id]) => ({
      id,
      component: dataset.type,
      version: dataset.version,
      settings: { name: input },
    }));
  }
}

/** The name under which a component of this type is registered in a workspace; its version is the component's. */
export function registeredName(type: string): string {
  return `guidepost_${type.replaceAll('-', '_')}`;
}

/** The type and version behind the id of a registered component: `…/components/guidepost_split_data/versions/1`. */
export function componentOfId(id: string): { readonly type: string; readonly version: number } | undefined {
  const [, name, version] = /\/components\/([^/]+)\/versions\/(\d+)$/i.exec(id) ?? [];
  const component = components.find(({ type }) => registeredName(type) === name);
  return component && { type: component.type, version: Number(version) };
}

/** The name of a dataset as an input of the job: letters, digits and underscores. */
export function datasetInputName(name: string): string {
  return name.replaceAll(/\W/g, '_');
}

function datasetName({ settings }: PipelineNode): string {
  return datasetInputName(dataset.settings.parse(settings).name);
}

/** The name of each node as a step: letters, digits and underscores. Datasets are inputs of the job, not steps. */
export function stepKeys({ nodes }: Pipeline): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { id, component } of nodes) {
    if (component !== dataset.type) keys.set(id, freeName(id.replaceAll('-', '_'), [...keys.values()]));
  }
  return keys;
}

/**
 * Settings as a JSON text that nothing on its way takes for anything else: no `${{…}}` that Azure would replace, no
 * quote that would end the command's own, and nothing invisible.
 */
function settingsText(settings: PipelineNode['settings']): string {
  return JSON.stringify(settings).replaceAll(/\$(?=\{\{)|'|[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, i) => jsonEscape(character.charCodeAt(i))).join(''),
  );
}

const jsonEscape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let i = 2; taken.includes(name); i++) name = `${wanted}_${i}`;
  return name;
}

function literal(value: string): StepInput {
  return { job_input_type: 'literal', value };
}

function parseSettings(key: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw jobNotDrawn(key, 'its settings are not JSON');
  }
}

/** A pipeline job that no drawing stands for. */
function jobNotDrawn(step: string, why: string): EngineError {
  return new EngineError(
    'job-not-drawn',
    `The step "${step}" cannot run: ${why}.`,
    "Submit a pipeline of Guidepost's components.",
    { step, why },
  );
}
