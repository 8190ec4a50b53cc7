import { expect, it, onTestFinished } from 'vitest';
import { createClock } from '../../../../electron/sandbox/clock.ts';
import { ResourceStore } from '../../../../electron/sandbox/resource-store.ts';
import { startSandbox } from '../../../../electron/sandbox/server.ts';
import {
  ensureContainer,
  listBlobs,
  readBlob,
  writeBlob,
} from '../../../../electron/sandbox/storage/blobs.ts';
import { startBlobService } from '../../../../electron/sandbox/storage/blob-service.ts';
import type { World } from '../../../../electron/sandbox/world.ts';
import { Store } from '../../../../electron/store/store.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { createAccount } from './storage-account.ts';

it("reads, writes and lists blobs for the sandbox's own jobs and endpoints", async () => {
  const folder = temporaryFolder();
  const sandbox = await startSandbox({ folder, timeFactor: 1000 });
  await createAccount(sandbox, 'loans1');
  await sandbox.close();

  const store = new Store({ folder });
  const clock = createClock(1000);
  const { subscription, tenant } = sandbox;
  const addresses = { arm: '', blob: '', httpsPort: '' };
  const resources = new ResourceStore(store, clock);
  const world: World = { store, clock, resources, subscription, tenant, folder, addresses };
  const service = await startBlobService(world);
  onTestFinished(async () => {
    await service.close();
    store.close();
  });
  const place = { account: 'loans1', container: 'azureml' };
  await ensureContainer(world, place);
  await ensureContainer(world, place);
  await writeBlob(world, { ...place, blob: 'jobs/1/metrics.json' }, '{"auc":0.8}', 'application/json');
  await writeBlob(world, { ...place, blob: 'jobs/2/model.bin' }, new Uint8Array([1, 2, 3]));
  expect((await readBlob(world, { ...place, blob: 'jobs/1/metrics.json' })).toString()).toBe('{"auc":0.8}');
  expect([...(await readBlob(world, { ...place, blob: 'jobs/2/model.bin' }))]).toEqual([1, 2, 3]);
  expect(await listBlobs(world, place, 'jobs/2')).toMatchObject([{ name: 'jobs/2/model.bin', size: 3 }]);
  expect(await listBlobs(world, place)).toHaveLength(2);
  await expect(readBlob(world, { ...place, blob: 'nothing' })).rejects.toMatchObject({ statusCode: 404 });
  await expect(readBlob(world, { ...place, account: 'nobody1', blob: 'y' })).rejects.toThrow(/nobody1/);
});
