import { datasetInputName, exportPipelineJob, registeredName } from '../../../engine/export/pipeline-job.ts';
import type { EvaluationResult } from '../../../engine/components/values.ts';
import { nodeNotFound } from '../../../engine/pipeline/errors.ts';
import { pipelineUntil } from '../../../engine/pipeline/graph.ts';
import { datasetNames } from '../../../engine/pipeline/run.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { getComponent, registerComponent } from '../../azure/components.ts';
import { getCompute } from '../../azure/computes.ts';
import { getDataAsset } from '../../azure/data-assets.ts';
import { workspaceId } from '../../azure/ids.ts';
import {
  cancelJob,
  getJob,
  getJobChildren,
  getJobError,
  getJobLogs,
  submitPipelineJob,
} from '../../azure/jobs.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import { componentSpecification } from '../component-specification.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { datasetWithoutAsset, jobNotCompleted, notInWorkspace } from '../errors.ts';
import { readEvaluation, readJobOutput } from '../job-results.ts';
import type { Submission } from '../host-state.ts';
import { requireDrawing, requireScope, requireSubmission } from '../scope.ts';
import { waitUntil } from '../wait-until.ts';

const ended = ['Completed', 'Failed', 'Canceled', 'NotResponding'];

export const jobHandlers: OperationHandlers<
  'job.submit' | 'job.wait' | 'job.read' | 'job.cancel' | 'job.result' | 'job.output'
> = {
  async 'job.submit'({ pipeline: name, data, experiment, compute, computes, until }, context) {
    const { connection, state, progress } = context;
    const scope = requireScope(context);
    const pipeline = partOf(requireDrawing(context, name), until);
    assertValid(pipeline);
    progress('Looking for data and computes');
    const assets = await findAssets(context, pipeline, data);
    for (const wanted of new Set([compute, ...Object.values(computes)])) {
      if (!(await getCompute(connection, scope, wanted))) throw notInWorkspace('compute', wanted);
    }
    progress('Registering the components', 0.2);
    await registerComponents(context, pipeline);

    const workspace = workspaceId(connection, scope);
    const job = jobName(name);
    const folder = `azureml://datastores/workspaceblobstore/paths/azureml/${job}`;
    const { steps, inputs } = exportPipelineJob(pipeline, {
      componentId: (type, version) => `${workspace}/components/${registeredName(type)}/versions/${version}`,
      computeId: (node) =>
        Object.hasOwn(computes, node) ? `${workspace}/computes/${computes[node]}` : undefined,
      outputUri: (step, port) => `${folder}/${step}/${port}`,
    });
    // Noted before it is sent: a kill in between leaves a job that a wait can find or miss, never one unknown.
    const submission: Submission = { job, pipeline, data: assets, compute, computes };
    state.noteSubmission(name, submission);
    progress('Submitting the job', 0.8);
    const { status } = await submitPipelineJob(connection, scope, {
      name: job,
      displayName: pipeline.name,
      experiment,
      jobs: steps,
      inputs: Object.fromEntries(
        inputs.map((input) => [input, { type: 'mltable', uri: assetId(workspace, assets[input]) }]),
      ),
      computeId: `${workspace}/computes/${compute}`,
    });
    return { job, status };
  },

  async 'job.wait'({ pipeline }, context) {
    const { connection, progress, signal } = context;
    const scope = requireScope(context);
    const { job } = requireSubmission(context, pipeline);
    const { status } = await waitUntil(
      async () => {
        const found = await getJob(connection, scope, job);
        if (!found) throw notInWorkspace('job', job);
        progress(`The job is ${found.status.toLowerCase()}`);
        return ended.includes(found.status) ? found : undefined;
      },
      { pollIntervalMs: connection.pollIntervalMs, signal },
    );
    if (status !== 'Completed') throw jobNotCompleted(job, status, await reasonOf(context, job));
    return { job, status };
  },

  async 'job.read'({ pipeline }, context) {
    const { connection, state } = context;
    const submission = state.submission(pipeline);
    if (!submission) return { job: null, status: 'NotStarted', error: null, steps: [] };
    const scope = requireScope(context);
    const { job } = submission;
    const found = await getJob(connection, scope, job);
    const steps = found ? await getJobChildren(connection, scope, job) : [];
    const logs = found ? await getJobLogs(connection, scope, job) : {};
    const error = found?.status === 'Failed' ? await getJobError(connection, scope, job) : undefined;
    const logOf = (name: string): string =>
      Object.entries(logs)
        .filter(([file]) => file.startsWith(`${name}/`))
        .map(([, text]) => text)
        .join('');
    return {
      job,
      status: found?.status ?? 'NotFound',
      error: error ?? null,
      steps: steps.map(({ displayName, status }) => ({
        name: displayName,
        status,
        log: logOf(displayName),
      })),
    };
  },

  async 'job.cancel'({ pipeline }, context) {
    const { connection } = context;
    const scope = requireScope(context);
    const { job } = requireSubmission(context, pipeline);
    await cancelJob(connection, scope, job);
    return { job, status: (await getJob(connection, scope, job))?.status ?? 'Canceled' };
  },

  'job.output': ({ pipeline, ...place }, context) => readJobOutput(context, pipeline, place),

  async 'job.result'({ pipeline }, context) {
    const evaluation = await readEvaluation(context, pipeline);
    return figuresOf(evaluation.results[0]);
  },
};

