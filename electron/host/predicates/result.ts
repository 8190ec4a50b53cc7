import type { CheckResult } from '../../contract/predicates.ts';

/** What was expected, beside what was found. */
export function checkResult(holds: boolean, expected: string, found: string): CheckResult {
  return { status: holds ? 'pass' : 'fail', expected, found };
}

/** Whether something is there, and how far it is. */
export function checkState(
  expected: string,
  resource: { readonly state: string } | undefined,
  wanted = 'Succeeded',
): CheckResult {
  return checkResult(
    resource?.state === wanted,
    expected,
    resource ? `it is ${resource.state}` : 'it is not there',
  );
}
