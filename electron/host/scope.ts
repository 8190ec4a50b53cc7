import { findComponent } from '../../engine/components/registry.ts';
import type { Pipeline } from '../../engine/pipeline/pipeline.ts';
import type { HostContext } from './context.ts';
import { noDrawing, noSubmission, noWorkspace } from './errors.ts';
import type { HostScope, Submission } from './host-state.ts';

/** Where the learner works. Error: `no-workspace`. */
export function requireScope({ state }: HostContext): HostScope {
  const { scope } = state;
  if (!scope) throw noWorkspace();
  return scope;
}

/** A drawing that was saved. Error: `no-drawing`. */
export function requireDrawing({ state }: HostContext, name: string): Pipeline {
  const drawing = state.drawing(name);
  if (!drawing) throw noDrawing(name, state.drawings());
  return drawing;
}

/** The newest job of a drawing. Error: `no-submission`. */
export function requireSubmission({ state }: HostContext, pipeline: string): Submission {
  const submission = state.submission(pipeline);
  if (!submission) throw noSubmission(pipeline, state.submissions());
  return submission;
}

/** The designer's name of a component. */
export function componentName(type: string): string {
  return findComponent(type)?.name ?? type;
}
