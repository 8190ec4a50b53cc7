/**
 * Errors of the engine. `message` says what happened and where, `hint` what the reader can do about it,
 * `code` is a word for programs, `details` holds the facts that the two sentences mention.
 * Every error is made by a factory named after its code, in the `errors.ts` of its room; nothing else is thrown on
 * bad input.
 */
export class EngineError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, hint: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}

/** Up to three of `names` that are closest to `wanted` by edit distance, nearest first. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const limit = Math.max(2, Math.floor(wanted.length / 2));
  return names
    .map((name) => ({ name, distance: editDistance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** `a, b and c`; at most `limit` names are spelled out, the rest is counted. */
export function listNames(names: readonly string[], limit = 12): string {
  if (names.length > limit) return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** The Levenshtein distance of two words. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j] + 1, current[j - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
}

/** A column was named that the table does not have. */
export function columnNotFound(name: string, available: readonly string[], where = 'the table'): EngineError {
  const near = nearestNames(name, available);
  return new EngineError(
    'column-not-found',
    `There is no column "${name}" in ${where}.`,
    near.length > 0
      ? `Did you mean ${near.map((other) => `"${other}"`).join(' or ')}?`
      : `The columns are ${listNames(available.map((other) => `"${other}"`))}.`,
    { column: name, available: available.slice(0, 100) },
  );
}

/** The work was cancelled through its signal. */
export function cancelled(): EngineError {
  return new EngineError('cancelled', 'The work was cancelled.', 'Start it again when you are ready.');
}
