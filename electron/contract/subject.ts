const subjectFields = [
  ...['name', 'deployment', 'blob', 'container', 'account', 'datastore', 'model', 'pipeline', 'cluster'],
  ...['endpoint', 'workspace', 'experiment', 'role', 'target'],
];

/** The name of what an operation is about, as its input says. */
export function subjectOf(input: unknown): string {
  const values = (typeof input === 'object' ? input : null) as Readonly<Record<string, unknown>> | null;
  const found = subjectFields.map((field) => values?.[field]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : '';
}
