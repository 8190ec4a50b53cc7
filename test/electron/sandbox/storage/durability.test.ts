import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { startSandbox } from '../../../../electron/sandbox/server.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { blobClient, keyOf } from './storage-account.ts';

const program = path.resolve(import.meta.dirname, 'upload-until-killed.ts');

/** Uploads in a process of its own that is killed after so many acknowledged writes; returns the last text of each. */
async function uploadUntilKilled(folder: string, run: number, writes: number): Promise<Map<string, string>> {
  const child = spawn(process.execPath, [program, folder, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Map<string, string>();
  let heard = 0;
  for await (const line of createInterface(child.stdout)) {
    if (line === 'ready' || !line.endsWith(']')) continue;
    const [name, text] = JSON.parse(line) as [string, string];
    acknowledged.set(name, text);
    heard++;
    if (heard === writes) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

it('loses no acknowledged write when its process is killed, at 8 seeded moments', async () => {
  const folder = temporaryFolder();
  const acknowledged = new Map<string, string>();
  for (const [run, writes] of [3, 11, 1, 29, 17, 8, 23, 5].entries()) {
    for (const [name, text] of await uploadUntilKilled(folder, run, writes)) acknowledged.set(name, text);
  }
  const sandbox = await startSandbox({ folder, timeFactor: 1000 });
  try {
    const container = blobClient(sandbox, 'loans1', await keyOf(sandbox, 'loans1')).getContainerClient(
      'data',
    );
    expect(acknowledged.size).toBeGreaterThan(60);
    for (const [name, text] of acknowledged) {
      const found = (await container.getBlobClient(name).downloadToBuffer()).toString();
      // What was written over and not acknowledged may be there already, whole.
      if (name.endsWith('again')) expect(found).toMatch(/^(\d+\/\d\/\d+ )\1{49}$/);
      else expect(found).toBe(text);
    }
    // What was not acknowledged is there whole or not at all.
    for await (const { name } of container.listBlobsFlat()) {
      const found = (await container.getBlobClient(name).downloadToBuffer()).toString();
      expect(found).toMatch(/^(\d+\/\d\/\d+ )\1{49}$/);
    }
  } finally {
    await sandbox.close();
  }
});
