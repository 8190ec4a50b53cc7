import type { PortType } from '../../../engine/components/values.ts';
import { hostText } from '../../parts/host-text.ts';

/** What flows along an edge, in the engine's word for it. */
export function portTypeText(type: PortType): string {
  return hostText(type.replace('-', ' '));
}
