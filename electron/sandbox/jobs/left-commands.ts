import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { World } from '../world.ts';

/** The variable by which a sandbox knows the processes of its commands again. */
const markName = 'GUIDEPOST_SANDBOX_COMMANDS';
const noteName = 'process.json';
/** A process may start another just before it is ended. */
const mostRounds = 20;

/** Where commands run, each in a folder of its own. */
export function commandFolder({ folder }: World): string {
  return path.join(path.resolve(folder), 'commands');
}

/** What the environment of a command says of whose it is; all that it starts inherits it. */
export function ownMark(world: World): Readonly<Record<string, string>> {
  return { [markName]: commandFolder(world) };
}

/** Notes the process of a command in its folder, for systems that show no foreign environment. */
export function noteCommand(folder: string, pid: number | undefined): void {
  if (pid === undefined || process.platform === 'linux' || process.platform === 'win32') return;
  writeFileSync(path.join(folder, noteName), JSON.stringify([pid, startOf(pid)]));
}

/**
 * Ends the commands that a killed sandbox has left running here, with all that they have started, and removes their
 * folders. (On Windows a command ends with its sandbox; what it has started itself may go on.)
 */
export function removeLeftCommands(world: World): void {
  const folder = commandFolder(world);
  if (!existsSync(folder)) return;
  if (process.platform === 'linux') endMarked(`${markName}=${folder}`);
  else if (process.platform !== 'win32') endNoted(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function endMarked(mark: string): void {
  for (let round = 0; round < mostRounds; round++) {
    const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isMarked(pid, mark));
    if (left.length === 0) return;
    for (const pid of left) kill(Number(pid));
  }
}

function isMarked(pid: string, mark: string): boolean {
  if (Number(pid) === process.pid) return false;
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
  } catch {
    // It is another user's, or has ended.
    return false;
  }
}

function endNoted(folder: string): void {
  for (const job of readdirSync(folder)) {
    const [pid, started] = readNote(path.join(folder, job, noteName));
    // A number alone may have been given to another process since.
    if (started !== '' && startOf(pid) === started) kill(-pid);
  }
}

function readNote(file: string): [pid: number, started: string] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as [number, string];
  } catch {
    // The kill came before it, or in the middle of it.
    return [0, ''];
  }
}

/** When a process has started, in the system's words; empty where there is none. */
function startOf(pid: number): string {
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
