import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { downloadText, uploadText } from '../../../../electron/azure/blobs.ts';
import { connectSandbox } from '../../../../electron/azure/connection.ts';
import { getDefaultDatastore } from '../../../../electron/azure/datastores.ts';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { openWorkspace, scope } from '../../../support/workspace.ts';

/** Why tests with commands are skipped, for their titles; empty where they are not. */
export const shell =
  process.platform === 'win32' ? ' (skipped: its commands are those of a POSIX shell)' : '';

const query = '?api-version=2022-10-01';
const ended = ['Completed', 'Failed', 'Canceled'];

/** A workspace in a sandbox that runs commands. */
export interface Played {
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** The id of the workspace. */
  readonly id: string;
  /** Puts something in the workspace, by a path such as jobs/NAME. */
  put(inside: string, body: object, token?: string): Promise<Response>;
  /** Submits a command job. */
  submit(name: string, command: string, token?: string, more?: object): Promise<Response>;
  cancel(name: string): Promise<void>;
  state(name: string): Promise<{ status: string; error: string | undefined }>;
  /** Waits until a job has a status; returns its error. Error: it has ended otherwise. */
  until(name: string, status: string): Promise<string | undefined>;
  log(name: string): Promise<string>;
  children(name: string): Promise<{ runId: string; name: string; status: string }[]>;
  /** What lies in the default container. */
  blob(name: string): Promise<string>;
  /** A cluster with so many nodes at most, and its id. */
  cluster(name: string, nodes: number): Promise<string>;
  /** The same workspace after the sandbox was closed and started again. */
  restart(): Promise<Played>;
}

/** A workspace whose sandbox is started again, with commands allowed. */
export async function play(allowCommands = true): Promise<Played> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  const made = await openWorkspace({ folder });
  await made.close();
  let last: Sandbox | undefined;
  onTestFinished(async () => {
    await last?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async (): Promise<Played> => {
    await last?.close();
    last = await startSandbox({ folder: `${folder}/sandbox`, timeFactor: 5000, allowCommands });
    return open(last, folder, start);
  };
  const played = await start();
  const connection = connectSandbox(played.sandbox);
  const store = await getDefaultDatastore(connection, scope);
  if (!store) throw new Error('There is no datastore.');
  const { account, container } = store;
  const { resourceGroup } = scope;
  const files = { 'in/words.txt': 'three words here\n', 'in/table.csv': 'a,b\n1,x\n2,y\n3,z\n' };
  for (const [blob, text] of Object.entries(files)) {
    await uploadText(connection, { resourceGroup, account, container, blob, text });
  }
  return played;
}

function open(sandbox: Sandbox, folder: string, restart: () => Promise<Played>): Played {
  const { resourceGroup, workspace } = scope;
  const id = `/subscriptions/${sandbox.subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;
  const headers = { authorization: 'Bearer x' };
  const get = (address: string): Promise<Response> => fetch(sandbox.address + address, { headers });
  const put: Played['put'] = (inside, body, token = sandbox.commandToken ?? 'x') =>
    fetch(`${sandbox.address}${id}/${inside}${query}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const state: Played['state'] = async (name) => {
    const reply = await get(`${id}/jobs/${name}${query}`);
    const { properties } = (await reply.json()) as {
      properties: { status: string; properties: Record<string, string> };
    };
    return { status: properties.status, error: properties.properties['azureml.error'] };
  };
  return {
    sandbox,
    folder,
    id,
    put,
    state,
    restart,
    submit: (name, command, token, more = {}) =>
      put(
        `jobs/${name}`,
        {
          properties: {
            jobType: 'Command',
            command,
            inputs: {
              words: {
                jobInputType: 'uri_file',
                uri: 'azureml://datastores/workspaceblobstore/paths/in/words.txt',
              },
              times: { jobInputType: 'literal', value: '3' },
            },
            outputs: { counted: { jobOutputType: 'uri_folder' } },
            ...more,
          },
        },
        token,
      ),
    async cancel(name) {
      await fetch(`${sandbox.address}${id}/jobs/${name}/cancel${query}`, { method: 'POST', headers });
    },
    async until(name, status) {
      for (;;) {
        const now = await state(name);
        if (now.status === status) return now.error;
        if (ended.includes(now.status)) throw new Error(JSON.stringify(now));
        await delay(20);
      }
    },
    async log(name) {
      const details = await get(`/history/v1.0${id}/runs/${name}/details`);
      const { logFiles } = (await details.json()) as { logFiles: Record<string, string> };
      return (await fetch(Object.values(logFiles)[0])).text();
    },
    async children(name) {
      const reply = await get(`/history/v1.0${id}/runs/${name}/children`);
      return ((await reply.json()) as { value: { runId: string; name: string; status: string }[] }).value;
    },
    async blob(name) {
      const connection = connectSandbox(sandbox);
      const store = await getDefaultDatastore(connection, scope);
      const text = store && (await downloadText(connection, { resourceGroup, ...store, blob: name }));
      if (text === undefined) throw new Error(`There is no blob ${name}.`);
      return text;
    },
    async cluster(name, nodes) {
      const scaleSettings = { minNodeCount: 0, maxNodeCount: nodes };
      const properties = {
        computeType: 'AmlCompute',
        properties: { vmSize: 'Standard_DS2_v2', scaleSettings },
      };
      const reply = await put(`computes/${name}`, { location: 'westeurope', properties });
      if (!reply.ok) throw new Error(await reply.text());
      return `${id}/computes/${name}`;
    },
  };
}
