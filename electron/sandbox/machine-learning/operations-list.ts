import type { Route } from '../router.ts';

const provider = 'Microsoft.MachineLearningServices';
const verbs: Readonly<Record<string, string>> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/** What can be done with the provider, as its routes say. */
export function providerOperationRoutes(routes: readonly Route[]): Route[] {
  return [
    {
      name: 'Operations_List',
      method: 'GET',
      path: `/providers/${provider}/operations`,
      handle: () => ({ status: 200, body: { value: operationsOf(routes) } }),
    },
  ];
}

function operationsOf(routes: readonly Route[]): object[] {
  const found = new Map<string, object>();
  for (const { path, method } of routes) {
    const [, rest] = path.split(`/providers/${provider}/`);
    if (rest === undefined) continue;
    const types = rest.split('/').filter((part) => !part.startsWith('{'));
    const verb = verbs[method];
    const name = `${provider}/${types.join('/')}/${verb ?? 'action'}`;
    found.set(name, {
      name,
      isDataAction: false,
      display: {
        provider: 'Microsoft Machine Learning Services',
        resource: types.join('/'),
        operation: name.slice(name.lastIndexOf('/') + 1),
        description: `${method} ${types.join('/')}`,
      },
    });
  }
  return [...found.values()];
}
