import { readFileSync } from 'node:fs';
import process from 'node:process';

/** How many processes there are between npm and this one: npm, its shell, the launcher. */
const watchedGenerations = 3;

/**
 * Calls `gone` once when a process that this one was started by has died: npm that is killed leaves its shell and
 * the launcher behind, which go on waiting for this process. Only those are watched that stay in one session.
 */
export function watchParents(gone: () => void): () => void {
  const chain = ancestors();
  const timer = setInterval(() => {
    const isWhole = chain.every(
      (pid, index) => parentOf(index === 0 ? process.pid : chain[index - 1]) === pid,
    );
    if (isWhole) return;
    clearInterval(timer);
    gone();
  }, 250);
  timer.unref();
  return () => clearInterval(timer);
}

/** The parent, and those above it as far as npm. */
function ancestors(): number[] {
  const chain: number[] = [];
  let pid: number | undefined = process.ppid;
  while (pid !== undefined && pid > 1 && chain.length < watchedGenerations) {
    chain.push(pid);
    if (isNpm(pid)) return chain;
    pid = parentOf(pid);
  }
  // Not started by npm: whoever started it is all that counts.
  return chain.slice(0, 1);
}

function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid;
  const stat = readProc(pid, 'stat');
  // The second field is the program's name in brackets, which may hold blanks.
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function isNpm(pid: number): boolean {
  return /\bnpm\b/.test(readProc(pid, 'cmdline') ?? '');
}

/** What the kernel says of a process; `undefined` where there is no /proc. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
