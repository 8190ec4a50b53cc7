/** The providers that the sandbox plays, as Azure writes them. */
export const fullNamespaces: readonly string[] = [
  'Microsoft.Authorization',
  'Microsoft.ContainerRegistry',
  'Microsoft.ContainerService',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.KubernetesConfiguration',
  'Microsoft.MachineLearningServices',
  'Microsoft.OperationalInsights',
  'Microsoft.Resources',
  'Microsoft.Storage',
];

/** The provider of a name in any case. */
export function findNamespace(name: string): string | undefined {
  return fullNamespaces.find((known) => known.toLowerCase() === name.toLowerCase());
}

/** The provider that a path leads to at its end; Microsoft.Resources where it names none. */
export function namespaceOf(path: string): string {
  return [...path.matchAll(/\/providers\/([^/{}]+)(?=\/)/gi)].at(-1)?.[1] ?? 'Microsoft.Resources';
}

/**
 * The type of what a path or a route leads to, such as workspaces/computes: the words between the names. A verb at its
 * end, such as listKeys, is no part of it.
 */
export function typeOf(path: string, method: string): string {
  const parts =
    path
      .replace(/\/$/, '')
      .split(/\/providers\/[^/]+\//i)
      .at(-1)
      ?.split('/') ?? [];
  const words = parts[0] === '' ? parts.slice(1) : parts;
  const isVerb = method === 'POST' && words.length % 2 === 1 && words.length > 1;
  return (isVerb ? words.slice(0, -1) : words).filter((_, index) => index % 2 === 0).join('/');
}
