// `npm run dist`: the app as it is given away, unpacked; with --installers, packed for users too.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { parse } from 'yaml';
import { bundleElectron, bundleRenderer } from './build.ts';
import { copyElectronRuntime, testsElectronVersion } from './electron-runtime.ts';
import { makeInstallers } from './installers.ts';
import { noticesFor } from './notices.ts';

const root = path.resolve(import.meta.dirname, '..');
const usage = `Usage: npm run dist -- [--electron DIR] [--installers] [--arch x64|arm64] [--out DIR]
  --electron DIR    an unpacked Electron; without it that of the package "electron"
  --tests-electron  the old Electron of the tests: to look at, never for users
  --installers      the installers of this platform, too
  --arch ARCH       for another processor; needs --electron, or a network that reaches Electron's releases
  --out DIR         where the result goes; dist/package unless you say otherwise`;

/** An unpacked Electron to package. */
interface ElectronChoice {
  /** Its folder; undefined where electron-builder is to download it. */
  readonly folder: string | undefined;
  readonly version: string;
}

/** What is wrong with the words of the command, or with what it finds; its message says what to do. */
class DistError extends Error {}

/** Builds the app into a folder: all that is in the archive, and the notices beside it. */
async function stageApp(folder: string): Promise<void> {
  const pages = await bundleRenderer(path.join(folder, 'dist/renderer'));
  const host = await bundleElectron(path.join(folder, 'dist/electron'));
  cpSync(path.join(root, 'lessons/packs'), path.join(folder, 'lessons/packs'), { recursive: true });
  cpSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  const { name, version, description, license } = readJson('package.json');
  // The bundles hold all packages: the app depends on none.
  const described = { name, version, description, license, type: 'commonjs', private: true };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(described, null, 2)}\n`);
  writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesFor([...pages, ...host]));
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
}

/** Which Electron is packaged. Error: there is none. */
async function chooseElectron(
  options: { readonly electron?: string | undefined; readonly testsElectron: boolean; readonly isForeign: boolean },
  work: string,
): Promise<ElectronChoice> {
  const installed = String(readJson('node_modules/electron/package.json').version);
  if (options.testsElectron) {
    const folder = path.join(work, 'electron');
    await copyElectronRuntime(folder);
    console.error(
      `This is packaged with the tests’ Electron ${testsElectronVersion}, which gets no security fixes any more: ` +
        'look at it, test it, give it to nobody.',
    );
    return { folder, version: testsElectronVersion };
  }
  if (options.isForeign && options.electron === undefined) return { folder: undefined, version: installed };
  const folder = path.resolve(options.electron ?? path.join(root, 'node_modules/electron/dist'));
  if (existsSync(folder)) {
    const file = path.join(folder, 'version');
    const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : installed;
    return { folder, version };
  }
  throw new DistError(
    options.electron === undefined
      ? 'Electron’s runtime is not installed: run `npx install-electron`, where GitHub is blocked with ' +
          'ELECTRON_MIRROR set to the address of a mirror, or name an unpacked Electron with --electron DIR.'
      : `There is no folder ${folder}: --electron wants a folder with an unpacked Electron.`,
  );
}

/** Makes the unpacked app. Returns its folder. */
async function packageApp(stage: string, config: Configuration, arch: Arch): Promise<string> {
  let folder = '';
  await build({
    projectDir: stage,
    targets: Platform.current().createTarget('dir', arch),
    publish: 'never',
    config: { ...config, afterPack: (context) => void (folder = context.appOutDir) },
  });
  return folder;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      electron: { type: 'string' },
      'tests-electron': { type: 'boolean', default: false },
      installers: { type: 'boolean', default: false },
      arch: { type: 'string', default: process.arch },
      out: { type: 'string', default: path.join(root, 'dist/package') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void console.log(usage);
  if (values.arch !== 'x64' && values.arch !== 'arm64') throw new DistError(`--arch is x64 or arm64, not ${values.arch}.`);
  const out = path.resolve(values.out);
  const work = mkdtempSync(path.join(tmpdir(), 'guidepost-dist-'));
  try {
    const choice = await chooseElectron(
      {
        electron: values.electron,
        testsElectron: values['tests-electron'],
        isForeign: values.arch !== process.arch,
      },
      work,
    );
    const stage = path.join(work, 'app');
    mkdirSync(stage);
    await stageApp(stage);
    const config: Configuration = {
      ...(parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')) as Configuration),
      directories: { output: out, buildResources: path.join(root, 'electron/desktop/icons') },
      electronVersion: choice.version,
      ...(choice.folder !== undefined && { electronDist: choice.folder }),
    };
    const arch = Arch[values.arch];
    const folder = await packageApp(stage, config, arch);
    console.log(`The unpacked app: ${folder}`);
    if (values.installers) await makeInstallers({ stage, config, arch, folder });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  await run();
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  if (error instanceof DistError) console.error(message);
  else if (code?.startsWith('ERR_PARSE_ARGS')) console.error(`${message}\n${usage}`);
  else throw error;
  process.exitCode = 1;
}
