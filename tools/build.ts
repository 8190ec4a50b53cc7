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
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error('The pages could not be built.');
}

/** Builds what runs in Electron where it is older than its sources. */
export async function buildElectron(): Promise<void> {
  if (!isOlder('electron/main.cjs', newest('electron', 'engine', 'lessons/format'))) return;
  mkdirSync(path.join(target, 'electron'), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      'run-job': 'electron/sandbox/machine-learning/worker/run-job.ts',
      main: 'electron/main.ts',
    },
    outdir: path.join(target, 'electron'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['electron', 'fsevents', 'mysql2', 'tedious', 'pg', 'pg-hstore', 'sqlite3', 'mariadb'],
    define: { 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
    logOverride: { 'direct-eval': 'silent', 'require-resolve-not-external': 'silent' },
  });
  // A page's preload runs without Node: it must not ask for it.
  await build({
    absWorkingDir: root,
    entryPoints: ['electron/preload.ts'],
    outfile: path.join(target, 'electron/preload.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['electron'],
    logLevel: 'error',
  });
  const wasm = path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  mkdirSync(path.join(target, 'electron/wasm'), { recursive: true });
  for (const name of readdirSync(wasm).filter((file) => file.endsWith('.wasm'))) {
    cpSync(path.join(wasm, name), path.join(target, 'electron/wasm', name));
  }
}

if (process.argv[1] === import.meta.filename) {
  await buildRenderer();
  await buildElectron();
}
