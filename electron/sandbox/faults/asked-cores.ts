import { isObject } from '../envelope.ts';
import { findVmSize, type VmSize } from '../machine-learning/vm-sizes.ts';
import { bodyOf, propertiesOf, type FaultCall } from './fault-call.ts';

/** What machines a call asks for. */
export interface AskedMachines {
  readonly size: VmSize;
  /** Of all machines together. */
  readonly cores: number;
}

/** The machines that a call of a compute or a deployment asks for; `undefined` where it names no size. */
export function askedMachines(call: FaultCall): AskedMachines | undefined {
  const properties = propertiesOf(call);
  const inner = isObject(properties.properties) ? properties.properties : {};
  const written = inner.vmSize ?? properties.instanceType;
  const size = typeof written === 'string' ? findVmSize(written) : undefined;
  if (!size) return undefined;
  const { scaleSettings } = inner;
  const { sku } = bodyOf(call);
  const count = isObject(scaleSettings) ? scaleSettings.maxNodeCount : isObject(sku) ? sku.capacity : 1;
  return { size, cores: size.vCPUs * (typeof count === 'number' && count > 0 ? count : 1) };
}
