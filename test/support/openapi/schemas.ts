import type { Documents, Placed, SwaggerSchema } from './documents.ts';

/** A request shows what may be written, a reply what may be read. */
export type Direction = 'request' | 'reply';

type JsonSchema = Record<string, unknown>;

/** All that an object of a type may hold, those of the types above it included. */
interface Flat {
  readonly properties: Map<string, Placed<SwaggerSchema>>;
  readonly required: Set<string>;
  additional: Placed<boolean | SwaggerSchema> | undefined;
}

/**
 * Turns Swagger 2.0 schemas into JSON Schema that is strict: what a type does not name may not be there, a
 * discriminator leads to the very subtype, and what is read-only may not be sent.
 */
export class SchemaCompiler {
  private readonly documents: Documents;
  /** Each definition once, by its place and direction. */
  readonly definitions: Record<string, JsonSchema> = {};
  private readonly keys = new Map<string, string>();

  constructor(documents: Documents) {
    this.documents = documents;
  }

  /** The schema of a value. */
  compile(placed: Placed<SwaggerSchema>, direction: Direction): JsonSchema {
    const { file, value } = placed;
    if (value.$ref === undefined) return this.nullable(value, this.describe(placed, direction, undefined));
    const target = this.documents.resolve<SwaggerSchema>(file, value.$ref);
    return this.nullable(value, this.reference(target, direction, 'any'));
  }

  /** A reference to a definition; `exact` leaves its subtypes out. */
  private reference(
    target: Placed<SwaggerSchema> & { readonly name: string },
    direction: Direction,
    kind: 'any' | 'exact',
  ): JsonSchema {
    const name = `${target.name} ${direction} ${kind}`;
    let key = this.keys.get(name);
    if (key === undefined) {
      key = `d${this.keys.size}`;
      this.keys.set(name, key);
      const made = this.describe(target, direction, kind === 'any' ? target.name : undefined);
      this.definitions[key] = this.nullable(target.value, made);
    }
    return { $ref: `#/$defs/${key}` };
  }

  private nullable(value: SwaggerSchema, schema: JsonSchema): JsonSchema {
    return value['x-nullable'] === true ? { anyOf: [{ type: 'null' }, schema] } : schema;
  }

  private describe(
    placed: Placed<SwaggerSchema>,
    direction: Direction,
    name: string | undefined,
  ): JsonSchema {
    const { file, value } = placed;
    if (value.type === 'array') {
      return {
        type: 'array',
        ...(value.items && { items: this.compile({ file, value: value.items }, direction) }),
      };
    }
    const isObject = value.type === 'object' || value.type === undefined;
    if (!isObject) return describeScalar(value);
    if (value.properties === undefined && value.allOf === undefined && value.type === undefined) return {};
    const discriminator = name === undefined ? undefined : this.discriminatorOf(placed);
    if (name !== undefined && discriminator !== undefined) {
      const subtypes = this.subtypesOf(file, name, value);
      if (subtypes.size > 0) return this.polymorphic(discriminator, subtypes, direction);
    }
    return this.describeObject(placed, direction);
  }

  private describeObject(placed: Placed<SwaggerSchema>, direction: Direction): JsonSchema {
    const flat = this.flatten(placed);
    const properties: Record<string, unknown> = {};
    const required = new Set(flat.required);
    for (const [name, property] of flat.properties) {
      const isHidden = isHiddenIn(property.value, direction);
      if (isHidden) required.delete(name);
      properties[name] = isHidden ? false : this.compile(property, direction);
    }
    const { additional } = flat;
    const isFree = flat.properties.size === 0 && additional === undefined;
    return {
      type: 'object',
      properties,
      required: [...required],
      additionalProperties:
        isFree || additional?.value === true
          ? true
          : additional && additional.value !== false
            ? this.compile(additional as Placed<SwaggerSchema>, direction)
            : false,
    };
  }

  private flatten(placed: Placed<SwaggerSchema>): Flat {
    const { file, value } = placed;
    const flat: Flat = { properties: new Map(), required: new Set(), additional: undefined };
    for (const part of value.allOf ?? []) {
      const above = this.flatten(this.documents.follow({ file, value: part }));
      for (const [name, property] of above.properties) flat.properties.set(name, property);
      for (const name of above.required) flat.required.add(name);
      flat.additional ??= above.additional;
    }
    for (const [name, property] of Object.entries(value.properties ?? {})) {
      flat.properties.set(name, { file, value: property });
    }
    for (const name of value.required ?? []) flat.required.add(name);
    if (value.additionalProperties !== undefined) {
      flat.additional = { file, value: value.additionalProperties };
    }
    return flat;
  }

  private discriminatorOf({ file, value }: Placed<SwaggerSchema>): string | undefined {
    if (value.discriminator !== undefined) return value.discriminator;
    for (const part of value.allOf ?? []) {
      const found = this.discriminatorOf(this.documents.follow({ file, value: part }));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The types under a type, itself included where it has a value of its own, by their discriminator's value. */
  private subtypesOf(
    file: string,
    name: string,
    value: SwaggerSchema,
  ): Map<string, Placed<SwaggerSchema> & { readonly name: string }> {
    const found = new Map<string, Placed<SwaggerSchema> & { readonly name: string }>();
    const own = value['x-ms-discriminator-value'];
    if (own !== undefined) found.set(own, { file, name, value });
    for (const other of Object.keys(this.documents.load(file).definitions ?? {})) {
      const target = this.documents.resolve<SwaggerSchema>(file, `#/definitions/${other}`);
      if (target.name === name || !this.isUnder(target, name)) continue;
      found.set(target.value['x-ms-discriminator-value'] ?? other, target);
    }
    return found;
  }

  private isUnder({ file, value }: Placed<SwaggerSchema>, name: string): boolean {
    return (value.allOf ?? []).some((part) => {
      if (part.$ref === undefined) return false;
      const above = this.documents.resolve<SwaggerSchema>(file, part.$ref);
      return above.name === name || this.isUnder(above, name);
    });
  }

  private polymorphic(
    discriminator: string,
    subtypes: Map<string, Placed<SwaggerSchema> & { readonly name: string }>,
    direction: Direction,
  ): JsonSchema {
    return {
      type: 'object',
      required: [discriminator],
      properties: { [discriminator]: { enum: [...subtypes.keys()] } },
      allOf: [...subtypes].map(([value, target]) => ({
        if: { properties: { [discriminator]: { const: value } }, required: [discriminator] },
        then: this.reference(target, direction, 'exact'),
      })),
    };
  }
}

/** What the service alone writes may not be sent, what is never shown may not come back. */
function isHiddenIn(value: SwaggerSchema, direction: Direction): boolean {
  const mutability = value['x-ms-mutability'];
  if (direction === 'reply') return mutability !== undefined && !mutability.includes('read');
  if (value.readOnly === true) return true;
  return mutability !== undefined && !mutability.includes('create') && !mutability.includes('update');
}

const formats: Readonly<Record<string, string>> = {
  'date-time': '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$',
  uuid: '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$',
  duration: '^P(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$',
};

function describeScalar(value: SwaggerSchema): JsonSchema {
  const { type, format, pattern, minimum, maximum, minLength, maxLength } = value;
  const isOpen = value['x-ms-enum']?.modelAsString === true;
  const known = format === undefined ? undefined : formats[format];
  return {
    type,
    ...(value.enum && !isOpen && { enum: value.enum }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(type === 'string' && pattern !== undefined && { pattern }),
    ...(type === 'string' && pattern === undefined && known !== undefined && { pattern: known }),
  };
}
