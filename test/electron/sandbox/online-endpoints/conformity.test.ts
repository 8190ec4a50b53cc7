import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { list } from '../../../../electron/azure/call.ts';
import { clientsOf } from '../../../../electron/azure/clients.ts';
import { refusal, startWorkspace } from '../../../support/workspace.ts';
import { azureDescriptions } from '../../../support/openapi/folder.ts';
import { recordExchanges } from '../../../support/openapi/recorder.ts';
import { OpenApiValidator } from '../../../support/openapi/validator.ts';
import { inputOf, startBatch } from '../batch-endpoints/batch.ts';
import { names, startEndpoint } from './endpoint.ts';

const missing = existsSync(azureDescriptions) ? '' : ` (skipped: ${azureDescriptions} is not here)`;

it.skipIf(missing !== '')(
  `endpoints, deployments and batch jobs are as Azure describes them${missing}`,
  async ({ annotate }) => {
    const workspace = await startWorkspace();
    if (!workspace.connection.httpClient) throw new Error('The connection has no client.');
    const recording = recordExchanges(
      new OpenApiValidator(azureDescriptions),
      workspace.connection.httpClient,
    );
    const connection = { ...workspace.connection, httpClient: recording.httpClient };
    const { machineLearning } = clientsOf(connection);
    const recorded = { ...workspace, connection, machineLearning };
    const { onlineEndpoints, onlineDeployments, batchEndpoints, batchDeployments, jobs } = machineLearning;
    const read = async (pages: AsyncIterable<unknown>): Promise<number> => (await list(pages)).length;

    const endpoint = await startEndpoint(recorded);
    const one = await endpoint.model('one');
    await endpoint.deploy('blue', one);
    await endpoint.traffic({ blue: 100 });
    await endpoint.deploy('blue', await endpoint.model('two'), {
      requestSettings: { requestTimeout: 'PT3S' },
    });
    expect(await refusal(onlineDeployments.beginDeleteAndWait(...names, 'echo', 'blue'))).toContain('100');
    expect(await read(onlineEndpoints.list(...names))).toBe(1);
    expect(await read(onlineDeployments.list(...names, 'echo'))).toBe(1);
    expect(await read(onlineDeployments.listSkus(...names, 'echo', 'blue'))).toBe(1);
    await onlineDeployments.getLogs(...names, 'echo', 'blue', { tail: 10 });
    await onlineEndpoints.getToken(...names, 'echo');

    const batch = await startBatch(recorded);
    expect(await read(batchEndpoints.list(...names))).toBe(1);
    expect(await read(batchDeployments.list(...names, 'echo'))).toBe(1);
    const { body } = await batch.invoke(inputOf(await batch.upload('in.csv', 'age,area\n1,Rural\n')));
    await batch.ended(body.name);
    expect(await read(jobs.list(...names))).toBe(1);

    const count = [...recording.validated.values()].reduce((sum, one) => sum + one, 0);
    const line = `${count} messages of ${recording.validated.size} operations were validated.`;
    await annotate(line);
    process.stdout.write(`${line}\n`);
    expect([...new Set(recording.faults)]).toEqual([]);
    expect(recording.validated.size).toBeGreaterThan(20);
  },
  60_000,
);
