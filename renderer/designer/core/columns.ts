import {
  chooseColumns,
  columnRulesSchema,
  type ColumnRules,
} from '../../../engine/components/column-rules.ts';
import { findComponent } from '../../../engine/components/registry.ts';
import { settingNamesNoColumn } from '../../../engine/components/errors.ts';
import { nearestNames, type EngineError } from '../../../engine/errors.ts';
import type { PipelineNode } from '../../../engine/pipeline/pipeline.ts';
import { createLevels } from '../../../engine/table/levels.ts';
import { createTable, type Table } from '../../../engine/table/table.ts';
import type { ColumnSummary } from './run.ts';
import { settingFields, type SettingField } from './setting-fields.ts';

/** A column that a setting names and the table that comes in has not. */
export interface MissingColumn {
  readonly setting: string;
  readonly name: string;
  readonly nearest: string | undefined;
  /** The engine's own words. */
  readonly error: EngineError;
}

/** The rules of a setting, where they can be read. */
export function rulesOf(value: unknown): ColumnRules | undefined {
  return columnRulesSchema.safeParse(value ?? {}).data;
}

/** The columns that a setting's value names. */
export function namesIn(field: SettingField, value: unknown): string[] {
  if (field.kind === 'column') return typeof value === 'string' && value !== '' ? [value] : [];
  if (field.kind === 'columns')
    return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  if (field.kind !== 'column-rules') return [];
  const rules = rulesOf(value)?.rules ?? [];
  return [...new Set(rules.flatMap((rule) => (rule.by === 'name' ? rule.names : [])))];
}

/** What a component's settings name that the columns coming in at a port do not have. */
export function missingColumns(
  node: PipelineNode,
  port: string,
  columns: readonly ColumnSummary[],
): MissingColumn[] {
  const component = findComponent(node.component);
  const available = columns.map(({ name }) => name);
  const known = new Set(available);
  return (component ? settingFields(component) : []).flatMap((field) => {
    if (portOf(field) !== port || !isUsed(node, field)) return [];
    return namesIn(field, node.settings[field.key])
      .filter((name) => !known.has(name))
      .map((name) => ({
        setting: field.key,
        name,
        nearest: nearestNames(name, available).at(0),
        error: settingNamesNoColumn(name, available, field.title),
      }));
  });
}

/** A column to stratify on that no split asks for may be any; so may columns that need not be there. */
function isUsed({ settings }: PipelineNode, { key, kind }: SettingField): boolean {
  if (kind === 'columns') return false;
  return key !== 'stratificationColumn' || settings.stratified === true;
}

/** The input whose columns a setting speaks of. */
export function portOf(field: SettingField): string | undefined {
  if (field.kind === 'column-rules') return 'table';
  return 'port' in field ? field.port : undefined;
}

/** A setting's value without a column, or with another in its place; a rule that is left without names goes too. */
export function replaceColumn(field: SettingField, value: unknown, name: string, other?: string): unknown {
  const replace = (names: readonly string[]): string[] => [
    ...new Set(names.flatMap((one) => (one !== name ? [one] : other === undefined ? [] : [other]))),
  ];
  if (field.kind === 'column') return other;
  if (field.kind === 'columns') return replace(namesIn(field, value));
  const rules = rulesOf(value);
  if (!rules) return value;
  return {
    ...rules,
    rules: rules.rules
      .map((rule) => (rule.by === 'name' ? { ...rule, names: replace(rule.names) } : rule))
      .filter((rule) => rule.by !== 'name' || rule.names.length > 0),
  };
}

/** The names of the columns that rules choose; names that are not there are passed over. */
export function previewColumns(columns: readonly ColumnSummary[], rules: ColumnRules): string[] {
  const known = new Set(columns.map(({ name }) => name));
  const sure: ColumnRules = {
    ...rules,
    rules: rules.rules.map((rule) =>
      rule.by === 'name' ? { ...rule, names: rule.names.filter((name) => known.has(name)) } : rule,
    ),
  };
  return chooseColumns(tableOf(columns), sure, '');
}

/** The rules with a column chosen that was not, or the other way round, by its name. */
export function toggleColumn(
  columns: readonly ColumnSummary[],
  rules: ColumnRules,
  name: string,
): ColumnRules {
  const action = previewColumns(columns, rules).includes(name) ? 'exclude' : 'include';
  const kept = rules.rules
    .map((rule) =>
      rule.by === 'name' && rule.action !== action
        ? { ...rule, names: rule.names.filter((one) => one !== name) }
        : rule,
    )
    .filter((rule) => rule.by !== 'name' || rule.names.length > 0);
  // Where that was enough, no rule is needed.
  const without = { ...rules, rules: kept };
  if (previewColumns(columns, without).includes(name) === (action === 'include')) return without;
  const last = kept.at(-1);
  return last?.by === 'name' && last.action === action
    ? { ...rules, rules: [...kept.slice(0, -1), { ...last, names: [...last.names, name] }] }
    : { ...rules, rules: [...kept, { action, by: 'name', names: [name] }] };
}

/** A table of these columns without rows: the engine chooses by names and kinds alone. */
function tableOf(columns: readonly ColumnSummary[]): Table {
  return createTable(
    columns.map(({ name, kind }) =>
      kind === 'number'
        ? { kind, name, values: new Float64Array() }
        : { kind, name, codes: new Int8Array(), levels: createLevels([]) },
    ),
  );
}
