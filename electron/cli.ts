// The command line: the same engine without a screen.
import process from 'node:process';
import { EngineError } from '../engine/errors.ts';
import { printable } from './commands/printable.ts';
import { usageText } from './commands/usage.ts';

// Each command loads what it needs and no more: training starts without Microsoft's clients.
const commands: Record<string, (commandArguments: string[]) => Promise<void>> = {
  export: async (words) => (await import('./commands/export.ts')).exportDrawing(words),
  faults: async (words) => (await import('./commands/faults.ts')).faults(words),
  lesson: async (words) => (await import('./commands/lesson.ts')).lesson(words),
  sandbox: async (words) => (await import('./commands/sandbox.ts')).sandbox(words),
  train: async (words) => (await import('./commands/train.ts')).train(words),
};

const [name, ...commandArguments] = process.argv.slice(2);

// A reader that has seen enough (`… | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`The output could not be written: ${error.message}.\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const asksForHelp = ['help', '--help', '-h'];
if (
  name === undefined ||
  asksForHelp.includes(name) ||
  commandArguments.some((word) => ['--help', '-h'].includes(word))
) {
  process.stdout.write(usageText);
  process.exitCode = name === undefined ? 2 : 0;
} else if (Object.hasOwn(commands, name)) {
  try {
    await commands[name](commandArguments);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    process.stderr.write(printable(`${error.message}\n${error.hint}\n`));
    process.exitCode = error.code === 'usage' ? 2 : 1;
  }
} else {
  process.stderr.write(`There is no command "${name}".\n\n${usageText}`);
  process.exitCode = 2;
}
