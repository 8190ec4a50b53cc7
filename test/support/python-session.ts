import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { findPython, pythonMissing } from './python.ts';

/** How a script ended. */
export interface ScriptResult {
  readonly stdout: string;
  /** The last line of the traceback, such as "KeyError: …"; empty where it ran through. */
  readonly error: string;
}

const driver = `
import contextlib, io, json, os, runpy, sys, traceback, warnings
warnings.simplefilter("ignore")
replies = sys.stdout
for line in sys.stdin:
    task = json.loads(line)
    os.chdir(task["folder"])
    sys.argv = [task["script"], *task["words"]]
    captured, error = io.StringIO(), ""
    with contextlib.redirect_stdout(captured):
        try:
            runpy.run_path(task["script"], run_name="__main__")
        except BaseException as fault:
            error = "".join(traceback.format_exception_only(type(fault), fault)).strip() or repr(fault)
    replies.write(json.dumps({"stdout": captured.getvalue(), "error": error}) + "\\n")
    replies.flush()
`;

/** One Python process that runs script after script: importing scikit-learn takes longer than most of them. */
export class PythonSession {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private stderr = '';

  constructor() {
    const python = findPython();
    if (!python) throw new Error(pythonMissing);
    this.process = spawn(python.command, ['-c', driver], {
      stdio: 'pipe',
      // Threads that wait for one another on busy cores take longer than one.
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    this.process.stderr.on('data', (text: Buffer) => (this.stderr += text.toString()));
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  async run(folder: string, script: string, words: readonly string[] = []): Promise<ScriptResult> {
    this.process.stdin.write(JSON.stringify({ folder, script, words }) + '\n');
    const next = await this.lines.next();
    if (next.done) throw new Error(`Python has ended: ${this.stderr}`);
    return JSON.parse(next.value) as ScriptResult;
  }

  end(): void {
    this.process.stdin.end();
  }
}
