import { describe, expect, it, onTestFinished } from 'vitest';
import { readCollectedInputs } from '../../../../electron/azure/collected-data.ts';
import { getDefaultDatastore } from '../../../../electron/azure/datastores.ts';
import { setInputCollection } from '../../../../electron/azure/deployments.ts';
import { getEndpointMetrics } from '../../../../electron/azure/metrics.ts';
import { refusal, registerPipeline, scope, startWorkspace } from '../../../support/workspace.ts';
import { location, names, startEndpoint, type Scored, type TestEndpoint } from './endpoint.ts';

/** A request of a stream, with the moments of its beginning and end. */
interface Asked extends Scored {
  readonly begun: number;
  readonly ended: number;
}

/** Asks an endpoint by several connections, each again when it was answered, until it is stopped. */
function stream(
  endpoint: TestEndpoint,
  connections = 4,
): { more: (count: number) => Promise<void>; stop: () => Promise<Asked[]> } {
  const asked: Asked[] = [];
  let goesOn = true;
  let heard = (): void => undefined;
  const ask = async (): Promise<void> => {
    while (goesOn) {
      const begun = performance.now();
      const scored = await endpoint.score();
      asked.push({ ...scored, begun, ended: performance.now() });
      heard();
    }
  };
  const all = Array.from({ length: connections }, ask);
  const stop = async (): Promise<Asked[]> => {
    goesOn = false;
    await Promise.all(all);
    return asked;
  };
  onTestFinished(async () => void (await stop()));
  return {
    stop,
    /** Waits until so many more were answered. */
    more(count) {
      const wanted = asked.length + count;
      return new Promise((resolve) => {
        heard = () => (asked.length >= wanted ? resolve() : undefined);
      });
    },
  };
}

/** All that a deployment's container has said; the requests of a stream fill many lines. */
async function logOf(endpoint: TestEndpoint, name: string): Promise<string> {
  const reply = await endpoint.manage('POST', `/deployments/${name}/getLogs`, { tail: 5000 });
  return ((await reply.json()) as { content: string }).content;
}

describe('while requests come without a pause', { timeout: 60_000 }, () => {
  it('models are swapped and traffic moves, and each request is answered by the one or the other', async () => {
    const workspace = await startWorkspace({ timeFactor: 1000 });
    const endpoint = await startEndpoint(workspace);
    const models: Record<string, string> = {};
    for (const name of ['one', 'two', 'three']) models[name] = await endpoint.model(name);
    await endpoint.deploy('blue', models.one);
    await endpoint.traffic({ blue: 100 });
    const running = stream(endpoint);
    /** Who may answer from a moment on. */
    const phases: { from: number; models: string[] }[] = [{ from: -Infinity, models: ['one'] }];
    const begin = (...models: string[]): void => void phases.push({ from: performance.now(), models });
    let model = 'one';
    for (const next of ['two', 'three', 'one']) {
      begin(model, next);
      const { done } = await endpoint.beginDeploy('blue', models[next]);
      await done();
      begin((model = next));
      await running.more(20);
    }
    await endpoint.deploy('green', models.two);
    expect(await logOf(endpoint, 'blue')).toMatch(/(is Updating[^]*is Succeeded[^]*){3}/);
    begin('one', 'two');
    await endpoint.traffic({ blue: 90, green: 10 });
    await endpoint.traffic({ blue: 0, green: 100 });
    begin('two');
    await workspace.machineLearning.onlineDeployments.beginDeleteAndWait(...names, 'echo', 'blue', {
      updateIntervalInMs: 5,
    });
    await running.more(20);
    const asked = await running.stop();

    expect(asked.filter(({ status }) => status !== 200)).toEqual([]);
    for (const { begun, ended, model: by } of asked) {
      const allowed = phases.flatMap(({ from, models: those }, index) => {
        const until = phases[index + 1]?.from ?? Infinity;
        return from <= ended && until >= begun ? those : [];
      });
      expect(allowed).toContain(by);
    }
    expect(new Set(asked.map(({ model: by }) => by))).toEqual(new Set(['one', 'two', 'three']));
  });

  it('an update that fails leaves the old model answering, and its log says why', async () => {
    const workspace = await startWorkspace();
    const endpoint = await startEndpoint(workspace);
    const one = await endpoint.model('one');
    const two = await endpoint.model('two');
    await endpoint.deploy('blue', one);
    await endpoint.traffic({ blue: 100 });
    const running = stream(endpoint, 2);
    const { id: broken } = await registerPipeline(workspace, 'broken', '{"formatVersion": 1}');
    expect(await refusal(endpoint.deploy('blue', broken))).toContain('container has crashed');
    expect(await endpoint.state('blue')).toBe('Failed');
    expect(await logOf(endpoint, 'blue')).toMatch(/is Updating[^]*no inference pipeline[^]*is Failed/);
    await fetch(`${workspace.sandbox.address}/sandbox/faults/sick`, {
      method: 'PUT',
      body: JSON.stringify({
        operation: 'OnlineDeployments_CreateOrUpdate',
        kind: 'deployment-never-healthy',
      }),
    });
    expect(await refusal(endpoint.deploy('blue', two))).toContain('Liveness probe');
    // It answers, so it may have traffic.
    await endpoint.traffic({ blue: 100 });
    const asked = await running.stop();
    expect(asked.filter(({ status, model }) => status !== 200 || model !== 'one')).toEqual([]);
    await endpoint.deploy('blue', two);
    expect((await endpoint.score()).model).toBe('two');
    expect(await logOf(endpoint, 'blue')).toMatch(
      /is Creating[^]*is Succeeded[^]*is Updating[^]*is Failed[^]*is Updating[^]*is Failed[^]*is Updating[^]*is Succeeded/,
    );
  });

  it('a restart in the middle of an update leaves the old model until the new one is there', async () => {
    const workspace = await startWorkspace({ timeFactor: 300 });
    const endpoint = await startEndpoint(workspace);
    const one = await endpoint.model('one');
    const two = await endpoint.model('two');
    await endpoint.deploy('blue', one);
    await endpoint.beginDeploy('blue', two);
    await workspace.close();
    const again = await startWorkspace({ folder: workspace.folder, timeFactor: 300 });
    const found = await again.machineLearning.onlineEndpoints.get(...names, 'echo');
    const ask = async (): Promise<string> => {
      const reply = await fetch(found.properties.scoringUri ?? '', {
        method: 'POST',
        headers: { authorization: `Bearer ${endpoint.key}`, 'azureml-model-deployment': 'blue' },
        body: '{"input_data": [{}]}',
      });
      expect(reply.status).toBe(200);
      return reply.text();
    };
    expect(await ask()).toMatch(/by one|by two/);
    const state = async (): Promise<string | undefined> =>
      (await again.machineLearning.onlineDeployments.get(...names, 'echo', 'blue')).properties
        .provisioningState;
    while ((await state()) !== 'Succeeded') await ask();
    expect(await ask()).toContain('by two');
  });
});

