import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { userPath } from '../host/user-files.ts';
import { faultCardSchema, type FaultCard } from '../contract/fault-card.ts';
import { usage } from './arguments.ts';

/** Reads a card of faults: YAML or JSON. Error: usage, with the place in the file. */
export function readFaultCard(file: string): FaultCard {
  let content: unknown;
  try {
    content = parse(readFileSync(userPath(file), 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    throw usage(`The fault card ${file} cannot be read: ${(error as Error).message}`);
  }
  const parsed = faultCardSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw usage(`The fault card ${file} is not valid at "${path.join('.')}": ${message}`);
}
