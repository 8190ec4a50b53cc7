import { parse as parseYaml } from 'yaml';
import type * as z from 'zod';
import { faultCardSchema, faultName, faultSchema, type Fault } from '../../contract/fault-card.ts';
import { invalidContent } from '../arm-error.ts';
import { parseJson } from '../parse-json.ts';
import type { Route } from '../router.ts';
import type { Faults } from './faults.ts';

/** Each call is held against all of them. */
const mostFaults = 200;

/** The routes by which faults are dealt and taken back: they are the sandbox's own, and not Azure's. */
export function faultRoutes(faults: Faults): Route[] {
  const all = '/sandbox/faults';
  const one = `${all}/{name}`;
  const plane = 'data' as const;
  return [
    {
      name: 'Sandbox_ListFaults',
      method: 'GET',
      path: all,
      plane,
      handle: () => ({ status: 200, body: faults.read() }),
    },
    {
      name: 'Sandbox_PutFaultCard',
      method: 'PUT',
      path: all,
      plane,
      handle({ text }) {
        const card = read(faultCardSchema, text);
        if (Object.keys(card.faults).length > mostFaults) {
          throw invalidContent(`A card has up to ${mostFaults} faults.`);
        }
        for (const fault of Object.values(card.faults)) checkOperation(faults, fault);
        faults.deal(card);
        return { status: 200, body: faults.read() };
      },
    },
    {
      name: 'Sandbox_DeleteFaults',
      method: 'DELETE',
      path: all,
      plane,
      handle() {
        faults.deal({ title: '', faults: {} });
        return { status: 204 };
      },
    },
    {
      name: 'Sandbox_PutFault',
      method: 'PUT',
      path: one,
      plane,
      handle({ parameters, text }) {
        const name = faultName.safeParse(parameters.name);
        if (!name.success) throw invalidContent(`The name of a fault: ${name.error.issues[0].message}`);
        const fault = read(faultSchema, text);
        checkOperation(faults, fault);
        if (faults.count >= mostFaults)
          throw invalidContent(`Up to ${mostFaults} faults are kept; take some back.`);
        return { status: 200, body: faults.put(name.data, fault) };
      },
    },
    {
      name: 'Sandbox_DeleteFault',
      method: 'DELETE',
      path: one,
      plane,
      handle({ parameters }) {
        faults.delete(parameters.name);
        return { status: 204 };
      },
    },
  ];
}

/** Refuses what would never befall anything. */
function checkOperation(faults: Faults, fault: Fault): void {
  const why = faults.whyNever(fault);
  if (why !== undefined) throw invalidContent(why);
}

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let body: unknown;
  try {
    body = isJson(text) ? parseJson(text) : parseYaml(text, { maxAliasCount: 0 });
  } catch (error) {
    throw invalidContent(`A fault is JSON: ${(error as Error).message.split('\n')[0]}`);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw invalidContent(`"${path.join('.')}": ${message}`);
}

const isJson = (text: string): boolean => text.trimStart().startsWith('{');
