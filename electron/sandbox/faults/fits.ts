import type { Fault } from '../../contract/fault-card.ts';
import { fitsPattern } from '../fits-pattern.ts';
import type { FaultCall } from './fault-call.ts';

/** Azure's own ids of operations that are called here as those of all other resources. */
const azureNames: Readonly<Record<string, string>> = {
  StorageAccounts_CreateOrUpdate: 'StorageAccounts_Create',
  StorageAccounts_Get: 'StorageAccounts_GetProperties',
  StorageAccounts_List: 'StorageAccounts_ListByResourceGroup',
  StorageAccounts_ListBySubscription: 'StorageAccounts_List',
};

/** Whether a fault befalls an operation, by the name that it has here or by Azure's. */
export function fitsOperation({ operation }: Pick<Fault, 'operation'>, name: string): boolean {
  return [name, azureNames[name] ?? name].some((one) =>
    fitsPattern(one.toLowerCase(), operation.toLowerCase(), '*'),
  );
}

/** Whether a fault befalls a call. */
export function fits(fault: Pick<Fault, 'operation' | 'name'>, call: FaultCall): boolean {
  if (!fitsOperation(fault, call.operation)) return false;
  return fault.name === undefined || fitsPattern(call.name.toLowerCase(), fault.name.toLowerCase(), '*');
}
