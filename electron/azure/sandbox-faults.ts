import type { DealtCard, Fault, FaultCard } from '../contract/fault-card.ts';
import { call } from './call.ts';
import type { Connection } from './connection.ts';
import { faultsInSandboxOnly } from './errors.ts';
import { requestJson } from './request.ts';

const faults = '/sandbox/faults';

function ask(
  connection: Connection,
  method: 'GET' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  if (connection.kind !== 'sandbox') return Promise.reject(faultsInSandboxOnly());
  return call(() => requestJson(connection, method, path, body));
}

/** The card that was dealt last and how far its faults are. Error: `faults-in-sandbox-only`. */
export async function readFaults(connection: Connection): Promise<DealtCard> {
  return (await ask(connection, 'GET', faults)) as DealtCard;
}

/** Puts the faults of a card in the place of all others. Error: `faults-in-sandbox-only`. */
export async function dealFaults(connection: Connection, card: FaultCard): Promise<DealtCard> {
  return (await ask(connection, 'PUT', faults, card)) as DealtCard;
}

/** Adds a fault. Error: `faults-in-sandbox-only`. */
export async function putFault(connection: Connection, name: string, fault: Fault): Promise<void> {
  await ask(connection, 'PUT', `${faults}/${name}`, fault);
}

/** Takes one fault back, or all. Error: `faults-in-sandbox-only`. */
export async function deleteFaults(connection: Connection, name?: string): Promise<void> {
  await ask(connection, 'DELETE', name === undefined ? faults : `${faults}/${name}`);
}
