import * as m from '../paraglide/messages.js';
import type { Until } from './fault-cards.svelte.ts';

const messages = m as unknown as Readonly<Record<string, (() => string) | undefined>>;
const word = (key: string, fallback: string): string => messages[key.replaceAll('-', '_')]?.() ?? fallback;

/** What goes wrong, in a few words. */
export const kindLabel = (kind: string): string => word(`fault_kind_${kind}`, kind);

/** What repairs it, in a few words. */
export const repairLabel = (kind: string): string => word(`fault_repair_${kind}`, '');

/** How far a fault is. */
export const stateLabel = (state: string): string => word(`faults_state_${state}`, state);

/** How long a fault holds. */
export function untilLabel(until: Until, times: number): string {
  return until === 'times' ? m.faults_times_of({ times }) : word(`faults_until_${until}`, until);
}
