import * as z from 'zod';
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
 * What a check can ask of the world, version 1: the arguments of each predicate, and in a few words what it expects
 * (for a check that could not be asked). A check is done when its predicate
 * holds, never because a button was pressed.
 */
export const predicates = {
  'target.chosen': z
    .strictObject({
      target: z.enum(['sandbox', 'azure']).optional().describe('Without it either of them.'),
    })
    .describe('a place to work is chosen'),
  'workspace.exists': names('resourceGroup', 'workspace').describe('the workspace is there'),
  'workspace.linked': names('workspace', 'keyVault', 'storageAccount', 'applicationInsights').describe(
    'the workspace leans on the resources of this step',
  ),
  'workspace.setting': z
    .strictObject({
      workspace: nameField,
      setting: z.enum(['publicNetworkAccess', 'highBusinessImpact', 'region']),
      expect: z.union([z.boolean(), z.string()]),
    })
    .describe('the workspace is set as this step asks'),
  'access.assigned': names('role').describe('the role is assigned'),
  'storage.account-exists': names('account').describe('the storage account is there'),
  'storage.container-exists': names('account', 'container').describe('the container is there'),
  'datastore.exists': names('datastore', 'account', 'container').describe(
    'the datastore leads to the container',
  ),
  'blob.exists': names('account', 'container', 'blob', 'file').describe('the container holds the file'),
  'data.exists': names('name').describe('the data asset is there'),
  'data.column-excluded': z
    .strictObject({ name: nameField, columns: z.array(nameField).min(1) })
    .describe('the data asset leaves out the columns'),
  'compute.exists': z
    .strictObject({ name: nameField, kind: z.enum(['cluster', 'instance', 'kubernetes']) })
    .describe('the machines are there'),
  'compute.scale': z
    .strictObject({ name: nameField, minimum: z.int(), maximum: z.int() })
    .describe('the cluster grows and shrinks as this step asks'),
  'pipeline.has-component': z
    .strictObject({ pipeline: nameField, component: port })
    .describe('the drawing has the component'),
  'pipeline.connected': z
    .strictObject({ pipeline: nameField, from: port, to: port })
    .describe('the components are connected'),
  'pipeline.setting': z
    .strictObject({
      pipeline: nameField,
      component: port,
      setting: nameField,
      expect: z.union([cellField, z.boolean()]),
    })
    .describe('the component is set as this step asks'),
  'pipeline.compute': names('pipeline', 'node', 'compute').describe(
    'the component has the compute of this step',
  ),
  'job.completed': names('pipeline').describe('the job has completed'),
  'metric.at-least': z
    .strictObject({
      pipeline: nameField,
      metric: z.enum(['accuracy', 'precision', 'recall', 'f1', 'auc']),
      expect: z.number(),
    })
    .describe('the figure is high enough'),
  'inference.has-no-label': names('pipeline').describe('a request holds no label'),
  'inference.output-columns': z
    .strictObject({ pipeline: nameField, columns: z.array(nameField) })
    .describe('an answer holds the columns of this step'),
  'model.exists': names('model').describe('the model is registered'),
  'endpoint.exists': names('endpoint').describe('the endpoint is there'),
  'endpoint.healthy': names('endpoint', 'deployment').describe('the deployment is healthy'),
  'endpoint.traffic': z
    .strictObject({ endpoint: nameField, traffic: z.record(z.string(), z.int()) })
    .describe('the traffic is shared out as this step asks'),
  'endpoint.answered': z
    .strictObject({ endpoint: nameField, deployment: nameField.optional() })
    .describe('the endpoint has answered'),
  'endpoint.requests-at-least': z
    .strictObject({ endpoint: nameField, expect: z.int() })
    .describe('the endpoint has answered often enough'),
  'console.answered': names('endpoint').describe('a request of yours was answered'),
  'experiment.done': z
    .strictObject({ experiment: z.enum(experimentNames) })
    .describe('the experiment was run'),
  'quiz.answered': names('question').describe('the question is answered'),
  'fault.met': z
    .strictObject({ fault: nameField, times: z.int().min(1).default(1) })
    .describe('the fault was met'),
  'fault.repaired': names('fault').describe('the fault is repaired'),
  'cleanup.nothing-left': z.strictObject({}).describe('nothing is left'),
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
