import { nameNotDefined } from './errors.ts';

/** What stands for the names and files of a lesson in one attempt. */
export interface Resolution {
  readonly names: Readonly<Record<string, string>>;
  /** The file that stands for one of the pack. */
  readonly file: (path: string) => string;
}

/** What a text in the values of an action or check stands for. */
export type Reference =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'literal'; readonly value: string };

const filePrefix = '$file:';

/** `$name` is a name, `$file:path` a file, `$$…` a text that begins with a dollar sign, anything else itself. */
export function parseReference(text: string): Reference {
  if (text.startsWith('$$')) return { kind: 'literal', value: text.slice(1) };
  if (text.startsWith(filePrefix)) return { kind: 'file', path: text.slice(filePrefix.length) };
  if (text.startsWith('$')) return { kind: 'name', name: text.slice(1) };
  return { kind: 'literal', value: text };
}

/** A value with every `$name` and `$file:path` in it replaced; keys stay as they are. Error: `name-not-defined`. */
export function resolveValues(value: unknown, resolution: Resolution): unknown {
  if (typeof value === 'string') return resolveText(value, resolution);
  if (Array.isArray(value)) return value.map((item) => resolveValues(item, resolution));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveValues(item, resolution)]),
  );
}

function resolveText(text: string, { names, file }: Resolution): string {
  const reference = parseReference(text);
  if (reference.kind === 'literal') return reference.value;
  if (reference.kind === 'file') return file(reference.path);
  if (!Object.hasOwn(names, reference.name)) throw nameNotDefined(reference.name, Object.keys(names));
  return names[reference.name];
}

/** A text in a tree of values, and where it stands. */
export interface PlacedText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** All texts in a tree of values. */
export function textsIn(value: unknown, path: readonly (string | number)[] = []): PlacedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    textsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
