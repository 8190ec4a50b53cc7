import type { JournalEntry } from '../../store/journal-line.ts';
import { ArmError } from '../arm-error.ts';
import type { World } from '../world.ts';
import { findNamespace } from './namespaces.ts';

/** What is stored of a provider whose registration was changed; its state at a moment follows from the time. */
interface Registration {
  readonly [key: string]: boolean | number;
  readonly isRegistered: boolean;
  /** When the change is done. */
  readonly readyAt: number;
}

export type RegistrationState = 'Registered' | 'Registering' | 'Unregistering' | 'Unregistered';

const prefix = 'provider/';
const seconds = { register: 60, unregister: 60 };

/** How far a provider's registration is. All are registered in a new sandbox: the lessons do not begin with that. */
export function registrationState({ store, clock }: World, namespace: string): RegistrationState {
  const stored = store.get(prefix + namespace.toLowerCase()) as Registration | undefined;
  if (!stored) return 'Registered';
  const isReady = clock.now() >= stored.readyAt;
  if (stored.isRegistered) return isReady ? 'Registered' : 'Registering';
  return isReady ? 'Unregistered' : 'Unregistering';
}

/** Begins to register a provider where it is not. */
export function register(world: World, namespace: string): void {
  if (isUsable(world, namespace)) return;
  change(world, namespace, true, seconds.register);
}

/** Begins to unregister a provider. Errors: it cannot be, or resources of it are there. */
export function unregister(world: World, namespace: string): void {
  if (isFree(namespace)) {
    throw new ArmError(
      409,
      'Conflict',
      `The provider '${namespace}' is always registered and cannot be unregistered.`,
    );
  }
  if (!isUsable(world, namespace)) return;
  const left = world.resources
    .inside(`/subscriptions/${world.subscription}`)
    .find(({ type }) => type.toLowerCase().startsWith(`${namespace.toLowerCase()}/`));
  if (left) {
    throw new ArmError(
      409,
      'Conflict',
      `The provider '${namespace}' cannot be unregistered as long as the subscription has resources of it, such as '${left.id}'.`,
    );
  }
  change(world, namespace, false, seconds.unregister);
}

/**
 * Refuses to create a resource of a provider that is not registered; one that is being registered is enough, as in
 * Azure. Error: MissingSubscriptionRegistration.
 */
export function requireRegistration(world: World, namespace: string): void {
  if (isUsable(world, namespace)) return;
  const isOld = registrationState(world, namespace) === 'Unregistered';
  const message = isOld
    ? `The subscription registration is in 'Unregistered' state. The subscription must be registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`
    : `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  const code = 'MissingSubscriptionRegistration';
  throw new ArmError(409, code, message, {}, [{ code, target: namespace, message }]);
}

/** Begins to register all providers that a template needs, as Azure does before it deploys. */
export function registerForTemplate(world: World, types: readonly string[]): void {
  for (const type of types) {
    const namespace = findNamespace(type.split('/')[0]);
    if (namespace !== undefined) register(world, namespace);
  }
}

/** The change by which a provider is not registered any more, at once; or is as it is in a new sandbox. */
export function toRegistration({ clock }: World, namespace: string, isRegistered: boolean): JournalEntry {
  const key = prefix + namespace.toLowerCase();
  return isRegistered ? { key } : { key, value: { isRegistered, readyAt: clock.now() } };
}

/** Whether a provider needs no registration. */
export function isFree(namespace: string): boolean {
  return ['microsoft.resources', 'microsoft.authorization'].includes(namespace.toLowerCase());
}

/** Whether resources of a provider can be created. */
export function isUsable(world: World, namespace: string): boolean {
  return ['Registered', 'Registering'].includes(registrationState(world, namespace));
}

function change(
  { store, clock }: World,
  namespace: string,
  isRegistered: boolean,
  azureSeconds: number,
): void {
  const registration: Registration = { isRegistered, readyAt: clock.now() + clock.duration(azureSeconds) };
  store.put(prefix + namespace.toLowerCase(), registration);
}
