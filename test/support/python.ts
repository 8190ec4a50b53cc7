import { execFileSync } from 'node:child_process';
import process from 'node:process';

/** A Python that imports pandas and scikit-learn. */
export interface Python {
  readonly command: string;
  /** For instance "Python 3.11.2, pandas 1.5.3, scikit-learn 1.2.1". */
  readonly description: string;
}

const probe =
  'import platform, pandas, sklearn; ' +
  'print(f"Python {platform.python_version()}, pandas {pandas.__version__}, scikit-learn {sklearn.__version__}")';

let found: Python | null | undefined;

/** The first Python on this machine that has pandas and scikit-learn, or `null`. */
export function findPython(): Python | null {
  if (found !== undefined) return found;
  for (const command of ['python3', '/usr/bin/python3', 'python']) {
    try {
      const output = execFileSync(command, ['-c', probe], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return (found = { command, description: output.trim() });
    } catch {
      // Not there, or without the packages: the next one.
    }
  }
  return (found = null);
}

/** Why tests and benches that compare with Python are skipped. */
export const pythonMissing =
  'Skipped: no Python with pandas and scikit-learn here (Debian: apt-get install python3-pandas python3-sklearn).';

/** The Python to compare with; where there is none, the reason is printed once. */
export function pythonOrReason(): Python | null {
  const python = findPython();
  if (!python) process.stderr.write(`${pythonMissing}\n`);
  return python;
}

/** Runs a script with JSON on its standard input; returns the JSON that it prints. */
export function runPython<Result>(script: string, input: unknown): Result {
  const python = findPython();
  if (!python) throw new Error(pythonMissing);
  const output = execFileSync(python.command, ['-c', script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output) as Result;
}
