import { describe, expect, it } from 'vitest';
import { findRoute, type Route } from '../../../electron/sandbox/router.ts';

const query = new URLSearchParams({ 'api-version': '2022-09-01' });

function route(method: Route['method'], path: string): Route {
  return { name: `${method} ${path}`, method, path, handle: () => ({ status: 200 }) };
}

describe('a route is found', () => {
  const routes = [
    route('GET', '/subscriptions/{id}/things/{name}'),
    route('PUT', '/subscriptions/{id}/things/{name}'),
    route('GET', '/{tenant}/keys'),
    route('GET', '/files/{path*}'),
  ];
  const find = (method: string, path: string): string | undefined =>
    findRoute(routes, method, path, query)?.route.name;

  it.each([
    [
      'by its words, without case',
      'GET',
      '/Subscriptions/1/THINGS/a',
      'GET /subscriptions/{id}/things/{name}',
    ],
    ['by its method', 'PUT', '/subscriptions/1/things/a', 'PUT /subscriptions/{id}/things/{name}'],
    ['that begins with anything', 'GET', '/anybody/keys', 'GET /{tenant}/keys'],
    ['that ends with anything', 'GET', '/files/a/b/c', 'GET /files/{path*}'],
    ['nowhere else', 'GET', '/files', undefined],
  ])('%s', (_, method, path, name) => {
    expect(find(method, path)).toBe(name);
  });

  it('with what stands in its places, as it was written', () => {
    const found = findRoute(routes, 'GET', '/subscriptions/Sub/things/Name', query);
    expect(found?.parameters).toEqual({ id: 'Sub', name: 'Name' });
    expect(findRoute(routes, 'GET', '/files/a/B', query)?.parameters).toEqual({ path: 'a/B' });
  });
});
