import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';

const cli = path.resolve(import.meta.dirname, '../../../electron/cli.ts');
const startMilliseconds = 60_000;

/** What `guidepost sandbox --json` prints, as far as the kills need it. */
export interface SandboxFacts {
  readonly address: string;
  readonly blobAddress: string;
  readonly subscription: string;
  readonly tenant: string;
  readonly commandToken: string;
}

/** A local Azure in a process of its own. */
export interface SandboxProcess {
  readonly facts: SandboxFacts;
  /** What it has complained of. */
  complaints(): string;
  /** Kill -9; resolves when it is dead. */
  kill(): Promise<void>;
}

/** Starts the command `sandbox` on a folder. Error: it is not there within a minute. */
export async function startSandboxProcess(folder: string, timeFactor: number): Promise<SandboxProcess> {
  const words = [
    'sandbox',
    '--json',
    '--allow-commands',
    '--data',
    folder,
    '--time-factor',
    String(timeFactor),
  ];
  const child = spawn(process.execPath, [cli, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const line = await new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), startMilliseconds);
    const settle = (text: string | undefined): void => {
      clearTimeout(timer);
      resolve(text);
    };
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('\n')) settle(text);
    });
    void ended.then(() => settle(undefined));
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  if (line === undefined) {
    await kill();
    throw new Error(`The sandbox did not start: ${complaints}`);
  }
  return { facts: JSON.parse(line) as SandboxFacts, complaints: () => complaints, kill };
}

/** The processes of this machine whose command line holds a text. */
export function processesWith(text: string): number[] {
  const { stdout } = spawnSync('ps', ['-axww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return stdout
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10));
}
