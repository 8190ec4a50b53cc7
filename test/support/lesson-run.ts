import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import type { LessonReport as PrintedReport } from '../../electron/commands/lesson-report.ts';

const cli = path.resolve(import.meta.dirname, '../../electron/cli.ts');

/** What `lesson run --json` prints, as far as the tests look into it. */
export type LessonReport = Omit<PrintedReport, 'metrics' | 'endpoint'> & {
  readonly metrics: Readonly<Record<string, unknown>> | null;
  readonly endpoint: {
    readonly scoringUri: string;
    readonly request: unknown;
    readonly response: unknown;
  } | null;
};

/** A run of a lesson that is going on or has ended. */
export interface LessonRun {
  readonly child: ChildProcess;
  /** The lines on standard error so far. */
  readonly lines: readonly string[];
  /** Waits until a line fits, or the run has ended. */
  until(fits: (line: string, index: number) => boolean): Promise<void>;
  /** Waits for the end. */
  end(): Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

/** Starts `guidepost lesson run` in a process group of its own. */
export function startLesson(
  words: readonly string[],
  {
    cwd,
    environment = {},
  }: { readonly cwd: string; readonly environment?: Readonly<Record<string, string>> },
): LessonRun {
  const child = spawn(process.execPath, [cli, 'lesson', 'run', ...words], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let stdout = '';
  let rest = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    const parts = (rest + data.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const look of waiting) look();
  });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    child,
    lines,
    until(fits) {
      return new Promise((resolve) => {
        const look = (): void => {
          if (!lines.some(fits)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void closed.then(() => resolve());
        look();
      });
    },
    async end() {
      const [code, signal] = await closed;
      return { code, signal, stdout, stderr: lines.join('\n') + rest };
    },
  };
}

/** Runs a lesson to its end; the report is what it printed. */
export async function runLesson(
  words: readonly string[],
  options: Parameters<typeof startLesson>[1],
): Promise<{ code: number | null; report: LessonReport | undefined; stderr: string }> {
  const { code, stdout, stderr } = await startLesson([...words, '--json'], options).end();
  return { code, report: stdout === '' ? undefined : (JSON.parse(stdout) as LessonReport), stderr };
}

/** The checks that did not pass, in words. */
export function failures(report: LessonReport | undefined): string[] {
  if (!report) return ['no report'];
  return report.steps.flatMap(({ id, checks }) =>
    checks
      .filter(({ status }) => status !== 'pass')
      .map(({ that, expected, found }) => `${id}: ${that}: expected ${expected}; found ${found}`),
  );
}
