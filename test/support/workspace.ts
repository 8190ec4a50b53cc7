import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { RestError } from '@azure/core-rest-pipeline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { uploadText } from '../../electron/azure/blobs.ts';
import { clientsOf } from '../../electron/azure/clients.ts';
import { connectSandbox, type Connection } from '../../electron/azure/connection.ts';
import { getDefaultDatastore } from '../../electron/azure/datastores.ts';
import { registerModel, type Model } from '../../electron/azure/models.ts';
import { Host } from '../../electron/host/host.ts';
import { HostState } from '../../electron/host/host-state.ts';
import { startSandbox, type Sandbox } from '../../electron/sandbox/server.ts';
import { Store } from '../../electron/store/store.ts';
import { temporaryFolder } from './cli.ts';

/** The names of the workspace of the tests. */
export const scope = { resourceGroup: 'rg-test', workspace: 'mlw-test' };

/** A sandbox with a workspace in it, and what talks to it. */
export interface TestWorkspace {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly connection: Connection;
  readonly host: Host;
  readonly machineLearning: AzureMachineLearningWorkspaces;
  close(): Promise<void>;
}

/** Starts a sandbox, in a folder of the test's unless one is given, and makes a workspace where there is none. */
export async function startWorkspace(
  options: { readonly folder?: string; readonly timeFactor?: number } = {},
): Promise<TestWorkspace> {
  const opened = await openWorkspace({
    folder: temporaryFolder(),
    isNew: options.folder === undefined,
    ...options,
  });
  onTestFinished(() => opened.close());
  return opened;
}

/** The same for whoever closes it: with all of its files where it was given no folder. */
export async function openWorkspace(
  options: { readonly folder?: string; readonly timeFactor?: number; readonly isNew?: boolean } = {},
): Promise<TestWorkspace> {
  const { timeFactor = 5000, isNew = true } = options;
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  const sandbox = await startSandbox({ folder: `${folder}/sandbox`, timeFactor });
  const store = new Store({ folder: `${folder}/host` });
  const connection = connectSandbox(sandbox);
  const host = new Host({ state: new HostState(store), connection, seed: 42 });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await sandbox.close();
    store.close();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const { machineLearning } = clientsOf(connection);
  if (isNew) {
    const created = await host.call('workspace.create', {
      ...scope,
      region: 'westeurope',
      keyVault: 'kv-test',
      storageAccount: 'sttest',
      applicationInsights: 'appi-test',
      logAnalytics: 'log-test',
    });
    if (!created.ok) throw new Error(created.error.message);
  }
  return { folder, sandbox, connection, host, machineLearning, close };
}

/** What a call is refused with: its status and Azure's sentence. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && error.name === 'RestError') {
      const { statusCode, code, message } = error as RestError;
      return `${statusCode} ${code}: ${message.split('\n')[0]}`;
    }
    if (error instanceof Error) return error.message;
  }
  return 'it was not refused';
}

/** A model whose answer to a row is the row: an inference pipeline with nothing between its ends. */
export const echoPipeline = {
  formatVersion: 1,
  name: 'Echo',
  nodes: [
    {
      id: 'input',
      component: 'web-service-input',
      version: 1,
      settings: {
        columns: [
          { name: 'age', type: 'number', minimum: 18, maximum: 90, example: 40 },
          { name: 'area', type: 'category', levels: ['Rural', 'Urban'], example: 'Urban' },
        ],
      },
    },
    { id: 'output', component: 'web-service-output', version: 1, settings: {} },
  ],
  edges: [{ from: { node: 'input', port: 'table' }, to: { node: 'output', port: 'table' } }],
};

/** Uploads an inference pipeline to the default datastore and registers it. */
export async function registerPipeline(
  { connection }: TestWorkspace,
  name: string,
  text = JSON.stringify(echoPipeline),
): Promise<Model> {
  const store = await getDefaultDatastore(connection, scope);
  if (!store) throw new Error('There is no default datastore.');
  await uploadText(connection, {
    resourceGroup: scope.resourceGroup,
    account: store.account,
    container: store.container,
    blob: `models/${name}/inference-pipeline.json`,
    text,
  });
  const uri = `azureml://datastores/${store.name}/paths/models/${name}`;
  return registerModel(connection, scope, { name, version: '1', uri, type: 'custom_model' });
}
