import type { Facts } from '../../lessons/format/condition.ts';
import type { Json } from '../store/journal-line.ts';
import type { HostState } from './host-state.ts';

/**
 * What conditions and questions of a lesson can ask about: `mode`, and what an experiment has found, such as
 * `experiment.baseline.model.accuracy`.
 */
export function factsOf(state: HostState): Facts {
  const facts: Record<string, string | number | boolean> = {};
  if (state.target) facts.mode = state.target;
  const add = (name: string, value: Json): void => {
    if (value === null) return;
    if (typeof value !== 'object') facts[name] = value;
    else for (const [key, part] of Object.entries(value)) add(`${name}.${key}`, part);
  };
  for (const name of state.experiments()) add(`experiment.${name}`, state.experiment(name) ?? null);
  return facts;
}
