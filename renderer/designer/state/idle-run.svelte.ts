import { EngineError } from '../../../engine/errors.ts';
import type { ColumnSummary, DesignerRun, NodeState } from '../core/run.ts';

/** A run that has not begun: every component waits. */
export class IdleRun implements DesignerRun {
  readonly isRunning = false;

  stateOf(): NodeState {
    return 'idle';
  }

  shareOf(): null {
    return null;
  }

  secondsOf(): null {
    return null;
  }

  errorOf(): undefined {
    return undefined;
  }

  logOf(): string {
    return '';
  }

  run(): Promise<void> {
    return Promise.resolve();
  }

  cancel(): void {
    // Nothing runs.
  }

  noteEdit(): void {
    // Nothing is out of date.
  }

  columnsInto(): Promise<readonly ColumnSummary[]> {
    return Promise.reject(
      new EngineError('not-run', 'The columns are not known yet.', 'Run the drawing first.'),
    );
  }
}
