import type { DealtCard, DealtFault } from '../../electron/contract/fault-card.ts';
import type { Sandbox } from '../../electron/sandbox/server.ts';

/** The sandbox's control of faults, as a script asks it. */
export interface FaultControl {
  /** Adds a fault. */
  put(name: string, fault: object): Promise<Response>;
  /** Deals a card in the place of all faults. */
  deal(card: object): Promise<Response>;
  delete(name: string): Promise<Response>;
  read(): Promise<DealtCard>;
  /** One fault, whether it waits or has ended. */
  find(name: string): Promise<DealtFault>;
}

/** Asks a sandbox about its faults. */
export function faultControl({ address }: Pick<Sandbox, 'address'>): FaultControl {
  const all = `${address}/sandbox/faults`;
  const read = async (): Promise<DealtCard> => (await (await fetch(all)).json()) as DealtCard;
  return {
    put: (name, fault) => fetch(`${all}/${name}`, { method: 'PUT', body: JSON.stringify(fault) }),
    deal: (card) => fetch(all, { method: 'PUT', body: JSON.stringify(card) }),
    delete: (name) => fetch(`${all}/${name}`, { method: 'DELETE' }),
    read,
    async find(name) {
      const { value, ended } = await read();
      const found = [...value, ...ended].find((fault) => fault.name === name);
      if (!found) throw new Error(`There is no fault ${name}.`);
      return found;
    },
  };
}
