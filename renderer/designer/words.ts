import { findComponent } from '../../engine/components/registry.ts';
import type { PortType } from '../../engine/components/values.ts';
import * as m from '../paraglide/messages.js';
import { hostText } from '../parts/host-text.ts';
import type { FamilyKey } from './core/families.ts';
import type { NodeState } from './core/run.ts';

/** What a type of component is called. */
export function componentTitle(type: string): string {
  return hostText(findComponent(type)?.name ?? type);
}

/** What a family is called. */
export function familyTitle(family: FamilyKey): string {
  return m[`designer_family_${family}`]();
}

/** How a component is, in a word. */
export function stateWord(state: NodeState): string {
  return m[`designer_state_${state.replaceAll('-', '_') as 'idle'}`]();
}

/** What flows out of a port, in the engine's word for it. */
export function portTypeWord(type: PortType): string {
  return hostText(type.replace('-', ' '));
}

/** What a column holds. */
export function kindWord(kind: 'number' | 'category'): string {
  return kind === 'number' ? m.designer_kind_number() : m.designer_kind_category();
}

/** A choice of a setting in words of the page. */
export function settingChoice(choice: string): string {
  const key = `designer_choice_${choice.replaceAll('-', '_')}`;
  const messages = m as unknown as Readonly<Record<string, (() => string) | undefined>>;
  return messages[key]?.() ?? choice;
}
