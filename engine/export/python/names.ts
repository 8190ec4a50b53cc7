/** Words that no variable of a script may be. */
const reserved = [
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'case', 'class', 'continue'],
  ...['def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is'],
  ...['lambda', 'match', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'type', 'while', 'with'],
  ...['yield', 'np', 'pd', 'plt', 're', 'sys', 'json', 'math', 'codecs', 'warnings', 'report'],
];

/** Gives each thing of a script a name of its own. */
export class PythonNames {
  private readonly taken: Set<string>;
  private readonly given = new Map<string, string>();

  constructor(taken: Iterable<string>) {
    this.taken = new Set([...reserved, ...taken]);
  }

  /** The name of the thing with this key: `wanted` where it is free, else with a number behind it. */
  of(key: string, wanted: string): string {
    const known = this.given.get(key);
    if (known !== undefined) return known;
    let name = wanted;
    for (let number = 2; this.taken.has(name); number++) name = `${wanted}_${number}`;
    this.taken.add(name);
    this.given.set(key, name);
    return name;
  }
}

/** Words of an id or a setting as a variable: `clean-texts` is clean_texts, `minimumShare` minimum_share. */
export function snakeCase(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/\W/g, '_')
    .toLowerCase();
}
