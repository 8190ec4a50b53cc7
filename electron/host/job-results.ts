import { trainedModelSchema, transformationSchema } from '../../engine/components/artifacts.ts';
import { findComponent } from '../../engine/components/registry.ts';
import type { Evaluation, PortType } from '../../engine/components/values.ts';
import { datasetInputName, stepKeys } from '../../engine/export/pipeline-job.ts';
import type { PipelineNode } from '../../engine/pipeline/pipeline.ts';
import type { RunResult } from '../../engine/pipeline/run.ts';
import type { Outputs } from '../../engine/pipeline/cache.ts';
import { nodeNotFound, noResult } from '../../engine/pipeline/errors.ts';
import { writeCsv } from '../../engine/table/csv/write-csv.ts';
import type { Table } from '../../engine/table/table.ts';
import { downloadText } from '../azure/blobs.ts';
import { getDefaultDatastore } from '../azure/datastores.ts';
import { getJob } from '../azure/jobs.ts';
import type { HostContext } from './context.ts';
import { readDataAsset } from './data-asset.ts';
import { jobNotCompleted, noJobOutput, notInWorkspace } from './errors.ts';
import { requireScope, requireSubmission } from './scope.ts';
import type { Submission } from './host-state.ts';

/** The file that holds an output of a step, in the folder of the output. */
const files = {
  table: 'data.csv',
  'scored-table': 'data.csv',
  'untrained-model': 'untrained-model.json',
  model: 'model.json',
  transformation: 'transformation.json',
  evaluation: 'evaluation.json',
} as const satisfies Readonly<Record<PortType, string>>;

/** What a completed job's one Evaluate Model has found. Errors: `no-submission`, `job-not-completed`. */
export async function readEvaluation(context: HostContext, pipeline: string): Promise<Evaluation> {
  const submission = await requireCompleted(context, pipeline);
  const node = submission.pipeline.nodes.find(({ component }) => component === 'evaluate-model');
  if (!node) throw notInWorkspace('evaluation', pipeline);
  const evaluation = (await readOutput(context, submission, node, 'evaluation', 'evaluation')) as Evaluation;
  // Evaluations that were saved when there were two classes only do not say so.
  return {
    ...evaluation,
    results: evaluation.results.map((result) => ({
      ...result,
      task: result.task ?? 'binary',
    })) as Evaluation['results'],
  };
}

/** The same; `undefined` where no job has completed. */
export async function findEvaluation(
  context: HostContext,
  pipeline: string,
): Promise<Evaluation | undefined> {
  const submission = context.state.submission(pipeline);
  const job = submission && (await getJob(context.connection, requireScope(context), submission.job));
  return job?.status === 'Completed' ? readEvaluation(context, pipeline) : undefined;
}

/**
 * A completed job as a run of its drawing, with what an inference pipeline is made of: the models, the fitted
 * transformations and the tables that came in. Errors: `no-submission`, `job-not-completed`.
 */
export async function readRunResult(context: HostContext, pipeline: string): Promise<RunResult> {
  const submission = await requireCompleted(context, pipeline);
  const outputs = await Promise.all(
    submission.pipeline.nodes.map(
      async (node) => [node.id, await readOutputs(context, submission, node)] as const,
    ),
  );
  const ids = submission.pipeline.nodes.map(({ id }) => id);
  return {
    pipeline: submission.pipeline,
    status: 'completed',
    statuses: Object.fromEntries(ids.map((id) => [id, 'completed'])),
    outputs: Object.fromEntries(outputs),
    seconds: {},
    errors: {},
  };
}

async function requireCompleted(context: HostContext, pipeline: string): Promise<Submission> {
  const submission = requireSubmission(context, pipeline);
  const job = await getJob(context.connection, requireScope(context), submission.job);
  if (!job) throw notInWorkspace('job', submission.job);
  if (job.status !== 'Completed') throw jobNotCompleted(submission.job, job.status, '');
  return submission;
}

async function readOutputs(
  context: HostContext,
  submission: Submission,
  node: PipelineNode,
): Promise<Outputs> {
  if (node.component === 'dataset') return { table: await readDataset(context, submission, node) };
  const outputs: Record<string, unknown> = {};
  for (const [port, { type }] of Object.entries(findComponent(node.component)?.outputs ?? {})) {
    if (type === 'model') {
      outputs[port] = trainedModelSchema.parse(await readOutput(context, submission, node, port, type));
    } else if (type === 'transformation') {
      outputs[port] = transformationSchema.parse(await readOutput(context, submission, node, port, type));
    }
  }
  return outputs;
}

async function readDataset(context: HostContext, { data }: Submission, node: PipelineNode): Promise<Table> {
  const { name, version } = data[datasetInputName(String(node.settings.name))];
  return (await readDataAsset(context, name, version)).table;
}

/**
 * What a component has put out in a pipeline's newest job, as its file; of a job that has failed or is still running
 * too, where the component has completed. Errors: `no-submission`, `node-not-found`, `no-result`, `no-job-output`.
 */
export async function readJobOutput(
  context: HostContext,
  pipeline: string,
  { node: id, port }: { readonly node: string; readonly port: string },
): Promise<{ type: PortType; text: string }> {
  const submission = requireSubmission(context, pipeline);
  const { nodes } = submission.pipeline;
  const node = nodes.find((one) => one.id === id);
  if (!node) {
    throw nodeNotFound(
      id,
      nodes.map((one) => one.id),
    );
  }
  const outputs = findComponent(node.component)?.outputs ?? {};
  if (!Object.hasOwn(outputs, port)) throw noResult(id, port);
  const { type } = outputs[port];
  if (node.component === 'dataset')
    return { type, text: writeCsv(await readDataset(context, submission, node)) };
  const text = await findOutput(context, submission, node, port, files[type]);
  if (text === undefined) throw noJobOutput(submission.job, id, port);
  return { type, text };
}

async function readOutput(
  context: HostContext,
  submission: Submission,
  node: PipelineNode,
  port: string,
  type: keyof typeof files,
): Promise<unknown> {
  const text = await findOutput(context, submission, node, port, files[type]);
  if (text === undefined) throw notInWorkspace('file', outputBlob(submission, node, port, files[type]));
  return JSON.parse(text) as unknown;
}

/** The text of an output's file; `undefined` where it was not written. */
async function findOutput(
  context: HostContext,
  submission: Submission,
  node: PipelineNode,
  port: string,
  file: string,
): Promise<string | undefined> {
  const { connection } = context;
  const scope = requireScope(context);
  const store = await getDefaultDatastore(connection, scope);
  if (!store) throw notInWorkspace('datastore', 'workspaceblobstore');
  return downloadText(connection, {
    resourceGroup: scope.resourceGroup,
    account: store.account,
    container: store.container,
    blob: outputBlob(submission, node, port, file),
  });
}

function outputBlob({ job, pipeline }: Submission, node: PipelineNode, port: string, file: string): string {
  return `azureml/${job}/${stepKeys(pipeline).get(node.id) ?? node.id}/${port}/${file}`;
}
