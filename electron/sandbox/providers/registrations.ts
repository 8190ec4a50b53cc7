import type { JournalEntry } from '../../store/journal-line.ts';
import type { World } from '../world.ts';

const prefix = 'unregistered/';

/** Whether the subscription is registered to use a provider: all are, but those that a fault took away. */
export function isRegistered({ store }: Pick<World, 'store'>, namespace: string): boolean {
  return store.get(prefix + namespace.toLowerCase()) === undefined;
}

/** The change that takes a registration away, or gives it back. */
export function toRegister(namespace: string, registered: boolean): JournalEntry {
  const key = prefix + namespace.toLowerCase();
  return registered ? { key } : { key, value: true };
}