describe('traffic', { timeout: 60_000 }, () => {
  it('is shared as the percentages say', async () => {
    const workspace = await startWorkspace();
    const endpoint = await startEndpoint(workspace);
    for (const [name, model] of [
      ['blue', 'one'],
      ['green', 'two'],
      ['red', 'three'],
    ]) {
      await endpoint.deploy(name, await endpoint.model(model));
    }
    const shares = { blue: 60, green: 30, red: 10 };
    await endpoint.traffic(shares);
    const requests = 2000;
    const counts: Record<string, number> = {};
    for (let sent = 0; sent < requests; sent += 20) {
      const replies = await Promise.all(Array.from({ length: 20 }, () => endpoint.score()));
      for (const { headers, status } of replies) {
        expect(status).toBe(200);
        const name = headers.get('azureml-model-deployment') ?? '';
        counts[name] = (counts[name] ?? 0) + 1;
      }
    }
    for (const [name, share] of Object.entries(shares)) {
      const expected = (requests * share) / 100;
      // Five standard deviations of the binomial distribution: missed once in a million times.
      const bound = 5 * Math.sqrt((expected * (100 - share)) / 100);
      expect([name, Math.abs(counts[name] - expected) < bound]).toEqual([name, true]);
    }
  });

  it('is mirrored to a shadow that nobody hears', async () => {
    const workspace = await startWorkspace();
    const endpoint = await startEndpoint(workspace);
    await endpoint.deploy('blue', await endpoint.model('one'));
    await endpoint.deploy('green', await endpoint.model('two'));
    const mirror = (traffic: object, mirrorTraffic: object): Promise<Response> =>
      endpoint.manage(
        'PUT',
        '',
        { location, properties: { authMode: 'Key', traffic, mirrorTraffic } },
        '2023-04-01',
      );
    const refused: [object, object, string][] = [
      [{ blue: 100 }, { green: 60 }, '50'],
      [{ blue: 100 }, { green: 10, blue: 10 }, 'one deployment'],
      [{ blue: 50, green: 50 }, { green: 10 }, 'traffic of its own'],
      [{ blue: 100 }, { red: 10 }, 'red'],
      [{ blue: 100 }, { green: 1.5 }, 'whole number'],
    ];
    for (const [traffic, shadow, part] of refused) {
      const reply = await mirror(traffic, shadow);
      expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining(part)]);
    }
    expect((await mirror({ blue: 100 }, { green: 50 })).status).toBe(200);
    const requests = 400;
    for (let sent = 0; sent < requests; sent += 20) {
      const replies = await Promise.all(Array.from({ length: 20 }, () => endpoint.score()));
      expect(new Set(replies.map(({ model }) => model))).toEqual(new Set(['one']));
    }
    const { requests: copies, failures } = await getEndpointMetrics(
      workspace.connection,
      endpoint.id,
      'green',
    );
    expect(failures).toBe(0);
    expect(Math.abs(copies - requests / 2)).toBeLessThan(5 * Math.sqrt(requests / 4));
    const { onlineDeployments } = workspace.machineLearning;
    expect(await refusal(onlineDeployments.beginDeleteAndWait(...names, 'echo', 'green'))).toContain(
      'mirrorTraffic',
    );
    // The shadow keeps what it was given, as Azure's collector does.
    const { connection } = workspace;
    await setInputCollection(connection, `${endpoint.id}/deployments/green`, true);
    const store = await getDefaultDatastore(connection, scope);
    const place = {
      resourceGroup: scope.resourceGroup,
      account: store?.account ?? '',
      container: store?.container ?? '',
    };
    const deployment = { endpoint: 'echo', name: 'green' };
    const since = new Date(0);
    for (let kept = 0; kept === 0;) {
      await endpoint.score();
      kept = (await readCollectedInputs(connection, place, { deployment, since, mostRows: 10 })).rows.length;
    }
    // Who names a deployment asks that one alone.
    const before = (await getEndpointMetrics(workspace.connection, endpoint.id, 'green')).requests;
    for (let i = 0; i < 20; i++) await endpoint.score({ headers: { 'azureml-model-deployment': 'blue' } });
    expect((await getEndpointMetrics(workspace.connection, endpoint.id, 'green')).requests).toBe(before);
  });
});
