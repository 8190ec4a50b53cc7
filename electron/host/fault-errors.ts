import { EngineError } from '../../engine/errors.ts';

/** A file is no fault card. */
export function faultCardNotValid(file: string, place: string, reason: string): EngineError {
  return new EngineError(
    'fault-card-not-valid',
    place === ''
      ? `The fault card ${file} cannot be read: ${reason}.`
      : `The fault card ${file} is not valid at "${place}": ${reason}.`,
    'Correct the place that the message names; the README shows a card, and what its fields mean.',
    { file, place },
  );
}

/** A key vault that is to be purged is not among the deleted ones. */
export function vaultNotDeleted(keyVault: string): EngineError {
  return new EngineError(
    'vault-not-deleted',
    `There is no deleted key vault "${keyVault}" in the subscription.`,
    'Check its name. One that is there is deleted first, and purged then.',
    { keyVault },
  );
}

/** An action of a lesson was to fail, and did not: what should have been in its way is not there. */
export function failedNot(operation: string, code: string): EngineError {
  return new EngineError(
    'failed-not',
    `The action ${operation} was to fail with ${code}, and succeeded.`,
    'Look whether the step deals the fault in its setup, and whether the fault fits the operation.',
    { operation, code },
  );
}
