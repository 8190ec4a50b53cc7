import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { isFolderLocked } from '../store/lock.ts';

const temporaryPrefix = 'guidepost-run-';

/** Where Guidepost keeps what it must remember: GUIDEPOST_HOME, else the system's folder for the data of programs. */
export function dataRoot(): string {
  const { GUIDEPOST_HOME, APPDATA, XDG_DATA_HOME } = process.env;
  if (GUIDEPOST_HOME) return path.resolve(GUIDEPOST_HOME);
  if (process.platform === 'win32') return path.join(APPDATA ?? homedir(), 'Guidepost');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Application Support/Guidepost');
  return path.join(XDG_DATA_HOME ?? path.join(homedir(), '.local/share'), 'guidepost');
}

/** A root for one run. Those that killed runs have left behind go first. */
export function createTemporaryRoot(): { readonly folder: string; remove(): void } {
  sweepTemporaryRoots();
  const folder = mkdtempSync(path.join(tmpdir(), `${temporaryPrefix}${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  return { folder, remove };
}

function sweepTemporaryRoots(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${temporaryPrefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || Number(pid) === process.pid) continue;
    const folder = path.join(tmpdir(), name);
    // A number may have been given to another process since: the lock says whose it is.
    const locked = ['host', 'sandbox'].map((part) => path.join(folder, part));
    if (isAlive(Number(pid)) && (!existsSync(locked[0]) || locked.some(isFolderLocked))) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
