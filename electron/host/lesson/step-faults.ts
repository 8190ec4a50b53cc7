import type { Action, Step } from '../../../lessons/format/lesson.ts';
import type { Host } from '../host.ts';

/** The names of the faults that a step deals when it begins. */
export function faultsOf({ setup }: Pick<Step, 'setup'>): string[] {
  return setup.flatMap(namesIn);
}

function namesIn({ operation, with: input }: Action): string[] {
  if (operation === 'fault.set') return typeof input.name === 'string' ? [input.name] : [];
  if (operation !== 'fault.deal') return [];
  const { faults } = (input.card ?? {}) as { readonly faults?: object };
  return Object.keys(faults ?? {});
}

/**
 * Takes a step's faults back that still wait: what is repaired, or over, stays to be read by its checks. It is no
 * failure where there are none, or none can be: the sandbox may not be there any more.
 */
export async function takeFaultsBack(host: Host, step: Pick<Step, 'setup'>): Promise<void> {
  const names = faultsOf(step);
  if (names.length === 0) return;
  const dealt = await host.call('fault.list', {});
  if (!dealt.ok) return;
  for (const { name } of dealt.value.value) {
    if (names.includes(name)) await host.call('fault.clear', { name });
  }
}
