// The command line: the same engine without a screen.
import process from 'node:process';
import { EngineError } from '../engine/errors.ts';
import { lesson } from './commands/lesson.ts';
import { sandbox } from './commands/sandbox.ts';
import { train } from './commands/train.ts';
import { usageText } from './commands/usage.ts';

const commands: Record<string, (commandArguments: string[]) => Promise<void>> = { lesson, sandbox, train };

const [name, ...commandArguments] = process.argv.slice(2);

// A reader that has seen enough (`… | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
  process.stdout.write(usageText);
  process.exitCode = name === undefined ? 2 : 0;
} else if (name in commands) {
  try {
    await commands[name](commandArguments);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    process.stderr.write(`${error.message}\n${error.hint}\n`);
    process.exitCode = error.code === 'usage' ? 2 : 1;
  }
} else {
  process.stderr.write(`There is no command "${name}".\n\n${usageText}`);
  process.exitCode = 2;
}
