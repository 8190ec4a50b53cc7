import type { Pipeline } from '../pipeline/pipeline.ts';
import { datasetNames } from '../pipeline/run.ts';
import { assertValid } from '../pipeline/validate.ts';
import {
  datasetInputName,
  exportPipelineJob,
  registeredName,
  webServiceInputName,
  type PipelineJob,
} from './pipeline-job.ts';

/** A data asset, of a certain version or the latest. */
export interface DataAssetName {
  readonly name: string;
  readonly version?: string;
}

/** Where a drawing runs on Azure, and on which data. */
export interface AzureJobOptions {
  /** The data asset of each dataset by its name; one that is not named is the asset of the same name. */
  readonly data?: Readonly<Record<string, DataAssetName>>;
  readonly experiment?: string;
  /** The compute of all steps that have none of their own. */
  readonly compute?: string;
  /** Computes of single nodes. */
  readonly computes?: Readonly<Record<string, string>>;
  /** Where the outputs are written; without it Azure chooses. */
  readonly outputFolder?: string;
}

/** What both ways to submit a drawing from outside Guidepost say. */
export interface AzureJob {
  readonly displayName: string;
  readonly experiment: string;
  readonly compute: string;
  readonly steps: PipelineJob['steps'];
  /** The data assets by the names of the job's inputs. */
  readonly inputs: Readonly<Record<string, DataAssetName>>;
}

/** A valid drawing as the job that Guidepost would submit, under short names. Error: `pipeline-not-valid`. */
export function azureJob(pipeline: Pipeline, options: AzureJobOptions): AzureJob {
  assertValid(pipeline);
  const {
    data = {},
    experiment = 'guidepost',
    compute = 'cpu-cluster',
    computes = {},
    outputFolder,
  } = options;
  const { steps, inputs } = exportPipelineJob(pipeline, {
    componentId: (type, version) => `azureml:${registeredName(type)}:${version}`,
    computeId: (node) => (Object.hasOwn(computes, node) ? `azureml:${computes[node]}` : undefined),
    ...(outputFolder !== undefined && {
      outputUri: (step, port) => `${outputFolder.replace(/\/$/, '')}/${step}/${port}`,
    }),
  });
  const names = new Map(datasetNames(pipeline).map((name) => [datasetInputName(name), name]));
  const asset = (input: string): DataAssetName => {
    const name = names.get(input) ?? webServiceInputName;
    return Object.hasOwn(data, name) ? data[name] : { name: input };
  };
  return {
    displayName: pipeline.name,
    experiment,
    compute,
    steps,
    inputs: Object.fromEntries(inputs.map((input) => [input, asset(input)])),
  };
}

/** A data asset as Azure's files and SDK write it. */
export function assetReference({ name, version }: DataAssetName): string {
  return version === undefined ? `azureml:${name}@latest` : `azureml:${name}:${version}`;
}
