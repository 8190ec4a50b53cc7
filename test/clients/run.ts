// Plays a workspace's life with Microsoft's Python clients against the sandbox: npm run test:clients. With the word az
// it plays the command line of that name instead; its 700 MB are why it must be asked for.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { playAz } from './play-az.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What the sandbox prints with --https --json. */
interface Facts {
  readonly subscription: string;
  readonly tenant: string;
  readonly https: {
    readonly address: string;
    readonly proxy: string;
    readonly environment: Readonly<Record<string, string>>;
  };
}

/** Ends with a sentence, and with the code of a success: this machine cannot play it. */
function skip(reason: string): never {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

/** A Python with some packages, in a virtual environment that is made once; `imports` shows that they are there. */
function prepare(folder: string, packages: readonly string[], imports: string): string {
  const program = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const works = (...words: string[]): boolean => spawnSync(program, words, { stdio: 'ignore' }).status === 0;
  if (existsSync(program) && works('-c', `import ${imports}`)) return program;
  const made = ['python3', 'python'].some(
    (name) => spawnSync(name, ['-m', 'venv', folder], { stdio: 'ignore' }).status === 0,
  );
  if (!made) skip('there is no Python 3 with its module venv.');
  console.log(`Installing ${packages.join(', ')} into ${folder} …`);
  const quiet = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  if (!works(...quiet, '--upgrade', 'pip') || !works(...quiet, ...packages)) {
    skip('PyPI is not at hand, so Microsoft’s clients cannot be installed.');
  }
  return program;
}

async function startSandbox(folder: string): Promise<{ child: ChildProcess; facts: Facts }> {
  const words = [path.join(root, 'electron/cli.ts'), 'sandbox', '--https', '--json', '--data', folder];
  const child = spawn(process.execPath, [...words, '--time-factor', '1000', '--allow-commands'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, facts: JSON.parse(line.toString()) as Facts };
}

/** Only variables, as a user would set them. */
function environmentOf({ https }: Facts): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...https.environment,
    HTTPS_PROXY: https.proxy,
    NO_PROXY: '',
    no_proxy: '',
    SANDBOX_BLOB_SUFFIX: `core.guidepost.localhost:${new URL(https.address).port}`,
    MLFLOW_TRACKING_TOKEN: 'any',
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1',
  };
}

/** Plays the Python clients; returns whether all went well. */
async function playPython(python: string, data: string, facts: Facts, words: string[]): Promise<boolean> {
  const script = [path.join(import.meta.dirname, 'play.py'), facts.subscription];
  const played = spawn(python, [...script, path.join(import.meta.dirname, 'files'), ...words], {
    cwd: data,
    env: environmentOf(facts),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(played, 'exit')) as [number | null];
  return code === 0;
}

async function playCommandLine(python: string, data: string, facts: Facts): Promise<boolean> {
  const environment = environmentOf(facts);
  // It is told of the cloud by its own command.
  delete environment.ARM_CLOUD_METADATA_URL;
  const { subscription, tenant, https } = facts;
  const program = path.join(path.dirname(python), process.platform === 'win32' ? 'az.bat' : 'az');
  const folder = path.join(data, 'az');
  const { address } = https;
  return (await playAz({ program, folder, environment, address, tenant, subscription })) === 0;
}

const words = process.argv.slice(2);
const isCommandLine = words[0] === 'az';
const cache = path.join(root, 'node_modules/.cache');
const python = isCommandLine
  ? prepare(path.join(cache, 'az-venv'), ['azure-cli'], 'azure.cli.core')
  : prepare(
      path.join(cache, 'clients-venv'),
      ['azure-ai-ml', 'azure-storage-blob', 'mlflow-skinny'],
      'azure.ai.ml, azure.storage.blob, mlflow',
    );
const data = mkdtempSync(path.join(tmpdir(), 'guidepost-clients-'));
const { child, facts } = await startSandbox(data);
try {
  const isFine = isCommandLine
    ? await playCommandLine(python, data, facts)
    : await playPython(python, data, facts, words);
  process.exitCode = isFine ? 0 : 1;
} finally {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
  rmSync(data, { recursive: true, force: true });
}
