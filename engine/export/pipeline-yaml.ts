import type { Pipeline } from '../pipeline/pipeline.ts';
import { assetReference, azureJob, type AzureJobOptions } from './azure-job.ts';
import { toYaml, type YamlValue } from './yaml.ts';

export type { AzureJobOptions, DataAssetName } from './azure-job.ts';

/**
 * A valid drawing as the file of a v2 pipeline job: the steps, settings and bindings are those of the job that
 * Guidepost submits. The components must be registered in the workspace. Error: `pipeline-not-valid`.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-job-pipeline
 */
export function exportPipelineYaml(pipeline: Pipeline, options: AzureJobOptions = {}): string {
  const { displayName, experiment, compute, steps, inputs } = azureJob(pipeline, options);
  const yaml = toYaml({
    $schema: 'https://azuremlschemas.azureedge.net/latest/pipelineJob.schema.json',
    type: 'pipeline',
    display_name: displayName,
    experiment_name: experiment,
    settings: { default_compute: `azureml:${compute}`, continue_on_step_failure: false },
    inputs: mapValues(inputs, (asset) => ({
      type: 'mltable',
      path: assetReference(asset),
      mode: 'eval_mount',
    })),
    jobs: mapValues(steps, (step) => ({
      type: step.type,
      component: step.componentId,
      display_name: step.display_name,
      ...(step.computeId !== undefined && { compute: step.computeId }),
      inputs: mapValues(step.inputs, ({ value }) => value),
      ...(Object.keys(step.outputs).length > 0 && {
        outputs: mapValues(step.outputs, ({ job_output_type: type, uri }) => ({ type, path: uri })),
      }),
    })),
  });
  return `${heading}${yaml}`;
}

const heading = `# A pipeline that was drawn in Guidepost, as a job of Azure Machine Learning.
# Guidepost registers its components in your workspace when you submit a drawing there for the first time.
# Submit this file with: az ml job create --file pipeline.yml
`;

function mapValues<Value>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => YamlValue,
): Record<string, YamlValue> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
