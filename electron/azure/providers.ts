import { call } from './call.ts';
import { clientsOf } from './clients.ts';
import type { Connection } from './connection.ts';

/** Asks that the subscription may use a resource provider; on Azure it takes minutes until it may. */
export async function registerProvider(connection: Connection, namespace: string): Promise<void> {
  await call(() => clientsOf(connection).resources.providers.register(namespace));
}

/** Whether the subscription may use a provider: Registered, Registering, NotRegistered. */
export async function providerState(connection: Connection, namespace: string): Promise<string> {
  const { registrationState } = await call(() => clientsOf(connection).resources.providers.get(namespace));
  return registrationState ?? 'NotRegistered';
}
