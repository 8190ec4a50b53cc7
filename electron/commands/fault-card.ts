import { EngineError } from '../../engine/errors.ts';
import type { FaultCard } from '../contract/fault-card.ts';
import { parseFaultCard } from '../host/fault-card.ts';
import { readUserText, userPath } from '../host/user-files.ts';
import { usage } from './arguments.ts';

/** Reads a card of faults: YAML or JSON. Error: usage, with the place in the file. */
export function readFaultCard(file: string): FaultCard {
  try {
    return parseFaultCard(file, readUserText(userPath(file)));
  } catch (error) {
    if (error instanceof EngineError) throw usage(error.message, error.hint);
    throw error;
  }
}
