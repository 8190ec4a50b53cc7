import type { Json } from '../../store/journal-line.ts';
import { isObject } from '../envelope.ts';
import { readJobRun } from '../jobs/job-state.ts';
import { systemData } from '../show-resource.ts';
import type { StoredResource } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import type { ScoringSettings } from './scoring-settings.ts';

/** The one step of a job of a batch endpoint, and its one output: the names that clients ask for. */
export const batchStep = 'batchscoring';
export const batchOutput = 'score';

/** What a job of a batch endpoint has to do: as its deployment was when it was invoked. */
export interface BatchWork extends ScoringSettings {
  readonly [key: string]: Json;
  /** The id of the endpoint. */
  readonly endpoint: string;
  /** The name of the deployment. */
  readonly deployment: string;
  /** The id of the model's version. */
  readonly model: string;
  readonly inputUri: string;
  readonly isFolder: boolean;
  /** The file of the predictions, as a URI of a datastore. */
  readonly outputUri: string;
}

/** The work of a job, or `undefined` where no batch endpoint has made it. */
export function batchWorkOf({ secrets }: StoredResource): BatchWork | undefined {
  return isObject(secrets.batch) ? (secrets.batch as BatchWork) : undefined;
}

/** Where the output of a job of a batch endpoint lies; `undefined` for another output, or job. */
export function batchOutputUri(job: StoredResource, port: string): string | undefined {
  const uri = port === batchOutput ? batchWorkOf(job)?.outputUri : undefined;
  return uri?.slice(0, uri.lastIndexOf('/') + 1);
}

/** A job as a batch endpoint shows it. */
export function showBatchJob(job: StoredResource, world: World): object {
  const { name, properties, createdAt, changedAt } = job;
  const work = batchWorkOf(job);
  const { tags, inputs, experimentName, computeId } = properties;
  return {
    id: `${textOf(work?.endpoint)}/deployments/${textOf(work?.deployment)}/jobs/${name}`,
    name,
    type: 'Microsoft.MachineLearningServices/workspaces/batchEndpoints/deployments/jobs',
    properties: {
      name,
      status: readJobRun(world, job.id)?.status ?? 'Unknown',
      provisioningState: 'Succeeded',
      compute: { target: computeId, instanceCount: 1 },
      errorThreshold: work?.errorThreshold,
      miniBatchSize: work?.miniBatchSize,
      outputFileName: work?.outputFileName,
      inputData: Object.fromEntries(
        Object.entries(isObject(inputs) ? inputs : {}).map(([key, input]) => [key, asInputData(input)]),
      ),
      outputData: { [batchOutput]: { jobOutputType: 'UriFile', uri: work?.outputUri } },
      properties: { ...(properties.properties as object), experimentName },
      tags,
      interactionEndpoints: {
        Studio: { jobEndpointType: 'Studio', endpoint: `https://ml.azure.com/runs/${name}` },
      },
    },
    systemData: systemData(createdAt, changedAt),
  };
}

function asInputData(input: unknown): object {
  const { jobInputType, uri } = isObject(input) ? input : {};
  return { jobInputType: jobInputType === 'uri_folder' ? 'UriFolder' : 'UriFile', uri };
}
