import path from 'node:path';
import process from 'node:process';
import { createTemporaryRoot, dataRoot } from '../host/root.ts';
import { userPath } from '../host/user-files.ts';
import { startSandbox } from '../sandbox/server.ts';
import { makeFolder } from '../store/make-folder.ts';
import { numberOption, parseArguments, usage } from './arguments.ts';
import { untilStopped } from './until-stopped.ts';

/** `guidepost sandbox`: the local Azure alone, for other tools, until it is stopped. */
export async function sandbox(commandArguments: string[]): Promise<void> {
  const { values, words } = parseArguments(commandArguments, {
    port: { type: 'string' },
    data: { type: 'string' },
    'in-memory': { type: 'boolean' },
    'time-factor': { type: 'string' },
    https: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (words.length > 0) throw usage(`sandbox takes no words, and was given "${words[0]}".`);
  if (values.https)
    throw usage('--https is not there yet.', 'Leave it out: the sandbox speaks http on loopback.');
  const inMemory = values['in-memory'] ?? false;
  if (inMemory && values.data !== undefined) {
    throw usage('--in-memory and --data exclude each other.', 'Leave one of them out.');
  }
  const port = numberOption('port', values.port, 0, { least: 0, most: 65_535, whole: true });
  const timeFactor = numberOption('time-factor', values['time-factor'], 120, { above: 0, most: 100_000 });
  const temporary = inMemory ? createTemporaryRoot() : undefined;
  const folder = temporary?.folder ?? (values.data === undefined ? dataRoot() : userPath(values.data));
  let close = (): Promise<void> => Promise.resolve();
  await untilStopped(
    async (signal) => {
      makeFolder(folder);
      const started = await startSandbox({ folder: path.join(folder, 'sandbox'), port, timeFactor });
      close = () => started.close();
      const { address, blobAddress, subscription, tenant } = started;
      const facts = { address, blobAddress, subscription, tenant, folder, pid: process.pid };
      process.stdout.write(values.json ? JSON.stringify(facts) + '\n' : describe(facts));
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    },
    async () => {
      await close();
      temporary?.remove();
    },
  );
}

function describe(facts: Readonly<Record<string, string | number>>): string {
  return `The local Azure is running.

  Azure Resource Manager   ${facts.address}
  Blob storage             ${facts.blobAddress}
  Subscription             ${facts.subscription}
  Tenant                   ${facts.tenant}
  Data                     ${facts.folder}
  Process                  ${facts.pid}

It takes any bearer token. Stop it with Ctrl-C.
`;
}
