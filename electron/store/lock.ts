import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { storeInUse, storeNotWritable } from './errors.ts';

/** Who holds a lock: a process number alone may have been given to another process since. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** A folder that this process has for itself. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process; a lock that a dead process left is taken over.
 * Errors: `store-in-use`, `store-not-writable`.
 */
export function lockFolder(folder: string): FolderLock {
  const file = path.join(folder, 'lock');
  const mine: Holder = { pid: process.pid, started: startTime(process.pid) };
  try {
    mkdirSync(folder, { recursive: true });
    while (!createLock(file, mine)) {
      const holder = readHolder(file);
      if (holder && isAlive(holder)) throw storeInUse(folder, holder.pid);
      // Two that find the same dead lock move it away under names of their own: one of them succeeds.
      const aside = `${file}.${process.pid}`;
      try {
        renameSync(file, aside);
        rmSync(aside);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'store-in-use') throw error;
    throw storeNotWritable(file, error);
  }
  return {
    release() {
      const holder = readHolder(file);
      if (holder?.pid === mine.pid && holder.started === mine.started) rmSync(file, { force: true });
    },
  };
}

/** Whether a living process holds a folder. */
export function isFolderLocked(folder: string): boolean {
  const holder = readHolder(path.join(folder, 'lock'));
  return holder !== undefined && isAlive(holder);
}

function createLock(file: string, holder: Holder): boolean {
  try {
    const descriptor = openSync(file, 'wx');
    writeSync(descriptor, JSON.stringify(holder));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startTime(pid);
  return started === '' || now === '' || now === started;
}

/** When a process started, in the kernel's ticks; empty where the system does not say. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold blanks.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}
