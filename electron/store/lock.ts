import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { storeInUse, storeNotWritable } from './errors.ts';
import { makeFolder } from './make-folder.ts';

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
    makeFolder(folder);
    while (!createLock(file, mine)) {
      const text = readText(file);
      if (text === undefined) continue;
      const holder = parseHolder(text);
      if (holder && isAlive(holder)) throw storeInUse(folder, holder.pid);
      takeAside(file, text);
    }
    removeLeft(folder);
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

/** The lock appears with all that is in it, or it is another's. */
function createLock(file: string, holder: Holder): boolean {
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, JSON.stringify(holder));
  try {
    linkSync(whole, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

/** Moves a dead lock away. What was moved by mistake, because another was quicker, is put back. */
function takeAside(file: string, text: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    if (readText(aside) !== text) linkSync(aside, file);
  } catch {
    // A third has locked it meanwhile; whoever was moved away finds at its next look that it lost the folder.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Removes what processes that were killed just here have left. */
function removeLeft(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^lock\.(\d+)(?:\.dead)?$/.exec(name) ?? [];
    if (pid !== undefined && !isAlive({ pid: Number(pid), started: '' })) {
      rmSync(path.join(folder, name), { force: true });
    }
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readHolder(file: string): Holder | undefined {
  const text = readText(file);
  return text === undefined ? undefined : parseHolder(text);
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  // 0 and below mean groups of processes.
  if (!Number.isInteger(pid) || pid < 1) return false;
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
