import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { ResourceManagementClient } from '@azure/arm-resources';
import { StorageManagementClient } from '@azure/arm-storage';
import type { Connection } from './connection.ts';

/** Microsoft's clients of one connection. */
interface Clients {
  readonly resources: ResourceManagementClient;
  readonly storage: StorageManagementClient;
  readonly machineLearning: AzureMachineLearningWorkspaces;
}

const clients = new WeakMap<Connection, Clients>();

/** Microsoft's clients of a connection; they are made once. */
export function clientsOf(connection: Connection): Clients {
  const known = clients.get(connection);
  if (known) return known;
  const { credential, subscription, httpClient, kind } = connection;
  const options = {
    ...(httpClient && { httpClient }),
    // The sandbox is near: it need not be given time to recover.
    ...(kind === 'sandbox' && { retryOptions: { retryDelayInMs: 20, maxRetryDelayInMs: 500 } }),
  };
  const made: Clients = {
    resources: new ResourceManagementClient(credential, subscription, options),
    storage: new StorageManagementClient(credential, subscription, options),
    machineLearning: new AzureMachineLearningWorkspaces(credential, subscription, options),
  };
  clients.set(connection, made);
  return made;
}
