import { EngineError } from '../errors.ts';

/** Too few rows, or only one of a class (`rarest`), where each fold needs one to test on. */
export function tooFewRowsToFold(label: string, rows: number, rarest?: string): EngineError {
  const have = rows === 1 ? '1 row has' : `${rows} rows have`;
  return new EngineError(
    'too-few-rows-to-fold',
    rarest === undefined
      ? `Only ${have} a value of "${label}", and cross-validation needs two at least.`
      : `Only ${have} "${label}" = "${rarest}", and cross-validation needs two at least.`,
    'Bring more rows, or choose another label.',
    { label, rows, ...(rarest !== undefined && { rarest }) },
  );
}
