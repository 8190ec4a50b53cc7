// Plays a workspace's life with Microsoft's Python clients against the sandbox: npm run test:clients
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '../..');
const packages = ['azure-ai-ml', 'azure-storage-blob', 'mlflow-skinny'];

/** What the sandbox prints with --https --json. */
interface Facts {
  readonly subscription: string;
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

/** A Python with the clients, in a virtual environment that is made once. */
function prepare(folder: string): string {
  const program = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const works = (...words: string[]): boolean => spawnSync(program, words, { stdio: 'ignore' }).status === 0;
  if (existsSync(program) && works('-c', 'import azure.ai.ml, azure.storage.blob, mlflow')) return program;
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
  const child = spawn(process.execPath, [...words, '--time-factor', '1000'], {
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

const python = prepare(path.join(root, 'node_modules/.cache/clients-venv'));
const data = mkdtempSync(path.join(tmpdir(), 'guidepost-clients-'));
const { child, facts } = await startSandbox(data);
try {
  const words = [path.join(import.meta.dirname, 'play.py'), facts.subscription];
  const played = spawn(
    python,
    [...words, path.join(import.meta.dirname, 'files'), ...process.argv.slice(2)],
    {
      cwd: data,
      env: environmentOf(facts),
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const [code] = (await once(played, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
  rmSync(data, { recursive: true, force: true });
}