function figuresOf(result: EvaluationResult): OperationOutput<'job.result'> {
  switch (result.task) {
    case 'binary': {
      const { task, metrics, positive, baselines } = result;
      return { task, metrics, positive, baselines };
    }
    case 'multiclass': {
      const { task, metrics, classes, baseline } = result;
      return { task, classes, metrics, baseline };
    }
    case 'regression': {
      const { task, metrics, baseline } = result;
      return { task, metrics, baseline };
    }
  }
}

/** What a component needs, and the component; all of the drawing where none is named. Error: `node-not-found`. */
function partOf(pipeline: Pipeline, until: string | undefined): Pipeline {
  if (until === undefined) return pipeline;
  const ids = pipeline.nodes.map(({ id }) => id);
  if (!ids.includes(until)) throw nodeNotFound(until, ids);
  return pipelineUntil(pipeline, until);
}

/** Names of jobs sort by time and are never used twice. */
function jobName(pipeline: string): string {
  const random = Math.random().toString(36).slice(2, 8);
  return `${pipeline.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-${Date.now().toString(36)}-${random}`;
}

function assetId(workspace: string, { name, version }: Submission['data'][string]): string {
  return `${workspace}/data/${name}/versions/${version}`;
}

/** The newest version of each asset, by the name of the job's input. */
async function findAssets(
  context: HostContext,
  pipeline: Pipeline,
  data: Readonly<Record<string, string>>,
): Promise<Record<string, Submission['data'][string]>> {
  const assets: Record<string, Submission['data'][string]> = {};
  const needed = datasetNames(pipeline);
  if (pipeline.nodes.some(({ component }) => component === 'web-service-input'))
    needed.push('WebServiceInput0');
  for (const name of needed) {
    if (!Object.hasOwn(data, name)) throw datasetWithoutAsset(name);
    const asset = await getDataAsset(context.connection, requireScope(context), data[name]);
    if (!asset) throw notInWorkspace('data asset', data[name]);
    assets[datasetInputName(name)] = { name: data[name], version: asset.version };
  }
  return assets;
}

/** Components are registered once per workspace and version. */
async function registerComponents(context: HostContext, pipeline: Pipeline): Promise<void> {
  const { connection } = context;
  const scope = requireScope(context);
  const types = new Set(pipeline.nodes.map(({ component }) => component));
  types.delete('dataset');
  await Promise.all(
    [...types].map(async (type) => {
      const specification = componentSpecification(type);
      const name = registeredName(type);
      const { version } = specification;
      if (await getComponent(connection, scope, { name, version })) return;
      await registerComponent(connection, scope, { name, version, spec: specification });
    }),
  );
}

/** What the log of a failed job says last. */
async function reasonOf({ connection, ...context }: HostContext, job: string): Promise<string> {
  const logs = await getJobLogs(connection, requireScope({ connection, ...context }), job);
  const lines = Object.values(logs).flatMap((text) => text.trim().split('\n'));
  return lines.findLast((line) => /error|failed/i.test(line)) ?? lines.at(-1) ?? '';
}
