import { z } from 'zod';
import { cellField, nameField } from './fields.ts';
import { experimentNames } from '../../engine/experiments/names.ts';

/** Arguments that are all names. */
function names<Key extends string>(
  ...keys: Key[]
): z.ZodObject<Record<Key, typeof nameField>, z.core.$strict> {
  return z.strictObject(
    Object.fromEntries(keys.map((key) => [key, nameField])) as Record<Key, typeof nameField>,
  );
}

const port = nameField.describe('The type of a component, such as split-data.');

/**
 * What a check can ask of the world, version 1: the arguments of each predicate. A check is done when its predicate
 * holds, never because a button was pressed.
 */
export const predicates = {
  'target.chosen': z.strictObject({
    target: z.enum(['sandbox', 'azure']).optional().describe('Without it either of them.'),
  }),
  'workspace.exists': names('resourceGroup', 'workspace'),
  'workspace.linked': names('workspace', 'keyVault', 'storageAccount', 'applicationInsights'),
  'workspace.setting': z.strictObject({
    workspace: nameField,
    setting: z.enum(['publicNetworkAccess', 'highBusinessImpact', 'region']),
    expect: z.union([z.boolean(), z.string()]),
  }),
  'access.assigned': names('role'),
  'storage.account-exists': names('account'),
  'storage.container-exists': names('account', 'container'),
  'datastore.exists': names('datastore', 'account', 'container'),
  'blob.exists': names('account', 'container', 'blob', 'file'),
  'data.exists': names('name'),
  'data.column-excluded': z.strictObject({ name: nameField, columns: z.array(nameField).min(1) }),
  'compute.exists': z.strictObject({ name: nameField, kind: z.enum(['cluster', 'instance', 'kubernetes']) }),
  'compute.scale': z.strictObject({ name: nameField, minimum: z.int(), maximum: z.int() }),
  'pipeline.has-component': z.strictObject({ pipeline: nameField, component: port }),
  'pipeline.connected': z.strictObject({ pipeline: nameField, from: port, to: port }),
  'pipeline.setting': z.strictObject({
    pipeline: nameField,
    component: port,
    setting: nameField,
    expect: z.union([cellField, z.boolean()]),
  }),
  'pipeline.compute': names('pipeline', 'node', 'compute'),
  'job.completed': names('pipeline'),
  'metric.at-least': z.strictObject({
    pipeline: nameField,
    metric: z.enum(['accuracy', 'precision', 'recall', 'f1', 'auc']),
    expect: z.number(),
  }),
  'inference.has-no-label': names('pipeline'),
  'inference.output-columns': z.strictObject({ pipeline: nameField, columns: z.array(nameField) }),
  'model.exists': names('model'),
  'endpoint.exists': names('endpoint'),
  'endpoint.healthy': names('endpoint', 'deployment'),
  'endpoint.traffic': z.strictObject({ endpoint: nameField, traffic: z.record(z.string(), z.int()) }),
  'endpoint.answered': z.strictObject({ endpoint: nameField, deployment: nameField.optional() }),
  'endpoint.requests-at-least': z.strictObject({ endpoint: nameField, expect: z.int() }),
  'console.answered': names('endpoint'),
  'experiment.done': z.strictObject({ experiment: z.enum(experimentNames) }),
  'quiz.answered': names('question'),
  'cleanup.nothing-left': z.strictObject({}),
};

export type PredicateName = keyof typeof predicates;

export type PredicateArguments<Name extends PredicateName> = z.output<(typeof predicates)[Name]>;

/** What a predicate has found. `unknown`: the world could not be asked; it is no failure. */
export interface CheckResult {
  readonly status: 'pass' | 'fail' | 'unknown';
  readonly expected: string;
  readonly found: string;
}

/** Whether there is a predicate of this name. */
export function isPredicate(name: string): name is PredicateName {
  return Object.hasOwn(predicates, name);
}
