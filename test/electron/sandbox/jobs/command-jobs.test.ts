import { readdirSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { scope } from '../../../support/workspace.ts';
import { play, shell } from './command-workspace.ts';

it.skipIf(shell !== '')(`a command reads its inputs, and its outputs are collected${shell}`, async () => {
  const played = await play();
  const command =
    'wc -w < ${{inputs.words}} > ${{outputs.counted}}/count.txt && echo times ${{inputs.times}} && mkdir outputs && echo a > outputs/a.txt';
  await played.submit('count', command);
  await played.until('count', 'Completed');
  expect(await played.log('count')).toContain('times 3');
  // What it has written is an input of the next, and its folder is gone.
  await played.submit('again', 'cat ${{inputs.counted}}/count.txt', undefined, {
    inputs: {
      counted: {
        jobInputType: 'uri_folder',
        uri: 'azureml://datastores/workspaceblobstore/paths/azureml/count/counted',
      },
    },
  });
  await played.until('again', 'Completed');
  expect((await played.log('again')).trim()).toBe('3');
  expect(readdirSync(`${played.folder}/sandbox/commands`)).toEqual([]);
});

it.skipIf(shell !== '')(`a command that fails says its exit code, and what it has said${shell}`, async () => {
  const played = await play();
  await played.submit('fails', 'echo oh no >&2; exit 3');
  expect(await played.until('fails', 'Failed')).toContain('exit code 3');
  expect(await played.log('fails')).toContain('oh no');
});

it.skipIf(shell !== '')(`cancelling ends a command with all that it has started${shell}`, async () => {
  const played = await play();
  await played.submit('long', 'sleep 60 & echo begun $!; wait');
  let child: number | undefined;
  while (child === undefined) {
    const [, pid] = /begun (\d+)/.exec(await played.log('long')) ?? [];
    if (pid !== undefined) child = Number(pid);
  }
  expect(isAlive(child)).toBe(true);
  const { resourceGroup, workspace } = scope;
  await fetch(
    `${played.sandbox.address}/subscriptions/${played.sandbox.subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}/jobs/long/cancel?api-version=2022-10-01`,
    { method: 'POST', headers: { authorization: 'Bearer x' } },
  );
  await played.until('long', 'Canceled');
  while (isAlive(child)) await delay(20);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('nobody runs a command without the token that was printed', async () => {
  const played = await play();
  await played.submit('foreign', 'echo no', 'another');
  expect((await played.state('foreign')).error).toContain('token');
  const closed = await play(false);
  await closed.submit('foreign', 'echo no');
  expect((await closed.state('foreign')).error).toContain('--allow-commands');
});

it('an application that signs in with the token may run commands', async () => {
  const played = await play();
  const signIn = async (secret: string): Promise<string> => {
    const reply = await fetch(`${played.sandbox.address}/${played.sandbox.tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: 'app',
        client_secret: secret,
        scope: 'https://management.azure.com/.default',
      }),
    });
    return ((await reply.json()) as { access_token: string }).access_token;
  };
  await played.submit('trusted', 'echo yes', await signIn(played.sandbox.commandToken ?? ''));
  await played.until('trusted', 'Completed');
  await played.submit('foreign', 'echo no', await signIn('any'));
  expect((await played.state('foreign')).status).toBe('Failed');
});
