// Builds the app: the pages by Vite, what runs in Electron by esbuild into CommonJS bundles.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, statSync, existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'dist');

/** When the newest file below some folders was changed. */
function newest(...folders: string[]): number {
  let time = 0;
  for (const folder of folders) {
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (name.includes('paraglide') || name.includes('cache')) continue;
      time = Math.max(time, statSync(path.join(root, folder, name)).mtimeMs);
    }
  }
  return time;
}

function isOlder(file: string, time: number): boolean {
  const built = path.join(target, file);
  return !existsSync(built) || statSync(built).mtimeMs < time;
}

/** Builds the pages where they are older than their sources. */
export async function buildRenderer(): Promise<void> {
  if (!isOlder('renderer/index.html', newest('renderer', 'electron/contract', 'engine'))) return;
  await bundleRenderer(path.join(target, 'renderer'));
}

/** Builds what runs in Electron where it is older than its sources. */
export async function buildElectron(): Promise<void> {
  if (!isOlder('electron/main.cjs', newest('electron', 'engine', 'lessons/format'))) return;
  await bundleElectron(path.join(target, 'electron'));
}

/** Builds the pages into a folder. Returns the files that they are made of. */
export async function bundleRenderer(folder: string): Promise<string[]> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bundle-pages.ts'), folder], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`The pages could not be built.\n${output}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as string[];
}

/** Builds what runs in Electron into a folder. Returns the files that it is made of. */
export async function bundleElectron(folder: string): Promise<string[]> {
  const common = {
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  } as const;
  const host = await build({
    ...common,
    entryPoints: {
      'run-job': 'electron/sandbox/machine-learning/worker/run-job.ts',
      main: 'electron/main.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    external: ['electron', 'fsevents', 'mysql2', 'tedious', 'pg', 'pg-hstore', 'sqlite3', 'mariadb'],
    define: { 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logOverride: { 'direct-eval': 'silent', 'require-resolve-not-external': 'silent' },
  });
  // A page's preload runs without Node: it must not ask for it.
  const preload = await build({
    ...common,
    entryPoints: ['electron/preload.ts'],
    outfile: path.join(folder, 'preload.cjs'),
    external: ['electron'],
  });
  const wasm = path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  const binaries = readdirSync(wasm).filter((file) => file.endsWith('.wasm'));
  mkdirSync(path.join(folder, 'wasm'), { recursive: true });
  for (const name of binaries) cpSync(path.join(wasm, name), path.join(folder, 'wasm', name));
  const bundled = [host, preload].flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)),
  );
  return [
    ...new Set(bundled.map((file) => path.resolve(root, file))),
    ...binaries.map((name) => path.join(wasm, name)),
  ];
}

if (process.argv[1] === import.meta.filename) {
  await buildRenderer();
  await buildElectron();
}
