import path from 'node:path';
import process from 'node:process';
import { createTemporaryRoot, dataRoot } from '../host/root.ts';
import { userPath } from '../host/user-files.ts';
import { cloudName, storageSuffix } from '../sandbox/https/names.ts';
import { startSandbox, type Sandbox } from '../sandbox/server.ts';
import { numberOption, parseArguments, usage } from './arguments.ts';
import { readFaultCard } from './fault-card.ts';
import { untilStopped } from './until-stopped.ts';

/** `guidepost sandbox`: the local Azure alone, for other tools, until it is stopped. */
export async function sandbox(commandArguments: string[]): Promise<void> {
  const { values, words } = parseArguments(commandArguments, {
    port: { type: 'string' },
    data: { type: 'string' },
    'in-memory': { type: 'boolean' },
    'time-factor': { type: 'string' },
    https: { type: 'boolean' },
    faults: { type: 'string' },
    'allow-commands': { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (words.length > 0) throw usage(`sandbox takes no words, and was given "${words[0]}".`);
  const inMemory = values['in-memory'] ?? false;
  if (inMemory && values.data !== undefined) {
    throw usage('--in-memory and --data exclude each other.', 'Leave one of them out.');
  }
  const port = numberOption('port', values.port, 0, { least: 0, most: 65_535, whole: true });
  const timeFactor = numberOption('time-factor', values['time-factor'], 120, { above: 0, most: 100_000 });
  const faults = values.faults === undefined ? undefined : readFaultCard(values.faults);
  const temporary = inMemory ? createTemporaryRoot() : undefined;
  const folder = temporary?.folder ?? (values.data === undefined ? dataRoot() : userPath(values.data));
  let close = (): Promise<void> => Promise.resolve();
  await untilStopped(
    async (signal) => {
      const started = await startSandbox({
        folder: path.join(folder, 'sandbox'),
        port,
        timeFactor,
        https: values.https ?? false,
        faults,
        allowCommands: values['allow-commands'] ?? false,
      });
      close = () => started.close();
      const { address, blobAddress, subscription, tenant, https, commandToken } = started;
      const facts = {
        address,
        blobAddress,
        subscription,
        tenant,
        folder,
        pid: process.pid,
        ...(commandToken !== undefined && { commandToken }),
      };
      const more = https && httpsFacts(started, https);
      process.stdout.write(
        values.json
          ? JSON.stringify({ ...facts, ...(more && { https: more }) }) + '\n'
          : describe(facts) + (more ? describeHttps(more) : ''),
      );
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
  Process                  ${facts.pid}${facts.commandToken === undefined ? '' : `\n  Token for commands       ${facts.commandToken}`}

It takes any bearer token.${facts.commandToken === undefined ? '' : ' Commands run for who signs in with the token above.'} Stop it with Ctrl-C.
`;
}

interface HttpsFacts {
  readonly address: string;
  readonly authorityFile: string;
  /** What clients find the sandbox by. */
  readonly environment: Readonly<Record<string, string>>;
  /** The sandbox as a proxy to itself. */
  readonly proxy: string;
  /** The name of an account's blob service, for the hosts file; ACCOUNT stands for the account. */
  readonly hostsLine: string;
}

function httpsFacts(sandbox: Sandbox, { address, authorityFile }: NonNullable<Sandbox['https']>): HttpsFacts {
  return {
    address,
    authorityFile,
    environment: {
      ARM_CLOUD_METADATA_URL: `${address}/metadata/endpoints?api-version=2019-05-01`,
      AZUREML_CURRENT_CLOUD: cloudName,
      AZURE_AUTHORITY_HOST: address,
      AZURE_TENANT_ID: sandbox.tenant,
      AZURE_CLIENT_ID: sandbox.tenant,
      AZURE_CLIENT_SECRET: sandbox.commandToken ?? 'any',
      REQUESTS_CA_BUNDLE: authorityFile,
      NODE_EXTRA_CA_CERTS: authorityFile,
      SSL_CERT_FILE: authorityFile,
    },
    proxy: sandbox.address,
    hostsLine: `127.0.0.1 ACCOUNT.blob.${storageSuffix}`,
  };
}

function describeHttps({ address, authorityFile, environment, hostsLine, proxy }: HttpsFacts): string {
  const lines = Object.entries(environment).map(([name, value]) => `  export ${name}='${value}'`);
  return `
Over https it is at

  ${address}

with a certificate of its own authority, which vouches for names of this machine only:

  ${authorityFile}

Clients find it by

${lines.join('\n')}

and, needed for uploads, an account's blobs by a line in the hosts file for each account

  ${hostsLine}

or, where that file cannot be changed, by

  export HTTPS_PROXY='${proxy}'

Set these in a shell of their own: with them nothing else is trusted, and nothing else is reached.
`;
}
