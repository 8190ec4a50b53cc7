import type { Json } from '../../store/journal-line.ts';

/** The properties of a resource. */
export type Properties = Readonly<Record<string, Json>>;

/** One kind of resource that is created, read, listed and deleted like any other. */
export interface ResourceType {
  /** Such as Microsoft.KeyVault. */
  readonly provider: string;
  /** Such as vaults. */
  readonly type: string;
  readonly nameRule: { readonly pattern: RegExp; readonly sentence: string };
  /** How long Azure takes, in seconds. */
  readonly seconds: { readonly create: number; readonly delete: number };
  /** Properties that Azure fills in; `id` is the resource's. */
  complete?(properties: Properties, resource: { readonly id: string; readonly name: string }): Properties;
}
