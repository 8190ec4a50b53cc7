import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { uploadText } from '../../../electron/azure/blobs.ts';
import { connectSandbox, type Connection } from '../../../electron/azure/connection.ts';
import { getDefaultDatastore } from '../../../electron/azure/datastores.ts';
import { createDeployment } from '../../../electron/azure/deployments.ts';
import { registerModel } from '../../../electron/azure/models.ts';
import {
  createOnlineEndpoint,
  listEndpointKeys,
  setTraffic,
} from '../../../electron/azure/online-endpoints.ts';
import { Host } from '../../../electron/host/host.ts';
import { HostState } from '../../../electron/host/host-state.ts';
import { Store } from '../../../electron/store/store.ts';
import type { Target } from './load.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const cli = path.join(root, 'electron/cli.ts');
export const scope = { resourceGroup: 'rg-bench', workspace: 'mlw-bench' };
const location = 'westeurope';

/** A program that prints one line of JSON when it is ready. */
export async function startProgram<Facts>(
  ...words: readonly string[]
): Promise<{ child: ChildProcess; facts: Facts }> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, facts: JSON.parse(line) as Facts };
}

/** A local Azure in a process of its own. */
export interface RunningSandbox {
  readonly child: ChildProcess;
  readonly connection: Connection;
  readonly address: string;
  readonly pid: number;
}

export async function startLocalAzure(folder: string): Promise<RunningSandbox> {
  const { child, facts } = await startProgram<{
    readonly address: string;
    readonly subscription: string;
    readonly tenant: string;
    readonly pid: number;
  }>(cli, 'sandbox', '--json', '--data', folder, '--time-factor', '5000');
  return { child, connection: connectSandbox(facts), address: facts.address, pid: facts.pid };
}

/** Trains the lesson's model, deploys it, and says how to ask it about one application. */
export async function deployLoans(connection: Connection, folder: string): Promise<Target> {
  mkdirSync(folder, { recursive: true });
  const data = path.join(root, 'lessons/packs/loan-approval/data/loans.csv');
  const model = path.join(folder, 'model');
  const words = ['train', data, '--label', 'Loan_Status', '--drop', 'Loan_ID', '--missing', 'impute'];
  const trained = spawnSync(process.execPath, [cli, ...words, '--save-model', model], { encoding: 'utf8' });
  if (trained.status !== 0) throw new Error(trained.stderr);
  const text = readFileSync(path.join(model, 'inference-pipeline.json'), 'utf8');

  const store = new Store({ folder: path.join(folder, 'host') });
  const host = new Host({ state: new HostState(store), connection, seed: 42 });
  const created = await host.call('workspace.create', {
    ...scope,
    region: location,
    keyVault: 'kv-bench',
    storageAccount: 'stbench',
    applicationInsights: 'appi-bench',
    logAnalytics: 'log-bench',
  });
  store.close();
  if (!created.ok) throw new Error(created.error.message);
  const datastore = await getDefaultDatastore(connection, scope);
  if (!datastore) throw new Error('There is no default datastore.');
  const { account, container } = datastore;
  const blob = 'models/loans/inference-pipeline.json';
  await uploadText(connection, { resourceGroup: scope.resourceGroup, account, container, blob, text });
  const uri = `azureml://datastores/${datastore.name}/paths/models/loans`;
  const { id: modelId } = await registerModel(connection, scope, {
    name: 'loans',
    version: '1',
    uri,
    type: 'custom_model',
  });
  const { scoringUri } = await createOnlineEndpoint(connection, scope, { name: 'loans', location });
  if (scoringUri === undefined) throw new Error('The endpoint has no address.');
  await createDeployment(connection, scope, {
    endpoint: 'loans',
    name: 'blue',
    modelId,
    location,
    instanceCount: 1,
    instanceType: 'Standard_DS3_v2',
    kind: 'Managed',
  });
  await setTraffic(connection, scope, 'loans', { blue: 100 });
  const { primary } = await listEndpointKeys(connection, scope, 'loans');
  const columns = exampleRow(text);
  return {
    url: scoringUri,
    headers: { authorization: `Bearer ${primary}` },
    body: JSON.stringify({ Inputs: { WebServiceInput0: [columns] }, GlobalParameters: {} }),
  };
}

/** The typical values of a model's inputs. */
function exampleRow(text: string): Record<string, unknown> {
  interface Input {
    readonly component: string;
    readonly settings: { readonly columns?: readonly { readonly name: string; readonly example: unknown }[] };
  }
  const { nodes } = JSON.parse(text) as { readonly nodes: readonly Input[] };
  const input = nodes.find(({ component }) => component === 'web-service-input');
  return Object.fromEntries((input?.settings.columns ?? []).map(({ name, example }) => [name, example]));
}
