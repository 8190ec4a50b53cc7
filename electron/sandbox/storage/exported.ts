/**
 * What a CommonJS module exports as its default. Node hands over the whole module; bundlers and test runners may
 * hand over the default already.
 */
export function exported<T>(module: { readonly default: unknown }): T {
  return (module.default ?? module) as T;
}
