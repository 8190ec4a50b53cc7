import type { z } from 'zod';
import { nearestNames } from '../errors.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A fault of a value as the second half of a sentence, without a full stop. */
export interface DescribedIssue {
  /** Where, such as `columns.rules[0].names`; empty for the whole value. */
  readonly path: string;
  readonly predicate: string;
  readonly hint: string;
  /** The key at the end of `path` is one that the schema does not have. */
  readonly unknownKey: boolean;
}

/** What zod found wrong with a value, in sentences. */
export function describeIssues(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
  value: unknown,
): DescribedIssue[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey([...issue.path, key], key, keysOf(schemasAt(schema, issue.path))))
      : [{ path: formatPath(issue.path), unknownKey: false, ...describe(issue, schema, value) }],
  );
}

function unknownKey(path: Path, key: string, known: readonly string[]): DescribedIssue {
  const near = nearestNames(key, known);
  const hint =
    near.length > 0
      ? `Did you mean ${quoted(near)}?`
      : known.length > 0
        ? `Known here: ${known.map((name) => `"${name}"`).join(', ')}.`
        : 'There is nothing to set here; remove it.';
  return { path: formatPath(path), predicate: 'is not known', hint, unknownKey: true };
}

function describe(
  issue: Issue,
  schema: z.core.$ZodType,
  value: unknown,
): Pick<DescribedIssue, 'predicate' | 'hint'> {
  const found = valueAt(value, issue.path);
  const remedy = found === undefined ? 'Add it.' : 'Change it.';
  const must = (what: string): Pick<DescribedIssue, 'predicate' | 'hint'> => ({
    predicate: found === undefined ? `is missing; it must be ${what}` : `must be ${what}, not ${show(found)}`,
    hint: remedy,
  });
  switch (issue.code) {
    case 'invalid_type':
      return must(typeNames[issue.expected] ?? issue.expected);
    case 'too_small':
      if (issue.origin === 'string') return { predicate: 'is empty', hint: issue.message };
      return must(`${issue.inclusive === true ? 'at least' : 'above'} ${issue.minimum}`);
    case 'too_big':
      return must(`${issue.inclusive === true ? 'at most' : 'below'} ${issue.maximum}`);
    case 'invalid_value':
      return must(quoted(issue.values));
    case 'invalid_union': {
      const choices = issue.discriminator
        ? discriminators(schemasAt(schema, issue.path.slice(0, -1)), issue.discriminator)
        : [];
      if (choices.length > 0) return must(quoted(choices));
      const expected = issue.errors.map(([first]) => (first?.code === 'invalid_type' ? first.expected : ''));
      return must(expected.map((type) => typeNames[type] ?? 'something else').join(' or '));
    }
    case 'invalid_format':
      return { predicate: `cannot be ${show(found)}`, hint: issue.message };
    case 'custom':
      return {
        predicate: found === undefined || found === '' ? 'is missing' : 'is not right',
        hint: issue.message,
      };
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
      return { predicate: 'is not right', hint: issue.message };
  }
}

const typeNames: Record<string, string> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function quoted(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(' or ');
}

function show(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // Lists in lists, tens of thousands deep.
    return 'something too deep to show';
  }
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function formatPath(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}

/** The schemas that a value at a path may have: several where unions lie on the way. */
function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  let current = alternatives(schema);
  for (const key of path) {
    current = current.flatMap((parent) => {
      const { def } = (parent as z.core.$ZodTypes)._zod;
      if (def.type === 'object') {
        const child = def.shape[String(key)] as z.core.$ZodType | undefined;
        return child ? alternatives(child) : [];
      }
      if (def.type === 'array') return alternatives(def.element);
      return def.type === 'record' ? alternatives(def.valueType) : [];
    });
  }
  return current;
}

/** A schema without the wrappers around it, and the members of a union one by one. */
function alternatives(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'union') return def.options.flatMap(alternatives);
  if (
    def.type === 'default' ||
    def.type === 'prefault' ||
    def.type === 'optional' ||
    def.type === 'nullable'
  ) {
    return alternatives(def.innerType);
  }
  return [schema];
}

function shapes(schemas: readonly z.core.$ZodType[]): z.core.$ZodShape[] {
  return schemas.flatMap((schema) => {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    return def.type === 'object' ? [def.shape] : [];
  });
}

function keysOf(schemas: readonly z.core.$ZodType[]): string[] {
  return [...new Set(shapes(schemas).flatMap(Object.keys))];
}

function discriminators(schemas: readonly z.core.$ZodType[], key: string): unknown[] {
  return shapes(schemas).flatMap((shape) => {
    const { def } = (shape[key] as z.core.$ZodTypes)._zod;
    return def.type === 'literal' ? def.values : [];
  });
}
