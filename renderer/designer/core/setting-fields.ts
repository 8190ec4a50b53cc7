import type { z } from 'zod';
import type { Component } from '../../../engine/components/component.ts';

/** How a setting is asked for. */
export type SettingKind =
  | { readonly kind: 'text' | 'number' | 'switch' | 'value' | 'column-rules' | 'other' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** The name of a column of the table that comes in at `port`; of several columns. */
  | { readonly kind: 'column' | 'columns'; readonly port: string }
  /** A class of the column that another setting names. */
  | { readonly kind: 'class'; readonly port: string; readonly of: string }
  /** The name of a table outside of the pipeline. */
  | { readonly kind: 'dataset' };

/** One setting of a component. */
export type SettingField = SettingKind & {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** What holds where nothing is set. */
  readonly standard: unknown;
};

/** Settings that name something of the table that comes in. */
const references: Readonly<Record<string, Readonly<Record<string, SettingKind>>>> = {
  dataset: { name: { kind: 'dataset' } },
  'split-data': { stratificationColumn: { kind: 'column', port: 'table' } },
  'train-model': {
    label: { kind: 'column', port: 'table' },
    positive: { kind: 'class', port: 'table', of: 'label' },
  },
  'apply-transformation': { optionalColumns: { kind: 'columns', port: 'table' } },
};

/** The settings of a component, as its schema describes them. */
export function settingFields(component: Component): SettingField[] {
  return Object.entries(component.settings.shape).map(([key, schema]) => {
    const { title = key, description = '' } = (schema.meta() ?? {}) as {
      title?: string;
      description?: string;
    };
    const known = (references[component.type] ?? {})[key] as SettingKind | undefined;
    return { key, title, description, standard: standardOf(schema), ...(known ?? kindOf(schema)) };
  });
}

type Definition = z.core.$ZodTypes['_zod']['def'];

function definitionOf(schema: z.core.$ZodType): Definition {
  return (schema as z.core.$ZodTypes)._zod.def;
}

function standardOf(schema: z.ZodType): unknown {
  const result = schema.safeParse(undefined);
  return result.success ? result.data : undefined;
}

function kindOf(schema: z.core.$ZodType): SettingKind {
  const definition = definitionOf(schema);
  if ('innerType' in definition) return kindOf(definition.innerType);
  if (definition.type === 'boolean') return { kind: 'switch' };
  if (definition.type === 'enum') {
    return { kind: 'choice', choices: Object.values(definition.entries).map(String) };
  }
  if (definition.type === 'number') return { kind: 'number' };
  if (definition.type === 'union') return { kind: 'value' };
  if (definition.type === 'string') return { kind: 'text' };
  const isRules = definition.type === 'object' && Object.hasOwn(definition.shape, 'beginWith');
  return { kind: isRules ? 'column-rules' : 'other' };
}

/** A typed text as a setting: a number where it is one, the text itself where it is none, nothing where it is empty. */
export function readNumber(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text;
}
