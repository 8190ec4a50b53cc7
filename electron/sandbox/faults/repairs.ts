import { createHash } from 'node:crypto';
import type { Fault } from '../../contract/fault-card.ts';
import type { FaultKind } from '../../contract/fault-kinds.ts';
import { isObject } from '../envelope.ts';
import { assignmentsAt } from '../providers/authorization.ts';
import { isUsable } from '../providers/registration.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import { findAccount } from '../storage/account-data.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { askedMachines } from './asked-cores.ts';
import { bodyOf, propertiesOf, providerOf, type FaultCall } from './fault-call.ts';

/** What is known of a fault that waits to be repaired. */
export interface Unrepaired {
  readonly fault: Fault;
  /** What was noted of the last call that it has befallen; nothing before the first. */
  readonly facts: Properties;
  /** The providers that were made to look unregistered. */
  readonly namespaces: readonly string[];
}

/** How a kind of fault is repaired. A call that fits, and passes, and succeeds repairs it, too. */
export interface Repair {
  /** Whether a call that fits can meet it. */
  concerns(call: FaultCall): boolean;
  /** What is noted of a call that it befalls. */
  note(call: FaultCall, world: World): Properties;
  /** Whether a call passes: it is a better one than the last, or the world is. */
  passes(unrepaired: Unrepaired, call: FaultCall, world: World): boolean;
  /** Whether another call, that has succeeded, has repaired it. */
  mends?(unrepaired: Unrepaired, call: FaultCall, world: World): boolean;
  /** What it takes away from the world when it is met first; who takes it back gives it back. */
  takes?(unrepaired: Unrepaired, call: FaultCall, world: World): readonly StoredResource[];
  /** Whether it is about one name, and choosing another repairs it. */
  readonly isAboutName?: true;
}

const isWrite = ({ method }: FaultCall): boolean =>
  method !== 'GET' && method !== 'HEAD' && method !== 'DELETE';
const isMet = ({ facts }: Unrepaired): boolean => Object.keys(facts).length > 0;
const otherName = ({ facts }: Unrepaired, { name }: FaultCall): boolean =>
  facts.name !== undefined && textOf(facts.name) !== name.toLowerCase();

/** What does the repairing is not befallen by what it repairs. */
export const repairing =
  /^(Providers|RoleAssignments|RoleDefinitions|SignIn|Operations|Subscriptions|Tenants)_|Deleted$/i;

/** The role assignment's scope that a call needs; of blobs it is their account. */
function scopeOf({ path, operation }: FaultCall, world: World): string {
  if (!operation.startsWith('Blobs_')) return path;
  return findAccount(world, path.split('/')[1] ?? '')?.id ?? path;
}

const assigned = ({ fault }: Unrepaired, scope: string, world: World): boolean =>
  assignmentsAt(world, scope, fault.role).length > 0;

/** The computes that a job's steps run on. */
function computesOf(call: FaultCall): string {
  const { computeId, jobs } = propertiesOf(call);
  const steps = isObject(jobs) ? Object.values(jobs).map((job) => isObject(job) && job.computeId) : [];
  const ids = [computeId, ...steps].filter((id) => typeof id === 'string' && id !== '');
  return [...new Set(ids.map((id) => textOf(id).toLowerCase()))].sort().join(' ');
}

export const repairs: Partial<Record<FaultKind, Repair>> = {
  'quota-exceeded': {
    concerns: isWrite,
    note: (call) => ({ cores: askedMachines(call)?.cores ?? 0 }),
    passes: ({ fault }, call) => (askedMachines(call)?.cores ?? Number.POSITIVE_INFINITY) <= fault.cores,
    mends: (unrepaired, { operation, method }) =>
      isMet(unrepaired) &&
      method === 'DELETE' &&
      /^(Compute|\w+Deployments|\w+Endpoints|ManagedClusters)_/.test(operation),
  },
  'name-taken': {
    concerns: isWrite,
    note: ({ name }) => ({ name: name.toLowerCase() }),
    passes: otherName,
    isAboutName: true,
  },
  'soft-deleted-name': {
    concerns: ({ method }) => method === 'PUT',
    note: ({ name, path }) => ({ name: name.toLowerCase(), id: path }),
    passes: (unrepaired, call, { resources }) =>
      otherName(unrepaired, call) || (isMet(unrepaired) && !resources.findDeleted(call.path)),
    mends: (unrepaired, _, { resources }) =>
      isMet(unrepaired) && !resources.findDeleted(textOf(unrepaired.facts.id)),
    isAboutName: true,
  },
  'provider-not-registered': {
    concerns: isWrite,
    note: (call) => ({ provider: providerOf(call) }),
    passes: (_, call, world) => isUsable(world, providerOf(call)),
    mends: ({ facts, namespaces }, { operation }, world) =>
      operation === 'Providers_Register' &&
      (facts.provider === undefined ? namespaces : [textOf(facts.provider)]).every((namespace) =>
        isUsable(world, namespace),
      ),
  },
  'role-missing': {
    concerns: () => true,
    note: (call, world) => ({ scope: scopeOf(call, world) }),
    // What was assigned before it was met is taken away by it.
    takes: ({ fault }, call, world) => assignmentsAt(world, scopeOf(call, world), fault.role),
    passes: (unrepaired, call, world) =>
      isMet(unrepaired) && assigned(unrepaired, scopeOf(call, world), world),
    mends: (unrepaired, { operation }, world) =>
      operation === 'RoleAssignments_Create' &&
      isMet(unrepaired) &&
      assigned(unrepaired, textOf(unrepaired.facts.scope), world),
  },
  'token-expired': {
    concerns: ({ headers }) => headers.authorization !== undefined,
    note: ({ headers }) => ({ token: hashOf(headers.authorization) }),
    passes: (unrepaired, { headers }) =>
      isMet(unrepaired) && unrepaired.facts.token !== hashOf(headers.authorization),
  },
  'deployment-never-healthy': {
    concerns: isWrite,
    note: (call) => ({ memory: askedMachines(call)?.size.memoryGB ?? 0, model: modelOf(call) }),
    passes: (unrepaired, call) =>
      isMet(unrepaired) &&
      ((askedMachines(call)?.size.memoryGB ?? 0) > Number(unrepaired.facts.memory) ||
        unrepaired.facts.model !== modelOf(call)),
  },
  'node-never-comes': {
    concerns: isWrite,
    note: (call) => ({ computes: computesOf(call) }),
    passes: (unrepaired, call) => isMet(unrepaired) && unrepaired.facts.computes !== computesOf(call),
    mends: (unrepaired, { operation, path, method }) =>
      isMet(unrepaired) &&
      method !== 'GET' &&
      operation.startsWith('Compute_') &&
      textOf(unrepaired.facts.computes).split(' ').includes(path.toLowerCase()),
  },
};

function hashOf(token = ''): string {
  return createHash('sha256').update(token).digest('base64url');
}

function modelOf(call: FaultCall): string {
  return textOf(propertiesOf(call).model ?? bodyOf(call).model ?? '').toLowerCase();
}
