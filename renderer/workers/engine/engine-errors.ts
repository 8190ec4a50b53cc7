import { EngineError } from '../../../engine/errors.ts';
import type { Answer, PackedError } from './messages.ts';

/** An error as plain JSON; one that is not of the engine is told as a fault of Guidepost's. */
export function packError(error: unknown): PackedError {
  if (error instanceof EngineError) {
    const { code, message, hint, details } = error;
    return { code, message, hint, details: JSON.parse(JSON.stringify(details)) as Record<string, unknown> };
  }
  return packError(engineFault(error instanceof Error ? error.message : String(error)));
}

/** The error that was packed. */
export function unpackError({ code, message, hint, details }: PackedError): EngineError {
  return new EngineError(code, message, hint, { ...details });
}

/** The value of an answer; throws what stands in its place. */
export function valueOf<Value>(answer: Answer<Value>): Value {
  if (answer.ok) return answer.value;
  throw unpackError(answer.error);
}

function engineFault(reason: string): EngineError {
  return new EngineError(
    'engine-fault',
    `Something unexpected happened: ${reason}`,
    'This is a fault of Guidepost. Please report it with the pipeline.',
    { reason },
  );
}

/** The engine's thread has ended by itself, for want of memory as a rule. */
export function engineStopped(): EngineError {
  return new EngineError(
    'engine-stopped',
    'The run was broken off: its memory may not have been enough.',
    'Run it again. If it happens once more, work on fewer rows or columns.',
  );
}
