import * as z from 'zod';
import { nameRuleOf } from '../../contract/name-rules.ts';
import { isOperation, operations } from '../../contract/operations.ts';
import type { FormField } from '../../contract/session.ts';

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** The fields of an operation's form, with the values that a lesson suggests. */
export function formFields(operation: string, input: Readonly<Record<string, unknown>>): FormField[] {
  if (!isOperation(operation)) return [];
  const schema = z.toJSONSchema(operations[operation].input, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema;
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const rule = nameRuleOf(operation, name);
    return {
      name,
      kind: kindOf(property),
      value: input[name] ?? property.default ?? null,
      required: schema.required?.includes(name) ?? false,
      description: property.description ?? '',
      choices: (property.enum ?? []).map(String),
      rule: rule ? { pattern: rule.pattern.source, sentence: rule.sentence } : null,
      least: property.minimum ?? null,
      most: property.maximum !== undefined && property.maximum < 1e9 ? property.maximum : null,
    };
  });
}

function kindOf({ type, enum: choices, items }: JsonSchema): FormField['kind'] {
  if (choices) return 'choice';
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return 'switch';
  if (type === 'array' && items?.type === 'string') return 'list';
  return 'json';
}
