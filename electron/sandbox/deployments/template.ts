import { createHash, randomUUID } from 'node:crypto';
import { ArmError } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { parseJson } from '../parse-json.ts';
import type { Json } from '../../store/journal-line.ts';
import { textOf } from '../text-of.ts';
import { uuidOf } from '../uuid-of.ts';
import { evaluate, parseExpression, type TemplateFunction } from './expression.ts';

type Values = Readonly<Record<string, Json>>;

/** Where a template is deployed. */
export interface DeploymentScope {
  readonly subscription: string;
  readonly tenant: string;
  readonly group: string;
  readonly location: string;
  /** The properties of what is there already under an id. Errors: `ArmError`. */
  reference(id: string): Json;
}

/** A resource that a template asks for. */
export interface TemplateResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly apiVersion: string;
  /** What its PUT sends. */
  readonly body: Values;
  /** The ids, and names, of what must be there before it. */
  readonly after: readonly string[];
}

/** So many resources may a template have, and variables: Azure's limits. */
const mostResources = 800;
const mostVariables = 256;
/** How much the values of all parameters and variables may come to, in characters of JSON, where they are asked for. */
const mostCharacters = 16 << 20;
/** No id that Azure takes is longer. */
const mostId = 2000;

/** What stands beside the body in a template. */
const ownKeys = [
  'type',
  'name',
  'apiVersion',
  'condition',
  'dependsOn',
  'resources',
  'comments',
  'metadata',
  'scope',
];

/** The resources of a template in the order of their needs. Errors: InvalidTemplate, in Azure's words. */
export function resourcesOf(template: Values, given: Values, scope: DeploymentScope): TemplateResource[] {
  const functions = functionsOf(template, given, scope);
  const { resources } = template;
  if (!Array.isArray(resources)) throw invalid("The template's 'resources' are a list.");
  try {
    const found = resources.flatMap((one: Json) => readResource(one, undefined, functions, scope));
    if (found.length > mostResources) throw invalid(`It has more than ${mostResources} resources.`);
    return inOrder(found);
  } catch (error) {
    if (error instanceof RangeError) throw invalid('Its expressions lead too deep into each other.');
    throw error;
  }
}

function readResource(
  resource: Json,
  parent: { readonly type: string; readonly name: string } | undefined,
  functions: Readonly<Record<string, TemplateFunction>>,
  scope: DeploymentScope,
): TemplateResource[] {
  if (!isObject(resource)) throw invalid('A resource of the template is an object.');
  if (resource.condition !== undefined && resolve(resource.condition, functions) !== true) return [];
  const own = (key: string): string => textOf(resolve(resource[key] ?? '', functions));
  const type = parent ? `${parent.type}/${own('type')}` : own('type');
  const name = parent ? `${parent.name}/${own('name')}` : own('name');
  const after = resolve(resource.dependsOn ?? [], functions);
  const body = Object.fromEntries(
    Object.entries(resource)
      .filter(([key]) => !ownKeys.includes(key))
      .map(([key, value]) => [key, resolve(value, functions)]),
  );
  const id = idOf(scope.subscription, scope.group, type, name.split('/'));
  if (id.length > mostId) throw invalid(`The name '${name.slice(0, 80)}…' is too long.`);
  const parts = Array.isArray(resource.resources) ? resource.resources : [];
  return [
    {
      id,
      name,
      type,
      apiVersion: own('apiVersion'),
      body,
      after: Array.isArray(after) ? after.map(textOf) : [],
    },
    ...parts.flatMap((part: Json) => readResource(part, { type, name }, functions, scope)),
  ];
}

/** Each behind what it needs. Error: a circle. */
function inOrder(resources: readonly TemplateResource[]): TemplateResource[] {
  const ordered: TemplateResource[] = [];
  const namesOf = (all: readonly { readonly id: string; readonly name: string }[]): Set<string> =>
    new Set(all.flatMap(({ id, name }) => [id.toLowerCase(), name.toLowerCase()]));
  const known = namesOf(resources);
  let waiting = resources.map((resource) => {
    const needs = new Set(resource.after.map((need) => need.toLowerCase()));
    return { ...resource, resource, needs: [...needs].filter((need) => known.has(need)) };
  });
  while (waiting.length > 0) {
    const names = namesOf(waiting);
    const isFree = ({ needs }: { needs: readonly string[] }): boolean =>
      !needs.some((need) => names.has(need));
    const free = waiting.filter(isFree);
    if (free.length === 0) throw invalid('Circular dependency detected on its resources.');
    ordered.push(...free.map(({ resource }) => resource));
    waiting = waiting.filter((one) => !isFree(one));
  }
  return ordered;
}

/** A value with its expressions in place. */
function resolve(value: Json, functions: Readonly<Record<string, TemplateFunction>>): Json {
  if (typeof value === 'string') {
    if (value.startsWith('[[')) return value.slice(1);
    if (!value.startsWith('[') || !value.endsWith(']')) return value;
    return evaluate(parseExpression(value.slice(1, -1)), functions);
  }
  if (Array.isArray(value)) return value.map((part: Json) => resolve(part, functions));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [textOf(resolve(key, functions)), resolve(part, functions)]),
  );
}

