import { isObject } from '../envelope.ts';
import type { Json } from '../../store/journal-line.ts';
import type { StoredResource } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';

/** A line that a deployment's container has said. */
interface Event {
  readonly [key: string]: Json;
  readonly at: number;
  readonly line: string;
}

/** More of earlier changes is not kept. */
const mostEvents = 100;

/** What is known of a deployment when a change of it begins: all before, how that has ended, and what is said now. */
export function beginEvents(
  existing: StoredResource | undefined,
  said: readonly string[],
  { clock, resources }: World,
): Event[] {
  const at = clock.now();
  const before = existing
    ? [...eventsOf(existing), endOf(existing, resources.state(existing))].filter(
        (event) => event !== undefined,
      )
    : [];
  const begun = `The deployment is ${existing ? 'Updating' : 'Creating'}.`;
  return [...before, ...[begun, ...said].map((line) => ({ at, line }))].slice(-mostEvents);
}

/** A line with its time for each event of a deployment. */
export function eventLines(deployment: StoredResource, { resources }: World): string[] {
  const end = endOf(deployment, resources.state(deployment));
  const why = end ? (deployment.failure?.log ?? []).map((line) => ({ ...end, line })) : [];
  return [...eventsOf(deployment), ...why, ...(end ? [end] : [])].map(
    ({ at, line }) => `${new Date(at).toISOString()} ${line}`,
  );
}

/** How the last change of a deployment has ended; `undefined` where it has not. */
function endOf({ readyAt, failure }: StoredResource, state: string): Event | undefined {
  if (state !== 'Succeeded' && state !== 'Failed') return undefined;
  const why = failure ? ` ${failure.message}` : '';
  return { at: Math.ceil(readyAt), line: `The deployment is ${state}.${why}` };
}

function eventsOf({ secrets, changedAt }: StoredResource): Event[] {
  const { events, log } = secrets;
  if (Array.isArray(events)) return events.filter((event): event is Event => isObject(event));
  // A deployment of an earlier version of the sandbox has lines without times.
  return (Array.isArray(log) ? log : []).map((line) => ({ at: changedAt, line: textOf(line) }));
}
