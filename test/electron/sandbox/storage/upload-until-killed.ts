import process from 'node:process';
import { startSandbox } from '../../../../electron/sandbox/server.ts';
import { blobClient, createAccount, keyOf } from './storage-account.ts';

/** Uploads without an end, four at a time, and says of each blob that it was acknowledged. */
const [folder, run] = process.argv.slice(2);
const sandbox = await startSandbox({ folder, timeFactor: 1000 });
if (run === '0') await createAccount(sandbox, 'loans1');
const client = blobClient(sandbox, 'loans1', await keyOf(sandbox, 'loans1'));
const container = client.getContainerClient('data');
await container.createIfNotExists();
process.stdout.write('ready\n');

async function upload(lane: number): Promise<never> {
  for (let number = 0; ; number++) {
    const name = `${run}/${lane}/${number}`;
    const text = `${name} `.repeat(50);
    // Every third in blocks, every fifth over an older one.
    const blob = container.getBlockBlobClient(number % 5 === 4 ? `${run}/${lane}/again` : name);
    if (number % 3 === 2) {
      await blob.uploadData(Buffer.from(text), { blockSize: 100, maxSingleShotSize: 100, concurrency: 2 });
    } else await blob.upload(text, text.length);
    process.stdout.write(`${JSON.stringify([blob.name, text])}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(upload));
