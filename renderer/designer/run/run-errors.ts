import { EngineError } from '../../../engine/errors.ts';

/** The columns of a table are asked for that comes out of a training that has not run. */
export function notRunYet(component: string, node: string): EngineError {
  return new EngineError(
    'not-run-yet',
    `The columns are known once ${component} ("${node}") has run.`,
    'Run the pipeline to that component, then choose the columns.',
    { component, node },
  );
}
