import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest } from '../router.ts';
import {
  deleteBlob,
  ensureContainer,
  listBlobs,
  readBlob,
  writeBlob,
  type ContainerPlace,
} from '../storage/blobs.ts';
import type { World } from '../world.ts';
import { workspaceAccount } from '../machine-learning/workspaces.ts';
import { MlflowError, requiredText } from './mlflow-error.ts';
import { requireRun } from './tracked-runs.ts';

/** Where a workspace keeps what runs have written. */
function placeOf(workspace: StoredResource): ContainerPlace {
  return { account: workspaceAccount(workspace), container: 'azureml' };
}

/** The blob of an artifact, as Azure names it. */
function blobOf(run: string, path: string): string {
  return `ExperimentRun/dcid.${run}/${path}`;
}

/** A run and a path in it, from the address that clients upload to: EXPERIMENT/RUN/artifacts/PATH. */
function readAddress(address: string): { run: string; path: string } {
  const [, run, path = ''] = /^[^/]+\/([^/]+)\/artifacts(?:\/(.*))?$/.exec(address) ?? [];
  if (run === undefined || path.split('/').some((part) => part === '..' || part === '.')) {
    throw new MlflowError('INVALID_PARAMETER_VALUE', `Invalid path: '${address.slice(0, 200)}'`);
  }
  return { run, path };
}

/** What is directly in a folder of a run: files with their sizes, and folders. */
async function listFolder(
  world: World,
  workspace: StoredResource,
  run: string,
  folder: string,
): Promise<{ path: string; is_dir: boolean; file_size?: number }[]> {
  const prefix = blobOf(run, folder === '' ? '' : `${folder.replace(/\/$/, '')}/`);
  await ensureContainer(world, placeOf(workspace));
  const found = new Map<string, { path: string; is_dir: boolean; file_size?: number }>();
  for (const { name, size } of await listBlobs(world, placeOf(workspace), prefix)) {
    const [first, ...rest] = name.slice(prefix.length).split('/');
    found.set(
      first,
      rest.length > 0 ? { path: first, is_dir: true } : { path: first, is_dir: false, file_size: size },
    );
  }
  return [...found.values()];
}

/** The artifacts of a run, as its tracking says it: paths from the run's root. */
export async function listArtifacts(
  world: World,
  workspace: StoredResource,
  { query }: ArmRequest,
): Promise<ArmReply> {
  const id = requiredText(query.get('run_id') ?? query.get('run_uuid'), 'run_id');
  const run = requireRun(world, workspace.id, id);
  const folder = query.get('path') ?? '';
  const files = await listFolder(world, workspace, run.id, folder);
  const shown = files.map((file) => ({
    ...file,
    path: folder === '' ? file.path : `${folder}/${file.path}`,
  }));
  return {
    status: 200,
    body: { root_uri: `mlflow-artifacts:/${run.experiment}/${run.id}/artifacts`, files: shown },
  };
}

/** The artifacts of a run, as its store says it: names in a folder. */
export async function listStored(
  world: World,
  workspace: StoredResource,
  { query }: ArmRequest,
): Promise<ArmReply> {
  const { run, path } = readAddress(query.get('path') ?? '');
  return { status: 200, body: { files: await listFolder(world, workspace, run, path) } };
}

export async function putArtifact(
  world: World,
  workspace: StoredResource,
  request: ArmRequest,
): Promise<ArmReply> {
  const { run, path } = readAddress(request.parameters.path);
  requireRun(world, workspace.id, run);
  await ensureContainer(world, placeOf(workspace));
  await writeBlob(
    world,
    { ...placeOf(workspace), blob: blobOf(run, path) },
    request.bytes ?? new Uint8Array(),
  );
  return { status: 200, body: {} };
}

export async function getArtifact(
  world: World,
  workspace: StoredResource,
  request: ArmRequest,
): Promise<ArmReply> {
  const { run, path } = readAddress(request.parameters.path);
  try {
    const body = await readBlob(world, { ...placeOf(workspace), blob: blobOf(run, path) });
    return { status: 200, body, headers: { 'content-type': 'application/octet-stream' } };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    throw new MlflowError(
      'RESOURCE_DOES_NOT_EXIST',
      `The artifact '${path}' of the run ${run} was not found.`,
    );
  }
}

export async function deleteArtifact(
  world: World,
  workspace: StoredResource,
  request: ArmRequest,
): Promise<ArmReply> {
  const { run, path } = readAddress(request.parameters.path);
  await deleteBlob(world, { ...placeOf(workspace), blob: blobOf(run, path) });
  return { status: 200, body: {} };
}
