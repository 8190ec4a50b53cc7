import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What one measured run printed: seconds, peak megabytes, and figures that show both sides did the same work. */
export interface Measurement {
  readonly seconds: number;
  readonly [figure: string]: number;
}

/**
 * A process that answers each line on its standard input with one line of JSON: a measured run. Kept alive for
 * warm runs, or started anew for each.
 */
export class BenchWorker {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(program: string, programArguments: readonly string[]) {
    this.child = spawn(program, programArguments, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  /** Asks for one run. */
  async measure(): Promise<Measurement> {
    this.child.stdin!.write('run\n');
    const answer = await this.lines.next();
    if (answer.done) throw new Error(`${this.child.spawnargs.join(' ')} ended without an answer`);
    return JSON.parse(answer.value) as Measurement;
  }

  /** Ends the process. */
  end(): void {
    this.child.stdin!.end();
    this.child.kill();
  }
}

/** Answers each line on standard input with one measured run; the other side of `BenchWorker`. */
export async function answerRuns(run: () => Promise<Measurement> | Measurement): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== '') process.stdout.write(JSON.stringify(await run()) + '\n');
  }
}
