import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { azureDescriptions } from './folder.ts';
import { OpenApiValidator, type Exchange } from './validator.ts';

const isHere = existsSync(azureDescriptions);
const missing = isHere ? '' : ` (skipped: ${azureDescriptions} is not here)`;
const workspace =
  'https://management.azure.com/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws';

const cluster = {
  location: 'westeurope',
  properties: {
    computeType: 'AmlCompute',
    properties: { vmSize: 'STANDARD_DS2_V2', scaleSettings: { minNodeCount: 0, maxNodeCount: 2 } },
  },
};

function exchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    method: 'PUT',
    url: `${workspace}/computes/cpu?api-version=2022-10-01`,
    requestBody: cluster,
    status: 201,
    replyBody: {
      id: 'x',
      name: 'cpu',
      type: 'Microsoft.MachineLearningServices/workspaces/computes',
      ...cluster,
    },
    ...changes,
  };
}

describe.skipIf(!isHere)(`the validator of Azure's messages${missing}`, () => {
  const validator = isHere ? new OpenApiValidator(azureDescriptions) : undefined;
  const check = (changes: Partial<Exchange>): readonly string[] =>
    validator?.check(exchange(changes)).faults ?? [];

  it('finds nothing in a good exchange', () => {
    expect(validator?.check(exchange())).toEqual({
      state: 'valid',
      operation: 'Compute_CreateOrUpdate',
      faults: [],
    });
  });

  const withProperties = (properties: object): object => ({ ...cluster, properties });
  it.for<[string, Partial<Exchange>, string]>([
    [
      'an unknown property',
      {
        requestBody: withProperties({ ...cluster.properties, properties: { nodes: 1 } }),
      },
      'nodes',
    ],
    ['a missing one', { requestBody: withProperties({ properties: {} }) }, 'computeType'],
    ['an unknown subtype', { requestBody: withProperties({ computeType: 'Abacus' }) }, 'allowed values'],
    [
      'a wrong type',
      {
        requestBody: withProperties({
          ...cluster.properties,
          properties: { scaleSettings: { maxNodeCount: 'two' } },
        }),
      },
      'maxNodeCount must be integer',
    ],
    [
      'what is read-only',
      { requestBody: withProperties({ ...cluster.properties, provisioningState: 'Succeeded' }) },
      'provisioningState',
    ],
    ['no request', { requestBody: undefined }, 'no body'],
    ['a status that is not described', { status: 206 }, '206'],
    ['an unknown part of a reply', { replyBody: { ...cluster, colour: 'red' } }, 'colour'],
    ['an error without its form', { status: 400, replyBody: { error: 'no' } }, 'must be object'],
    ['a query that is not described', { url: `${exchange().url}&colour=red` }, 'colour'],
  ])('finds %s', ([, changes, part]) => {
    expect(check(changes).join('\n')).toContain(part);
  });

  it('finds a query that is missing', () => {
    const url = `${workspace}/computes/cpu?api-version=2022-10-01`;
    const found = check({ method: 'DELETE', url, requestBody: undefined, replyBody: undefined, status: 202 });
    expect(found.join()).toContain('underlyingResourceAction');
  });

  it('knows nothing of another version', () => {
    const url = exchange().url.replace('2022-10-01', '1999-01-01');
    expect(validator?.check(exchange({ url })).state).toBe('unknown');
  });

  it("can read every example of Azure's own; those that fail are at fault themselves", () => {
    const folder = path.join(
      azureDescriptions,
      'machinelearningservices/resource-manager/Microsoft.MachineLearningServices/stable/2022-10-01/examples',
    );
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.json'),
    );
    const operations = validator?.operationsOf('2022-10-01') ?? [];
    let valid = 0;
    const faults = new Map<string, number>();
    for (const file of files) {
      const example = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
        parameters: Record<string, unknown>;
        responses: Record<string, { body?: unknown }>;
      };
      const used = operations.filter(({ examples }) => examples.some((one) => file.endsWith(one)));
      for (const operation of used) {
        for (const [status, { body }] of Object.entries(example.responses)) {
          const found = validator?.checkReplyOf(operation, Number(status), body) ?? [];
          if (found.length === 0) valid++;
          for (const fault of found) faults.set(fault, (faults.get(fault) ?? 0) + 1);
        }
      }
    }
    process.stdout.write(
      `${valid} replies of ${files.length} examples are valid; faults: ${[...faults].map(([fault, count]) => `${count} × ${fault}`).join('; ')}\n`,
    );
    expect(valid).toBeGreaterThan(0);
  });
});
