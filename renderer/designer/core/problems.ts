import type { Problem } from '../../../engine/pipeline/validate.ts';

/** Problems by the component that they are shown at; those of no component under an empty id. */
export function problemsByNode(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const byNode = new Map<string, Problem[]>();
  for (const problem of problems) {
    const id = problem.node ?? '';
    byNode.set(id, [...(byNode.get(id) ?? []), problem]);
  }
  return byNode;
}

/** Whether a problem is one of this setting, or of a part of its value. */
export function isOfSetting({ setting }: Problem, key: string): boolean {
  return (
    setting !== undefined &&
    (setting === key || setting.startsWith(`${key}.`) || setting.startsWith(`${key}[`))
  );
}
