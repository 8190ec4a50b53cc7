import type { JobBase, PipelineJob } from '@azure/arm-machinelearning';
import { call, find, finish, list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection, Scope } from './connection.ts';
import { workspaceId } from './ids.ts';
import { requestJson } from './request.ts';
import { getWorkspace } from './workspaces.ts';

const apiVersion = '2022-10-01';

/** A job. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly experiment: string;
  /** Such as Running, Completed, Failed, Canceled. */
  readonly status: string;
}

/** The run of one step of a pipeline job. */
export interface ChildRun {
  readonly id: string;
  readonly displayName: string;
  readonly status: string;
}

/** Submits a pipeline job. */
export async function submitPipelineJob(
  connection: Connection,
  scope: Scope,
  job: {
    readonly name: string;
    readonly displayName: string;
    readonly experiment: string;
    readonly computeId: string;
    readonly jobs: Readonly<Record<string, object>>;
    readonly inputs: Readonly<
      Record<string, { readonly type: 'mltable' | 'uri_file'; readonly uri: string }>
    >;
  },
): Promise<Job> {
  const properties: PipelineJob = {
    jobType: 'Pipeline',
    displayName: job.displayName,
    experimentName: job.experiment,
    computeId: job.computeId,
    jobs: job.jobs as Record<string, Record<string, unknown>>,
    inputs: Object.fromEntries(
      Object.entries(job.inputs).map(([name, { type, uri }]) => [
        name,
        { jobInputType: type, uri, mode: 'EvalMount' as const },
      ]),
    ),
    settings: { default_compute: job.computeId, continue_on_step_failure: false },
  };
  // Microsoft's client leaves out the uri of every input: it files them under a type that the request does not name.
  const path = `${workspaceId(connection, scope)}/jobs/${job.name}?api-version=${apiVersion}`;
  return toJob((await call(() => requestJson(connection, 'PUT', path, { properties }))) as JobBase);
}

/** A job, or `undefined`. */
export async function getJob(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<Job | undefined> {
  const found = await find(() =>
    clientsOf(connection).machineLearning.jobs.get(resourceGroup, workspace, name),
  );
  return found && toJob(found);
}

/** All jobs of a workspace. */
export async function listJobs(connection: Connection, { resourceGroup, workspace }: Scope): Promise<Job[]> {
  const { machineLearning } = clientsOf(connection);
  return (await list(machineLearning.jobs.list(resourceGroup, workspace))).map(toJob);
}

/** Cancels a job. */
export async function cancelJob(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
  options: CallOptions = {},
): Promise<void> {
  const updateIntervalInMs = connection.pollIntervalMs;
  const { jobs } = clientsOf(connection).machineLearning;
  await finish(() => jobs.beginCancel(resourceGroup, workspace, name, { updateIntervalInMs }), options);
}

/** Deletes a job; one that is gone already is no error. */
export async function deleteJob(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<void> {
  const { jobs } = clientsOf(connection).machineLearning;
  const updateIntervalInMs = connection.pollIntervalMs;
  await find(() => jobs.beginDeleteAndWait(resourceGroup, workspace, name, { updateIntervalInMs }));
}

/** The runs of a pipeline job's steps. */
export async function getJobChildren(
  connection: Connection,
  scope: Scope,
  name: string,
): Promise<ChildRun[]> {
  const runs = await runHistory(connection, scope, name);
  if (runs === undefined) return [];
  const found = (await find(() => requestJson(connection, 'GET', `${runs}/${name}/children`))) as
    { value: { runId: string; name?: string; status: string }[] } | undefined;
  return (
    found?.value.map(({ runId, name: displayName = runId, status }) => ({
      id: runId,
      displayName,
      status,
    })) ?? []
  );
}

/** Why a job has failed, in Azure's words; `undefined` where it has not. */
export async function getJobError(
  connection: Connection,
  scope: Scope,
  name: string,
): Promise<string | undefined> {
  const runs = await runHistory(connection, scope, name);
  if (runs === undefined) return undefined;
  const details = (await find(() => requestJson(connection, 'GET', `${runs}/${name}/details`))) as
    { error?: { error?: { message?: string } } } | undefined;
  return details?.error?.error?.message;
}

/** The logs of a pipeline job's steps by their names, those that failed last. */
export async function getJobLogs(
  connection: Connection,
  scope: Scope,
  name: string,
): Promise<Record<string, string>> {
  const logs: Record<string, string> = {};
  const children = await getJobChildren(connection, scope, name);
  const order = (status: string): number => (status === 'Failed' ? 1 : 0);
  const runs = await runHistory(connection, scope, name);
  for (const child of children.toSorted((a, b) => order(a.status) - order(b.status))) {
    const details = (await find(() => requestJson(connection, 'GET', `${runs}/${child.id}/details`))) as
      { logFiles?: Record<string, string> } | undefined;
    for (const [file, url] of Object.entries(details?.logFiles ?? {})) {
      const text = await readLog(url);
      if (text !== undefined) logs[`${child.displayName}/${file}`] = text;
    }
  }
  return logs;
}

/** A log by its address, which holds the right to read it: it gets no token. Without one there is just less to tell. */
async function readLog(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** Where the runs of a job's experiment are: at the region's own address; `undefined` where there is no such job. */
async function runHistory(connection: Connection, scope: Scope, job: string): Promise<string | undefined> {
  const found = await getJob(connection, scope, job);
  if (!found) return undefined;
  const workspace = await getWorkspace(connection, scope);
  const host = `https://${workspace?.location ?? 'westeurope'}.api.azureml.ms`;
  return `${host}/history/v1.0${workspaceId(connection, scope)}/experiments/${found.experiment}/runs`;
}

function toJob({ id, name, properties }: JobBase): Job {
  return {
    id: id ?? '',
    name: name ?? '',
    displayName: properties.displayName ?? name ?? '',
    experiment: properties.experimentName ?? 'Default',
    status: properties.status ?? 'Unknown',
  };
}
