import type * as z from 'zod';
import type { Store } from '../store/store.ts';
import { invalidContent } from './arm-error.ts';
import { faultCardSchema, faultSchema, type Fault, type FaultCard } from './fault-kinds.ts';
import { fitsPattern } from './fits-pattern.ts';
import { parseJson } from './parse-json.ts';
import type { Route } from './router.ts';

const prefix = 'fault/';

/** Faults that wait for their calls; they survive a restart. */
export class Faults {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** The control routes: they are the sandbox's own, and not Azure's. */
  routes(): Route[] {
    const all = '/sandbox/faults';
    const one = `${all}/{name}`;
    const plane = 'data' as const;
    return [
      { name: 'Sandbox_ListFaults', method: 'GET', path: all, plane, handle: () => this.list() },
      {
        name: 'Sandbox_PutFaultCard',
        method: 'PUT',
        path: all,
        plane,
        handle: ({ text }) => {
          this.deal(read(faultCardSchema, text));
          return this.list();
        },
      },
      {
        name: 'Sandbox_DeleteFaults',
        method: 'DELETE',
        path: all,
        plane,
        handle: () => {
          this.deal({ title: '', faults: {} });
          return { status: 204 };
        },
      },
      {
        name: 'Sandbox_PutFault',
        method: 'PUT',
        path: one,
        plane,
        handle: ({ parameters, text }) => {
          const fault = read(faultSchema, text);
          this.store.put(prefix + parameters.name, fault);
          return { status: 200, body: { name: parameters.name, ...fault } };
        },
      },
      {
        name: 'Sandbox_DeleteFault',
        method: 'DELETE',
        path: one,
        plane,
        handle: ({ parameters }) => {
          this.store.delete(prefix + parameters.name);
          return { status: 204 };
        },
      },
    ];
  }

  /** Puts the faults of a card in the place of all that wait. */
  deal({ faults }: FaultCard): void {
    this.store.batch([
      ...this.store.keys(prefix).map((key) => ({ key })),
      ...Object.entries(faults).map(([name, value]) => ({ key: prefix + name, value })),
    ]);
  }

  /** The fault that befalls a call of this operation; it is used up. */
  take(operation: string): Fault | undefined {
    if (operation.startsWith('Sandbox_')) return undefined;
    for (const key of this.store.keys(prefix)) {
      const fault = faultSchema.parse(this.store.get(key));
      if (!fitsPattern(operation.toLowerCase(), fault.operation.toLowerCase(), '*')) continue;
      if (fault.times > 1) this.store.put(key, { ...fault, times: fault.times - 1 });
      else this.store.delete(key);
      return fault;
    }
    return undefined;
  }

  private list(): { status: number; body: object } {
    const value = this.store
      .keys(prefix)
      .map((key) => ({ name: key.slice(prefix.length), ...(this.store.get(key) as Fault) }));
    return { status: 200, body: { value } };
  }
}

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    throw invalidContent(`A fault is JSON: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw invalidContent(`"${path.join('.')}": ${message}`);
}
