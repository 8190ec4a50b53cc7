import process from 'node:process';
import { parseArguments, usage } from './arguments.ts';
import { readFaultCard } from './fault-card.ts';

/** `guidepost faults check FILE`: whether a fault card is right, and what is on it. */
export async function faults(commandArguments: string[]): Promise<void> {
  const { values, words } = parseArguments(commandArguments, { json: { type: 'boolean' } });
  const [verb, file, ...others] = words;
  if (verb !== 'check' || file === undefined || others.length > 0) {
    throw usage('faults needs the word check and one file.', 'Write it as faults check card.yaml.');
  }
  const card = readFaultCard(file);
  const lines = Object.entries(card.faults).map(([name, { operation, kind, until, times }]) => {
    const holds = until === 'times' ? `${times} ${times === 1 ? 'call' : 'calls'}` : `until ${until}`;
    return `  ${name}: ${kind} on ${operation}, ${holds}\n`;
  });
  const text = `${card.title}\n${card.task === undefined ? '' : `${card.task}\n`}${lines.join('')}`;
  process.stdout.write(values.json ? JSON.stringify(card, null, 2) + '\n' : text);
  return Promise.resolve();
}
