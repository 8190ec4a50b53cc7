import type { Pipeline } from '../pipeline/pipeline.ts';
import { assetReference, azureJob, type AzureJob, type AzureJobOptions } from './azure-job.ts';
import type { PipelineJobStep } from './pipeline-job.ts';
import { commentText, pythonLiteral, pythonText } from './python/literal.ts';
import { PythonNames } from './python/names.ts';

/** The workspace that a drawing is submitted to, beside what runs in it. */
export interface SdkOptions extends AzureJobOptions {
  readonly subscription?: string;
  readonly resourceGroup?: string;
  readonly workspace?: string;
}

/**
 * A valid drawing as Python that submits it with Azure's own package azure-ai-ml: the steps, settings and bindings
 * are those of the job that Guidepost submits. Error: `pipeline-not-valid`.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-create-component-pipeline-python
 */
export function exportSdk(pipeline: Pipeline, options: SdkOptions = {}): string {
  const job = azureJob(pipeline, options);
  const {
    subscription = 'YOUR-SUBSCRIPTION-ID',
    resourceGroup = 'YOUR-RESOURCE-GROUP',
    workspace = 'YOUR-WORKSPACE',
  } = options;
  return `"""Submits a pipeline that was drawn in Guidepost to Azure Machine Learning.

It needs: pip install azure-ai-ml azure-identity
Guidepost registers its components in your workspace when you submit a drawing there for the first time.
"""
# The drawing: ${commentText(pipeline.name)}

import json

from azure.ai.ml import Input, MLClient, ${hasOutputs(job) ? 'Output, ' : ''}dsl
from azure.identity import DefaultAzureCredential

ml_client = MLClient(
    DefaultAzureCredential(),
    subscription_id=${pythonText(subscription)},
    resource_group_name=${pythonText(resourceGroup)},
    workspace_name=${pythonText(workspace)},
)

${drawing(job)}`;
}

const hasOutputs = ({ steps }: AzureJob): boolean =>
  Object.values(steps).some(({ outputs }) => Object.keys(outputs).length > 0);

function drawing({ displayName, experiment, compute, steps, inputs }: AzureJob): string {
  const names = new PythonNames(['dsl', 'drawing', 'job', 'ml_client', 'Input', 'Output', 'MLClient']);
  const components = new Map<string, string>();
  for (const { componentId } of Object.values(steps)) {
    const [, name, version] = componentId.split(':');
    const variable = names.of(componentId, name.replace('guidepost_', ''));
    components.set(
      componentId,
      `${variable} = ml_client.components.get(${pythonText(name)}, version=${pythonText(version)})`,
    );
  }
  const parameters = Object.keys(inputs).map((input) => names.of(`inputs.${input}`, input));
  const assets = Object.entries(inputs).map(
    ([input, asset]) =>
      `    ${names.of(`inputs.${input}`, input)}=Input(type="mltable", path=${pythonText(assetReference(asset))}, mode="eval_mount"),\n`,
  );
  const calls = inOrder(steps).map(([key, step]) => callStep(key, step, names));
  return `# The components, as they are registered in the workspace.
${[...components.values()].join('\n')}


@dsl.pipeline(display_name=${pythonText(displayName)}, default_compute=${pythonText(compute)})
def drawing(${parameters.join(', ')}):
${calls.length > 0 ? calls.join('') : '    pass\n'}

job = drawing(
${assets.join('')})
job.settings.continue_on_step_failure = False
job = ml_client.jobs.create_or_update(job, experiment_name=${pythonText(experiment)})
print(job.studio_url)
`;
}

/** A step as a call of its component, under the step's own name. */
function callStep(key: string, step: PipelineJobStep, names: PythonNames): string {
  const name = names.of(`jobs.${key}`, key);
  const given = Object.entries(step.inputs).map(
    ([port, { value }]) =>
      `        ${port}=${port === 'settings' ? settings(value) : binding(value, names)},\n`,
  );
  const lines = [`    ${name} = ${names.of(step.componentId, '')}(\n`, ...given, '    )\n'];
  if (name !== key) lines.push(`    ${name}.name = ${pythonText(key)}\n`);
  if (step.computeId !== undefined) {
    lines.push(`    ${name}.compute = ${pythonText(step.computeId.replace('azureml:', ''))}\n`);
  }
  for (const [port, { job_output_type: type, uri }] of Object.entries(step.outputs)) {
    lines.push(`    ${name}.outputs.${port} = Output(type=${pythonText(type)}, path=${pythonText(uri)})\n`);
  }
  return lines.join('');
}

/** A component's settings as the JSON text that the job holds. */
function settings(text: string): string {
  const start = 'settings=json.dumps(';
  const value = pythonLiteral(JSON.parse(text), { column: start.length + 8, indent: 8 });
  // What Azure or the command's quotes would take for something else is escaped in the job as well.
  const quote = text.includes('\\u0027') ? String.raw`.replace("'", "\\u0027")` : '';
  const expression = text.includes('\\u0024{{') ? String.raw`.replace("${'$'}{{", "\\u0024{{")` : '';
  return `json.dumps(${value})${quote}${expression}`;
}

/** A binding such as `${'$'}{{parent.jobs.split.outputs.first}}` as an expression of the drawing's function. */
function binding(value: string, names: PythonNames): string {
  const [, input] = /^\$\{\{parent\.inputs\.(\w+)\}\}$/.exec(value) ?? [];
  if (input !== undefined) return names.of(`inputs.${input}`, input);
  const [, step, port] = /^\$\{\{parent\.jobs\.(\w+)\.outputs\.([\w-]+)\}\}$/.exec(value) ?? [];
  return `${names.of(`jobs.${step}`, step)}.outputs.${port}`;
}

/** The steps, each after those that it takes its inputs from. */
function inOrder(steps: AzureJob['steps']): [string, PipelineJobStep][] {
  const sorted = new Map<string, PipelineJobStep>();
  const add = (key: string): void => {
    if (sorted.has(key)) return;
    for (const { value } of Object.values(steps[key].inputs)) {
      const [, before] = /^\$\{\{parent\.jobs\.(\w+)\./.exec(value) ?? [];
      if (before !== undefined) add(before);
    }
    sorted.set(key, steps[key]);
  };
  Object.keys(steps).forEach(add);
  return [...sorted];
}