function functionsOf(
  template: Values,
  given: Values,
  scope: DeploymentScope,
): Readonly<Record<string, TemplateFunction>> {
  const { subscription, tenant, group, location } = scope;
  const parameters = isObject(template.parameters) ? template.parameters : {};
  const variables = isObject(template.variables) ? template.variables : {};
  if (Object.keys(variables).length > mostVariables) {
    throw invalid(`It has more than ${mostVariables} variables.`);
  }
  const underway = new Set<string>();
  const known = new Map<string, { readonly value: Json; readonly size: number }>();
  let left = mostCharacters;
  /** A value that is found once, however often it is asked for; but each time it takes its room. */
  const once = (key: string, find: () => Json): Json => {
    let found = known.get(key);
    if (!found) {
      const value = find();
      found = { value, size: JSON.stringify(value).length };
      known.set(key, found);
    }
    left -= found.size;
    if (left < 0) throw invalid('The values of its parameters and variables grow too large.');
    return found.value;
  };
  const functions: Record<string, TemplateFunction> = {
    parameters(name) {
      const key = textOf(name());
      const value = given[key];
      if (isObject(value) && Object.hasOwn(value, 'value'))
        return once(`parameter ${key}`, () => value.value);
      const declared = parameters[key];
      if (isObject(declared) && Object.hasOwn(declared, 'defaultValue')) {
        return once(`parameter ${key}`, () => resolve(declared.defaultValue, functions));
      }
      throw invalid(`The value for the template parameter '${key}' is not provided.`);
    },
    variables(name) {
      const key = textOf(name());
      if (!Object.hasOwn(variables, key)) throw invalid(`The template variable '${key}' is not found.`);
      if (underway.has(key)) throw invalid(`The template variable '${key}' leads to itself.`);
      underway.add(key);
      try {
        return once(`variable ${key}`, () => resolve(variables[key], functions));
      } finally {
        underway.delete(key);
      }
    },
    if: (condition, yes, no) => (condition() === true ? yes() : no()),
    and: (...parts) => parts.every((part) => part() === true),
    or: (...parts) => parts.some((part) => part() === true),
    not: (part) => part() !== true,
    equals: (left, right) => JSON.stringify(left()) === JSON.stringify(right()),
    empty(part) {
      const value = part();
      return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
    },
    concat(...parts) {
      const values = parts.map((part) => part());
      return values.every((value): value is readonly Json[] => Array.isArray(value))
        ? values.flat()
        : values.map(textOf).join('');
    },
    array(part) {
      const value = part();
      return Array.isArray(value) ? (value as Json[]) : [value];
    },
    json(part) {
      try {
        return parseJson(textOf(part())) as Json;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw invalid(`The argument of json() is no JSON: ${error.message}`);
      }
    },
    tolower: (part) => textOf(part()).toLowerCase(),
    toupper: (part) => textOf(part()).toUpperCase(),
    string: (part) => textOf(part()),
    null: () => null,
    true: () => true,
    false: () => false,
    uniquestring: (...parts) => unique(parts.map((part) => textOf(part()))),
    guid: (...parts) => uuidOf(parts.map((part) => textOf(part())).join('/')),
    newguid: () => randomUUID(),
    subscription: () => ({
      id: `/subscriptions/${subscription}`,
      subscriptionId: subscription,
      tenantId: tenant,
    }),
    resourcegroup: () => ({
      id: `/subscriptions/${subscription}/resourceGroups/${group}`,
      name: group,
      location,
    }),
    resourceid(...parts) {
      const words = parts.map((part) => textOf(part()));
      const index = words.findIndex((word) => word.includes('/'));
      if (index < 0) throw invalid('A resource ID needs a type.');
      const [first, second] = words.slice(0, index);
      const place = index === 2 ? [first, second] : [subscription, first ?? group];
      return idOf(place[0], place[1] || group, words[index], words.slice(index + 1));
    },
    subscriptionresourceid(...parts) {
      const [type = '', ...names] = parts.map((part) => textOf(part()));
      return `/subscriptions/${subscription}/providers/${typePath(type, names)}`;
    },
    reference(id) {
      const wanted = textOf(id());
      return once(`reference ${wanted}`, () => scope.reference(wanted));
    },
  };
  return functions;
}

/** Types and names take turns: Microsoft.Storage/storageAccounts/one. */
function typePath(type: string, names: readonly string[]): string {
  const [provider, ...types] = type.split('/');
  return [provider, ...types.flatMap((part, index) => [part, names[index] ?? ''])].join('/');
}

function idOf(subscription: string, group: string, type: string, names: readonly string[]): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${typePath(type, names)}`;
}

/** 13 letters and digits that are the same for the same texts. */
function unique(parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\n')).digest();
  return [...digest.subarray(0, 13)].map((byte) => (byte % 32).toString(32)).join('');
}

function invalid(message: string): ArmError {
  return new ArmError(400, 'InvalidTemplate', `Deployment template validation failed: '${message}'.`);
}
