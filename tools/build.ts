// Builds the app: the pages by Vite, what runs in Electron by esbuild into CommonJS bundles.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { build, transform, type Metafile, type Plugin } from 'esbuild';
import { buildPack } from '../electron/host/lesson/built-packs.ts';
import { openPack } from '../electron/host/lesson/open-lesson.ts';
import { resources } from '../electron/host/resources.ts';
import { version } from '../electron/host/version.ts';
import { lockFolder, type FolderLock } from '../electron/store/lock.ts';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'dist');

/** When the newest file below some folders was changed. */
function newest(...folders: string[]): number {
  let time = statSync(import.meta.filename).mtimeMs;
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

/** Does some work while no other process does it: tests build before they start, several at a time. */
async function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    let lock: FolderLock;
    try {
      lock = lockFolder(path.join(root, 'node_modules/.cache/guidepost-build'));
    } catch (error) {
      if ((error as { code?: string }).code !== 'store-in-use') throw error;
      await delay(50);
      continue;
    }
    try {
      return await work();
    } finally {
      lock.release();
    }
  }
}

/** Builds the pages where they are older than their sources. */
export function buildRenderer(): Promise<void> {
  return alone(async () => {
    if (!isOlder('renderer/index.html', newest('renderer', 'electron/contract', 'engine'))) return;
    await runVite(path.join(target, 'renderer'));
  });
}

/** Builds the pages into a folder. Returns the files that they are made of. */
export function bundleRenderer(folder: string): Promise<string[]> {
  return alone(() => runVite(folder));
}

async function runVite(folder: string): Promise<string[]> {
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

/** zod brings its messages in fifty languages; the host speaks one, and each start would read all of them. */
const englishMessages: Plugin = {
  name: 'english-messages',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/**
 * Builds the desktop host in pieces, so that a start reads those alone that it needs. esbuild splits modules of the
 * newer kind only; Azurite asks for the older kind: each piece is translated after the split.
 */
async function buildHost(folder: string): Promise<string[]> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      'run-job': 'electron/sandbox/jobs/worker/run-job.ts',
      main: 'electron/main.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    minifyWhitespace: true,
    minifySyntax: true,
    target: 'node20',
    external: ['electron', 'fsevents', 'mysql2', 'tedious', 'pg', 'pg-hstore', 'sqlite3', 'mariadb'],
    define: { 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname' },
    plugins: [englishMessages],
    logLevel: 'error',
    logOverride: { 'direct-eval': 'silent', 'require-resolve-not-external': 'silent' },
  });
  for (const { path: file, text } of outputFiles) {
    const banner = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      banner,
      // An import on demand becomes a require: Node would read the whole piece twice otherwise.
      supported: { 'dynamic-import': false },
    });
    writeFileSync(file, code);
  }
  return sourcesOf(metafile);
}

/** The files that bundles are made of. */
function sourcesOf({ outputs }: Metafile): string[] {
  const names = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return [...new Set(names)].map((name) => path.resolve(root, name));
}

/** Reads and checks the lesson packs, so that a start need not. */
async function buildPacks(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(resources().packs)) {
    const { pack } = await openPack(name, (file) => file);
    writeFileSync(path.join(folder, `${name}.json`), buildPack(pack, version));
  }
}

/** Builds what runs in Electron where it is older than its sources. */
export function buildElectron(): Promise<void> {
  return alone(async () => {
    if (!isOlder('electron/main.cjs', newest('electron', 'engine', 'lessons'))) return;
    await bundleElectron(path.join(target, 'electron'));
  });
}

/** Builds what runs in Electron into a folder. Returns the files that it is made of. */
export async function bundleElectron(folder: string): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const host = await buildHost(folder);
  // A page's preload runs without Node: it must not ask for it.
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['electron/preload.ts'],
    outfile: path.join(folder, 'preload.cjs'),
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['electron'],
    logLevel: 'error',
  });
  await buildPacks(path.join(folder, 'packs'));
  const wasm = path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  const binaries = readdirSync(wasm).filter((file) => file.endsWith('.wasm'));
  mkdirSync(path.join(folder, 'wasm'), { recursive: true });
  for (const name of binaries) cpSync(path.join(wasm, name), path.join(folder, 'wasm', name));
  return [...host, ...sourcesOf(metafile), ...binaries.map((name) => path.join(wasm, name))];
}

if (process.argv[1] === import.meta.filename) {
  await buildRenderer();
  await buildElectron();
}
