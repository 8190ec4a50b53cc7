import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { describeIssues } from '../../engine/pipeline/issues.ts';
import type { PackProblem } from './errors.ts';

/** How many times a YAML file may repeat a part by an alias. */
const mostAliases = 100;

/** A value read from YAML, and where its parts stand. */
export interface YamlFile {
  readonly value: unknown;
  /** The line of the part at a path, from 1; that of the nearest part around it where there is none. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/** Reads YAML 1.2 with the core schema; `firstLine` is where its text begins in the file. Faults go to `problems`. */
export function readYaml(
  file: string,
  text: string,
  problems: PackProblem[],
  firstLine = 1,
): YamlFile | undefined {
  const lines = new LineCounter();
  const add = (message: string, hint: string, line?: number): undefined => {
    problems.push({ file, line, message, hint, severity: 'error' });
    return undefined;
  };
  try {
    const document = parseDocument(text, { schema: 'core', lineCounter: lines, prettyErrors: false });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault) {
      const line = lines.linePos(fault.pos[0]).line + firstLine - 1;
      return add(`This is not YAML: ${fault.message}.`, 'Look at the line and the ones before it.', line);
    }
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return { value, lineOf: (path) => lineOf(document, lines, path, firstLine) };
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deeply' : String((error as Error).message);
    return add(`This YAML cannot be read: ${reason}.`, 'Write repeated parts out, and nest less deeply.');
  }
}

/** A value checked by its schema; faults go to `problems`, each with its line. */
export function checkValue<Schema extends z.ZodType>(
  file: string,
  yaml: YamlFile,
  schema: Schema,
  problems: PackProblem[],
): z.output<Schema> | undefined {
  const result = schema.safeParse(yaml.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const single =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
    for (const one of single) {
      const path = one.code === 'unrecognized_keys' ? [...one.path, ...one.keys] : one.path;
      for (const described of describeIssues([one], schema, yaml.value)) {
        const subject = described.path === '' ? 'The file' : `"${described.path}"`;
        problems.push({
          file,
          line: yaml.lineOf(path),
          path: described.path,
          message: `${subject} ${described.predicate}.`,
          hint: described.hint,
          severity: 'error',
        });
      }
    }
  }
  return undefined;
}

function lineOf(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  firstLine: number,
): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line + firstLine - 1;
  }
  return undefined;
}

/** Where a part begins: at its key, if it has one. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  if (path.length === 0) return document.contents?.range?.[0];
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path[path.length - 1];
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(path, true) as { range?: readonly [number, number, number] | null } | undefined;
  return node?.range?.[0];
}
