/** The packages that a script needs beside Python itself. */
const packages = ['matplotlib', 'numpy', 'pandas', 'sklearn'];

/** Import lines as Python's style guide orders them: the standard library first, names of one module together. */
export function sortImports(lines: readonly string[]): string[] {
  const whole = lines.filter((line) => line.startsWith('import '));
  const names = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, module, list] = /^from (\S+) import (.+)$/.exec(line) ?? [];
    if (module === undefined) continue;
    const known = names.get(module) ?? new Set();
    for (const name of list.split(', ')) known.add(name);
    names.set(module, known);
  }
  const from = [...names].map(
    ([module, set]) => `from ${module} import ${[...set].sort(plainly).join(', ')}`,
  );
  const sorted = [...whole.sort(plainly), ...from.sort(plainly)];
  const isPackage = (line: string): boolean => packages.includes(line.split(/[ .]/)[1]);
  const standard = sorted.filter((line) => !isPackage(line));
  const others = sorted.filter(isPackage);
  return [...standard, ...(standard.length > 0 && others.length > 0 ? [''] : []), ...others];
}

const plainly = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
