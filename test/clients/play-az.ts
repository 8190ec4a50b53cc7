import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What `az` is started with. */
export interface AzOptions {
  readonly program: string;
  /** Its own, for what it remembers and for files. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly address: string;
  readonly tenant: string;
  readonly subscription: string;
}

/** One command, and what its output must be: as JSON, with the parts that are named. */
interface Step {
  readonly words: readonly string[];
  readonly expected?: unknown;
  /** What an error must say, where the command is refused. */
  readonly refusal?: RegExp;
}

const group = 'rg-az';
const account = 'stazplays';
const vault = 'kv-az-plays';
const template = `{
  // As people write templates.
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "name": { "type": "string" } },
  "resources": [
    {
      "type": "Microsoft.OperationalInsights/workspaces",
      "apiVersion": "2022-10-01",
      "name": "[parameters('name')]",
      "location": "westeurope",
      "properties": {},
    },
  ],
}
`;

/** Plays a workspace's life with `az`, by nothing but its commands; returns how many of its steps failed. */
export async function playAz(options: AzOptions): Promise<number> {
  const { folder, subscription, address, tenant } = options;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'rows.csv'), 'a,b\n1,2\n');
  writeFileSync(path.join(folder, 'template.json'), template);
  const providers = `/subscriptions/${subscription}/resourceGroups/${group}/providers`;
  const workspace = `${providers}/Microsoft.MachineLearningServices/workspaces/mlw-az`;
  const login = ['--account-name', account, '--auth-mode', 'login'];
  const resource = (type: string, name: string, version: string, body: object): string[] => [
    ...['resource', 'create', '-g', group, '-n', name, '--resource-type', type, '--api-version', version],
    ...['--location', 'westeurope', '--is-full-object', '-p', JSON.stringify(body)],
  ];
  const steps: Readonly<Record<string, Step>> = {
    'the cloud is registered': {
      words: ['cloud', 'register', '--name', 'guidepost', '--endpoint-resource-manager', address],
    },
    'it is chosen': { words: ['cloud', 'set', '--name', 'guidepost'] },
    'sign in': {
      words: ['login', '--service-principal', '-u', tenant, '-p', 'any', '--tenant', tenant],
      expected: [{ id: subscription, state: 'Enabled' }],
    },
    'a resource group': {
      words: ['group', 'create', '-n', group, '-l', 'westeurope'],
      expected: { name: group, properties: { provisioningState: 'Succeeded' } },
    },
    'a provider is unregistered': { words: ['provider', 'unregister', '-n', 'Microsoft.KeyVault', '--wait'] },
    'what is not registered is refused': {
      words: [
        'rest',
        '--method',
        'put',
        '--url',
        `${providers}/Microsoft.KeyVault/vaults/${vault}?api-version=2022-07-01`,
        '--body',
        '{"location": "westeurope", "properties": {}}',
      ],
      refusal: /MissingSubscriptionRegistration/,
    },
    'it is registered': { words: ['provider', 'register', '-n', 'Microsoft.KeyVault', '--wait'] },
    'its state': {
      words: ['provider', 'show', '-n', 'Microsoft.KeyVault'],
      expected: { registrationState: 'Registered' },
    },
    'a storage account': {
      words: ['storage', 'account', 'create', '-n', account, '-g', group, '-l', 'westeurope'],
      expected: { name: account, provisioningState: 'Succeeded' },
    },
    'its name is taken': {
      words: ['storage', 'account', 'check-name', '-n', account],
      expected: { nameAvailable: false, reason: 'AlreadyExists' },
    },
    'a container': {
      words: ['storage', 'container', 'create', '-n', 'data', ...login],
      expected: { created: true },
    },
    'a blob': {
      words: ['storage', 'blob', 'upload', ...login, '-c', 'data', '-f', 'rows.csv', '-n', 'rows.csv'],
    },
    'its container’s blobs': {
      words: ['storage', 'blob', 'list', ...login, '-c', 'data'],
      expected: [{ name: 'rows.csv' }],
    },
    'a key is renewed': {
      words: ['storage', 'account', 'keys', 'renew', '-n', account, '-g', group, '--key', 'key1'],
      expected: [{ keyName: 'key1' }, { keyName: 'key2' }],
    },
    'a key vault': {
      words: ['keyvault', 'create', '-n', vault, '-g', group, '-l', 'westeurope'],
      expected: { name: vault, properties: { provisioningState: 'Succeeded' } },
    },
    'application insights': {
      words: resource('Microsoft.Insights/components', 'appi-az', '2020-02-02', {
        ...{ location: 'westeurope', kind: 'web', properties: { Application_Type: 'web' } },
      }),
      expected: { name: 'appi-az' },
    },
    'a workspace': {
      words: resource('Microsoft.MachineLearningServices/workspaces', 'mlw-az', '2023-04-01', {
        location: 'westeurope',
        identity: { type: 'SystemAssigned' },
        properties: {
          storageAccount: `${providers}/Microsoft.Storage/storageAccounts/${account}`,
          keyVault: `${providers}/Microsoft.KeyVault/vaults/${vault}`,
          applicationInsights: `${providers}/Microsoft.Insights/components/appi-az`,
        },
      }),
      expected: { name: 'mlw-az', properties: { provisioningState: 'Succeeded' } },
    },
    'its datastores, by az rest': {
      words: ['rest', '--method', 'get', '--url', `${workspace}/datastores?api-version=2023-04-01`],
      expected: { value: [{ name: 'workspaceartifactstore' }, { name: 'workspaceblobstore' }] },
    },
    'a template': {
      words: [
        'deployment',
        'group',
        'create',
        '-g',
        group,
        '-n',
        'one',
        '--template-file',
        'template.json',
        '--parameters',
        'name=log-az',
      ],
      expected: { properties: { provisioningState: 'Succeeded' } },
    },
    'a role': {
      words: [
        'role',
        'assignment',
        'create',
        '--assignee-object-id',
        tenant,
        '--assignee-principal-type',
        'ServicePrincipal',
        '--role',
        'Reader',
        '--scope',
        `/subscriptions/${subscription}/resourceGroups/${group}`,
      ],
      expected: { principalId: tenant },
    },
    'what is not covered says so': {
      words: ['lock', 'list', '-g', group],
      refusal: /The Guidepost sandbox does not cover GET locks of Microsoft\.Authorization/,
    },
    'the vault is deleted': { words: ['keyvault', 'delete', '-n', vault, '-g', group] },
    'deleted vaults': { words: ['keyvault', 'list-deleted'], expected: [{ name: vault }] },
    'it is purged': { words: ['keyvault', 'purge', '-n', vault] },
    'all is deleted': { words: ['group', 'delete', '-n', group, '--yes'] },
    'nothing is left': { words: ['group', 'exists', '-n', group], expected: false },
  };
  let failed = 0;
  for (const [step, { words, expected, refusal }] of Object.entries(steps)) {
    const start = performance.now();
    const { code, stdout, stderr } = await run(options, words);
    const isFine = refusal
      ? code !== 0 && refusal.test(stderr)
      : code === 0 && (expected === undefined || contains(JSON.parse(stdout), expected));
    if (!isFine) failed++;
    const seconds = Math.round((performance.now() - start) / 10) / 100;
    console.log(
      JSON.stringify({ step: `az: ${step}`, ok: isFine, seconds, ...(!isFine && { code, stdout, stderr }) }),
    );
  }
  return failed;
}

function run(
  { program, folder, environment }: AzOptions,
  words: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const env = {
      ...environment,
      AZURE_CONFIG_DIR: path.join(folder, 'config'),
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      AZURE_CORE_NO_COLOR: 'true',
      // No authority of Microsoft's vouches for this one.
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    };
    const child = spawn(program, [...words, '--output', 'json'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
    child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Whether a value has all that is expected of it, and perhaps more. */
function contains(value: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return value === expected;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(expected) && (!Array.isArray(value) || value.length !== expected.length)) return false;
  return Object.entries(expected).every(([key, part]) =>
    contains((value as Record<string, unknown>)[key], part),
  );
}
