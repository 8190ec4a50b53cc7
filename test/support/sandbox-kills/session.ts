import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { ResourceManagementClient } from '@azure/arm-resources';
import type { StorageManagementClient } from '@azure/arm-storage';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { clientsOf } from '../../../electron/azure/clients.ts';
import type { Connection } from '../../../electron/azure/connection.ts';
import type { Body, Ledger, Pending } from './ledger.ts';
import type { SandboxFacts } from './sandbox-process.ts';

const azureHosts = /^https:\/\/(management\.azure\.com|[a-z0-9]+\.api\.azureml\.ms)(?=\/)/;
const resourcePath = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+(\/.*)?$/i;

/** A reply of the sandbox. */
export interface Reply {
  readonly status: number;
  readonly body: Body | undefined;
}

/** Microsoft's clients of a sandbox that is running, and what is noted of their requests. */
export interface Session {
  readonly facts: SandboxFacts;
  readonly ledger: Ledger<Session>;
  readonly resources: ResourceManagementClient;
  readonly storage: StorageManagementClient;
  readonly machineLearning: AzureMachineLearningWorkspaces;
  /** A plain call; a path, or a whole address. Errors: the connection's. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<Reply>;
  /** Microsoft's client of the blobs of an account, with its first key. */
  blobs(accountId: string): Promise<BlobServiceClient>;
}

/** Connects to a sandbox. `onAcknowledged` is told of every change that has been answered. */
export function openSession(
  facts: SandboxFacts,
  ledger: Ledger<Session>,
  onAcknowledged: () => void = () => undefined,
): Session {
  const httpClient = recordingClient(facts, ledger, onAcknowledged);
  const connection: Connection = {
    kind: 'sandbox',
    subscription: facts.subscription,
    tenant: facts.tenant,
    credential: {
      getToken: () =>
        Promise.resolve({ token: facts.commandToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    httpClient,
    pollIntervalMs: 20,
  };
  const { resources, storage, machineLearning } = clientsOf(connection);
  const send: Session['send'] = async (method, path, body) => {
    const asked = path.startsWith('/') ? facts.address + path : path.replace(azureHosts, facts.address);
    const url = new URL(asked);
    const pending = note(ledger, method, url, body);
    const response = await fetch(facts.address + url.pathname + url.search, {
      method,
      headers: { authorization: `Bearer ${facts.commandToken}` },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const reply = { status: response.status, body: parse(await response.text()) };
    pending?.acknowledge(reply.status, reply.body);
    if (method !== 'GET' && reply.status < 300) onAcknowledged();
    return reply;
  };
  return {
    facts,
    ledger,
    resources,
    storage,
    machineLearning,
    send,
    async blobs(accountId) {
      const name = accountId.slice(accountId.lastIndexOf('/') + 1);
      const { body } = await send('POST', `${accountId}/listKeys?api-version=2022-09-01`);
      const [{ value }] = (body as { keys: { value: string }[] }).keys;
      return new BlobServiceClient(
        `${facts.blobAddress}/${name}`,
        new StorageSharedKeyCredential(name, value),
        { retryOptions: { maxTries: 1 } },
      );
    },
  };
}

function parse(text: string): Body | undefined {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined;
  }
}

/** Notes a change of a resource before it is sent; what else is sent is noted by whoever sends it. */
function note(ledger: Ledger<Session>, method: string, url: URL, sent: unknown): Pending | undefined {
  const isChange = ['PUT', 'PATCH', 'DELETE'].includes(method);
  // Microsoft's client of resources of any type writes // before an id.
  const path = url.pathname.replace(/^\/{2,}/, '/');
  if (!isChange || !resourcePath.test(path)) return undefined;
  return ledger.begin(method, path, url.searchParams.get('api-version') ?? '', sent);
}

function recordingClient(
  { address }: SandboxFacts,
  ledger: Ledger<Session>,
  onAcknowledged: () => void,
): HttpClient {
  const client = createDefaultHttpClient();
  return {
    async sendRequest(request) {
      const asked = request.url;
      request.url = asked.replace(azureHosts, address);
      request.allowInsecureConnection = true;
      const pending = note(ledger, request.method, new URL(request.url), request.body);
      try {
        const response = await client.sendRequest(request);
        pending?.acknowledge(response.status, parse(response.bodyAsText ?? ''));
        const operation = response.headers.get('azure-asyncoperation');
        if (operation !== undefined) ledger.operations.add(operation);
        if (request.method !== 'GET' && response.status < 300) onAcknowledged();
        return response;
      } finally {
        request.url = asked;
      }
    },
  };
}
