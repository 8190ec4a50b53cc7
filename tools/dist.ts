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
import { isNetworkError, makeInstallers } from './installers.ts';
import { noticesFor } from './notices.ts';

const root = path.resolve(import.meta.dirname, '..');
const usage = `Usage: npm run dist -- [--installers] [--electron DIR] [--arch x64|arm64] [--out DIR]
  --installers      the installers of this platform, too: for x64 and arm64 where neither Electron nor --arch is given
  --electron DIR    an unpacked Electron; without it that of the package "electron"
  --tests-electron  the old Electron of the tests: to look at, never for users
  --arch ARCH       the processor; without --electron, another than this machine's is downloaded
  --out DIR         where the result goes; dist/package unless you say otherwise`;

const mirror = 'where GitHub is blocked with ELECTRON_MIRROR set to the address of a mirror';

type ArchName = 'x64' | 'arm64';

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
  const author = 'The Guidepost authors';
  const described = { name, version, description, author, license, type: 'commonjs', private: true };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(described, null, 2)}\n`);
  writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesFor([...pages, ...host]));
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
}

/** Which Electron is packaged for a processor. Error: there is none. */
async function chooseElectron(words: Words, arch: ArchName, work: string): Promise<ElectronChoice> {
  const installed = String(readJson('node_modules/electron/package.json').version);
  if (words['tests-electron']) {
    const folder = path.join(work, 'electron');
    await copyElectronRuntime(folder);
    console.error(
      `This is packaged with the tests’ Electron ${testsElectronVersion}, which gets no security fixes any more: ` +
        'look at it, test it, give it to nobody.',
    );
    return { folder, version: testsElectronVersion };
  }
  if (words.electron === undefined && arch !== process.arch) return { folder: undefined, version: installed };
  const folder = path.resolve(words.electron ?? path.join(root, 'node_modules/electron/dist'));
  if (existsSync(folder)) {
    const file = path.join(folder, 'version');
    const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : installed;
    return { folder, version };
  }
  throw new DistError(
    words.electron === undefined
      ? `Electron’s runtime is not installed: run \`npx install-electron\`, ${mirror}, ` +
          'or name an unpacked Electron with --electron DIR.'
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
    // It changes what it is given.
    config: { ...structuredClone(config), afterPack: (context) => void (folder = context.appOutDir) },
  });
  return folder;
}

/** Packages the app for one processor. Returns whether all went well. */
async function packageFor(
  arch: ArchName,
  { folder: electronDist, version: electronVersion }: ElectronChoice,
  words: Words,
  stage: string,
): Promise<boolean> {
  const config: Configuration = {
    ...(parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')) as Configuration),
    directories: {
      output: path.resolve(words.out),
      buildResources: path.join(root, 'electron/desktop/icons'),
    },
    electronVersion,
    ...(electronDist !== undefined && { electronDist }),
  };
  try {
    const folder = await packageApp(stage, config, Arch[arch]);
    console.log(`The unpacked app: ${folder}`);
    if (!words.installers) return true;
    return (await makeInstallers({ stage, config, arch: Arch[arch], folder })).length > 0;
  } catch (error) {
    if (!isNetworkError(error)) throw error;
    console.error(
      `Electron ${electronVersion} for ${arch} could not be downloaded. Try again, ${mirror}, ` +
        'or name an unpacked Electron for it with --electron DIR and --arch.',
    );
    return false;
  }
}

type Words = ReturnType<typeof readWords>;

function readWords() {
  return parseArgs({
    options: {
      installers: { type: 'boolean', default: false },
      electron: { type: 'string' },
      'tests-electron': { type: 'boolean', default: false },
      arch: { type: 'string' },
      out: { type: 'string', default: path.join(root, 'dist/package') },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

/** The processors to package for. */
function archesOf(words: Words): ArchName[] {
  const isAsked = words.arch !== undefined || words.electron !== undefined || words['tests-electron'];
  if (words.installers && !isAsked) return ['x64', 'arm64'];
  const arch = words.arch ?? process.arch;
  if (arch !== 'x64' && arch !== 'arm64') throw new DistError(`--arch is x64 or arm64, not ${arch}.`);
  return [arch];
}

async function run(): Promise<boolean> {
  const words = readWords();
  if (words.help) {
    console.log(usage);
    return true;
  }
  const work = mkdtempSync(path.join(tmpdir(), 'guidepost-dist-'));
  try {
    // What is missing is said before the work begins.
    const choices = new Map<ArchName, ElectronChoice>();
    for (const arch of archesOf(words)) choices.set(arch, await chooseElectron(words, arch, work));
    const stage = path.join(work, 'app');
    mkdirSync(stage);
    await stageApp(stage);
    const results: boolean[] = [];
    for (const [arch, choice] of choices) results.push(await packageFor(arch, choice, words, stage));
    return results.includes(true);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  if (error instanceof DistError) console.error(message);
  else if (code?.startsWith('ERR_PARSE_ARGS')) console.error(`${message}\n${usage}`);
  else throw error;
  process.exitCode = 1;
}
