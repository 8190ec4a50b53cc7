import { setTraffic } from '../../../../electron/azure/online-endpoints.ts';
import { echoPipeline, registerPipeline, scope, type TestWorkspace } from '../../../support/workspace.ts';

export const location = 'westeurope';
export const names = [scope.resourceGroup, scope.workspace] as const;

/** What an endpoint has answered. */
export interface Scored {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Which model has answered; `undefined` where none has. */
  readonly model: string | undefined;
}

/** An endpoint "echo" with deployments, and what talks to it. */
export interface TestEndpoint {
  readonly scoringUri: string;
  readonly id: string;
  /** One of its keys, or what was given in its place. */
  readonly key: string;
  /** Registers a model that answers each row with itself, and says in it who it is. */
  model(name: string): Promise<string>;
  /** Creates or changes a deployment, and waits until that is over. */
  deploy(name: string, model: string, changes?: object, instances?: number): Promise<unknown>;
  /** Begins to do so; the promise is there when Azure has accepted it. */
  beginDeploy(name: string, model: string): Promise<{ done: () => Promise<unknown> }>;
  state(name: string): Promise<string>;
  traffic(shares: Readonly<Record<string, number>>): Promise<unknown>;
  /** A call of Azure Resource Manager, at a path below the endpoint's. */
  manage(method: string, path: string, body?: object, version?: string): Promise<Response>;
  score(options?: { key?: string; headers?: Record<string, string>; body?: string }): Promise<Scored>;
}

const row = { age: 30, area: 'Rural' };
/** A request with one row. */
export const oneRow = JSON.stringify({ input_data: [row] });

/** A model that answers each row with itself, and with a column that bears the model's name. */
function pipelineOf(name: string): string {
  const [input, output] = echoPipeline.nodes;
  const own = { name: `by ${name}`, type: 'number', minimum: null, maximum: null, example: null };
  const columns = [...(input.settings.columns ?? []), own];
  return JSON.stringify({ ...echoPipeline, nodes: [{ ...input, settings: { columns } }, output] });
}

/** An endpoint in a workspace; without traffic, and without a deployment. */
export async function startEndpoint(
  workspace: TestWorkspace,
  properties: { readonly authMode: string } = { authMode: 'Key' },
): Promise<TestEndpoint> {
  const { connection, machineLearning, sandbox } = workspace;
  const { onlineEndpoints, onlineDeployments } = machineLearning;
  const quickly = { updateIntervalInMs: 5 };
  const made = await onlineEndpoints.beginCreateOrUpdateAndWait(
    ...names,
    'echo',
    { location, properties },
    quickly,
  );
  const { scoringUri = '' } = made.properties;
  const id = made.id ?? '';
  const key =
    properties.authMode === 'Key'
      ? ((await onlineEndpoints.listKeys(...names, 'echo')).primaryKey ?? '')
      : '';
  const body = (model: string, changes: object, instances: number): object => ({
    location,
    sku: { name: 'Default', capacity: instances },
    properties: { endpointComputeType: 'Managed', instanceType: 'Standard_DS3_v2', model, ...changes },
  });
  return {
    scoringUri,
    id,
    key,
    model: async (name) => (await registerPipeline(workspace, name, pipelineOf(name))).id,
    deploy: (name, model, changes = {}, instances = 1) =>
      onlineDeployments.beginCreateOrUpdateAndWait(
        ...names,
        'echo',
        name,
        body(model, changes, instances) as never,
        quickly,
      ),
    async beginDeploy(name, model) {
      const poller = await onlineDeployments.beginCreateOrUpdate(
        ...names,
        'echo',
        name,
        body(model, {}, 1) as never,
        quickly,
      );
      return { done: () => poller.pollUntilDone() };
    },
    state: async (name) =>
      (await onlineDeployments.get(...names, 'echo', name)).properties.provisioningState ?? '',
    traffic: (shares) => setTraffic(connection, scope, 'echo', { ...shares }),
    manage: (method, path, content, version = '2022-10-01') =>
      fetch(`${sandbox.address}${id}${path}?api-version=${version}`, {
        method,
        headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
        ...(content && { body: JSON.stringify(content) }),
      }),
    async score({ key: own = key, headers = {}, body: text = oneRow } = {}) {
      const reply = await fetch(scoringUri, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(own && { authorization: `Bearer ${own}` }),
          ...headers,
        },
        body: text,
      });
      const said = await reply.text();
      const [, model] = /"by ([^"]+)"/.exec(said) ?? [];
      return { status: reply.status, headers: reply.headers, text: said, model };
    },
  };
}
