import type { InputColumn } from '../../../engine/components/web-service-input/web-service-input.ts';
import type { OperationOutput } from '../../contract/operations.ts';

/** What a deployment takes and gives. */
export type ServiceSchema = NonNullable<
  OperationOutput<'endpoint.describe'>['deployments'][number]['schema']
>;

interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What the sandbox tells beside what OpenAPI has words for: how the training data were. */
  readonly 'x-training'?: {
    readonly levels?: readonly string[];
    readonly minimum?: number;
    readonly maximum?: number;
  };
}

/** What an endpoint's description says of a request's columns; `undefined` where it does not say it. */
export function schemaOfSwagger(document: unknown): ServiceSchema | undefined {
  const row = findRow(document, document, 0);
  const properties = Object.entries(row?.properties ?? {});
  if (properties.length === 0) return undefined;
  const columns = properties.map(([name, property]) => columnOf(name, resolve(document, property)));
  return { columns, outputs: null, label: null, positive: null, threshold: null };
}

/** The schema of a row: the items of the list with the name that web services give it. */
function findRow(document: unknown, value: unknown, depth: number): JsonSchema | undefined {
  if (typeof value !== 'object' || value === null || depth > 20) return undefined;
  for (const [name, part] of Object.entries(value)) {
    if (/^(WebServiceInput\d+|input1)$/.test(name) && isSchema(part)) {
      const items = resolve(document, resolve(document, part).items ?? {});
      if (items.properties) return items;
    }
    const found = findRow(document, part, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resolve(document: unknown, schema: JsonSchema, depth = 0): JsonSchema {
  if (schema.$ref === undefined || depth > 5) return schema;
  const path = schema.$ref.replace(/^#\//, '').split('/');
  let value: unknown = document;
  for (const part of path) {
    value = isSchema(value) && Object.hasOwn(value, part) ? value[part as keyof JsonSchema] : undefined;
  }
  return isSchema(value) ? resolve(document, value, depth + 1) : {};
}

function columnOf(name: string, schema: JsonSchema): InputColumn {
  const { type, example, minimum, maximum, 'x-training': training } = schema;
  if (type === 'number' || type === 'integer') {
    return {
      name,
      type: 'number',
      minimum: training?.minimum ?? minimum ?? null,
      maximum: training?.maximum ?? maximum ?? null,
      example: typeof example === 'number' ? example : null,
    };
  }
  const levels = training?.levels ?? schema.enum?.filter((level) => typeof level === 'string');
  return {
    name,
    type: 'category',
    levels: levels ? [...levels] : null,
    example: typeof example === 'string' ? example : null,
  };
}
