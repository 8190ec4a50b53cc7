// Runs a TypeScript program of this project on Node 24, which executes TypeScript as it stands.
// Plain JavaScript on purpose: it must start on the older Node that a machine happens to have.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const requiredMajor = 24;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [target, ...targetArguments] = process.argv.slice(2);

if (!target) {
  console.error('Usage: node tools/launch.mjs PROGRAM.ts [arguments]');
  process.exit(2);
}

const program = path.resolve(root, target);
if (Number(process.versions.node.split('.')[0]) >= requiredMajor) {
  process.argv.splice(1, 2, program);
  await import(pathToFileURL(program).href);
} else {
  runWith(bundledNode());
}

/** The Node 24 binary that `npm ci` installed for this system, or a sentence and exit code 1. */
function bundledNode() {
  const system = `${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const executable = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  for (const name of [`node-${system}`, `node-bin-${system}`]) {
    try {
      const file = path.join(path.dirname(require.resolve(`${name}/package.json`)), executable);
      if (existsSync(file)) return file;
    } catch {
      // Not installed for this system: the next name, then the sentence below.
    }
  }
  console.error(
    `Guidepost needs Node ${requiredMajor} or newer and this is Node ${process.versions.node}. ` +
      `Run \`npm ci\` without --omit=optional (it brings Node ${requiredMajor} for common systems), ` +
      `or install Node ${requiredMajor} from nodejs.org.`,
  );
  process.exit(1);
}

function runWith(node) {
  const child = spawn(node, [program, ...targetArguments], { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);

  // npm and the shell may be gone while this process lives on: then the work has lost its user.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 250);

  child.on('error', (error) => {
    console.error(`Node ${requiredMajor} did not start (${node}): ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    for (const name of signals) process.off(name, forward);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
