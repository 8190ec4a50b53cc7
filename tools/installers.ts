// Packs an unpacked app into what users install: one form after the other, so that a missing tool stops one alone.
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Arch, build, Platform, type Configuration } from 'electron-builder';

/** An unpacked app, and how it was made. */
export interface UnpackedApp {
  /** The folder of the project that electron-builder reads. */
  readonly stage: string;
  readonly config: Configuration;
  readonly arch: Arch;
  readonly folder: string;
}

/** Tools that a machine may have itself, and how electron-builder is told of them. */
const ownTools = [
  { form: 'zip', variable: 'ELECTRON_BUILDER_7ZIP_PATH', programs: ['7zz', '7za', '7z'] },
  { form: 'deb', variable: 'CUSTOM_FPM_PATH', programs: ['fpm'] },
];

/** Makes the installers of this platform. What could not be made is said in a sentence. Returns the files made. */
export async function makeInstallers({ stage, config, arch, folder }: UnpackedApp): Promise<string[]> {
  useOwnTools();
  const made: string[] = [];
  for (const name of formsOf(config)) {
    try {
      const files = await build({
        projectDir: stage,
        prepackaged: process.platform === 'darwin' ? path.join(folder, `${config.productName}.app`) : folder,
        targets: Platform.current().createTarget(name, arch),
        publish: 'never',
        // It changes what it is given.
        config: structuredClone(config),
      });
      for (const file of files) console.log(`Made: ${file}`);
      made.push(...files);
    } catch (error) {
      console.error(`${name} for ${Arch[arch]} was not made: ${whyNot(name, error)}`);
    }
  }
  return made;
}

/** The forms of this platform, as the configuration names them. */
function formsOf({ linux, mac, win }: Configuration): string[] {
  const options = { linux, darwin: mac, win32: win }[process.platform as 'linux' | 'darwin' | 'win32'];
  return [options?.target ?? []].flat().map((form) => (typeof form === 'string' ? form : form.target));
}

function useOwnTools(): void {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const ending = process.platform === 'win32' ? '.exe' : '';
  for (const { variable, programs } of ownTools) {
    const files = programs.flatMap((program) => folders.map((folder) => path.join(folder, program + ending)));
    const found = files.find((file) => existsSync(file));
    if (found !== undefined) process.env[variable] ??= found;
  }
}

/** Whether a download has failed because the network does not lead there. */
export function isNetworkError(error: unknown): boolean {
  const { code, message, name } = error as NodeJS.ErrnoException;
  const codes = [
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ];
  return (
    codes.some((one) => code === one || message.includes(one)) ||
    name === 'HTTPError' ||
    /status code/i.test(message)
  );
}

function whyNot(form: string, error: unknown): string {
  if (isNetworkError(error)) {
    const own = ownTools.find((tool) => tool.form === form)?.programs.join(', ');
    return (
      'its tool comes from GitHub, which cannot be reached from here. ' +
      'Set ELECTRON_BUILDER_BINARIES_MIRROR to the address of a mirror' +
      (own === undefined ? '.' : `, or install one of these programs: ${own}.`)
    );
  }
  const { code, path: program, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && program !== undefined) return `the program ${program} is missing.`;
  return message.split('\n')[0];
}
