import { trainedModelSchema, transformationSchema } from '../../engine/components/artifacts.ts';
import { findComponent } from '../../engine/components/registry.ts';
import type { Evaluation } from '../../engine/components/values.ts';
import { datasetInputName, stepKeys } from '../../engine/export/pipeline-job.ts';
import type { Pipeline, PipelineNode } from '../../engine/pipeline/pipeline.ts';
import type { RunResult } from '../../engine/pipeline/run.ts';
import type { Outputs } from '../../engine/pipeline/cache.ts';
import type { Table } from '../../engine/table/table.ts';
import { downloadText } from '../azure/blobs.ts';
import { getDefaultDatastore } from '../azure/datastores.ts';
import { getJob } from '../azure/jobs.ts';
import type { HostContext } from './context.ts';
import { readDataAsset } from './data-asset.ts';
import { jobNotCompleted, notInWorkspace } from './errors.ts';
import { requireScope, requireSubmission } from './scope.ts';
import type { Submission } from './host-state.ts';

/** The file that holds an output of a step, in the folder of the output. */
const files = {
  model: 'model.json',
  transformation: 'transformation.json',
  evaluation: 'evaluation.json',
} as const;

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

async function readOutput(
  context: HostContext,
  submission: Submission,
  node: PipelineNode,
  port: string,
  type: keyof typeof files,
): Promise<unknown> {
  const { connection } = context;
  const scope = requireScope(context);
  const store = await getDefaultDatastore(connection, scope);
  if (!store) throw notInWorkspace('datastore', 'workspaceblobstore');
  const blob = `azureml/${submission.job}/${stepKey(submission.pipeline, node)}/${port}/${files[type]}`;
  const text = await downloadText(connection, {
    resourceGroup: scope.resourceGroup,
    account: store.account,
    container: store.container,
    blob,
  });
  if (text === undefined) throw notInWorkspace('file', blob);
  return JSON.parse(text) as unknown;
}

function stepKey(pipeline: Pipeline, node: PipelineNode): string {
  return stepKeys(pipeline).get(node.id) ?? node.id;
}
