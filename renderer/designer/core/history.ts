/** States that can be gone back to. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
  /** What the last change was about: changes about the same are one step. */
  readonly about: string | undefined;
}

const mostSteps = 200;

/** A history that begins with a state. */
export function createHistory<State>(present: State): History<State> {
  return { past: [], present, future: [], about: undefined };
}

/**
 * Goes on to another state. Changes one after the other about the same thing, such as the letters of a word or the
 * steps of a drag, are taken back at once.
 */
export function advance<State>(history: History<State>, present: State, about?: string): History<State> {
  if (present === history.present) return history;
  const isSame = about !== undefined && about === history.about;
  const past = isSame ? history.past : [...history.past, history.present].slice(-mostSteps);
  return { past, present, future: [], about };
}

/** What comes next is a step of its own. */
export function seal<State>(history: History<State>): History<State> {
  return history.about === undefined ? history : { ...history, about: undefined };
}

/** Goes back by a step. */
export function undo<State>(history: History<State>): History<State> {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  return {
    past: past.slice(0, -1),
    present: past[past.length - 1],
    future: [present, ...future],
    about: undefined,
  };
}

/** Takes back that. */
export function redo<State>(history: History<State>): History<State> {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  return { past: [...past, present], present: future[0], future: future.slice(1), about: undefined };
}
