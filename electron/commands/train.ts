import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { EngineError, nearestNames } from '../../engine/errors.ts';
export async function train(commandArguments: string[]): Promise<void> {
  void commandArguments;
}
