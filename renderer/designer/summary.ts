import type { ColumnRules } from '../../engine/components/column-rules.ts';
import { findComponent } from '../../engine/components/registry.ts';
import type { PipelineNode } from '../../engine/pipeline/pipeline.ts';
import * as m from '../paraglide/messages.js';
import { hostText } from '../parts/host-text.ts';
import { rulesOf } from './core/columns.ts';
import { settingFields, type SettingField } from './core/setting-fields.ts';
import { kindWord, settingChoice } from './words.ts';

/** What a component is set to, in a line. */
export function summaryOf(node: PipelineNode): string {
  const component = findComponent(node.component);
  if (!component) return '';
  const own = lines[component.type] as ((settings: Values) => string) | undefined;
  const fields = settingFields(component);
  const values: Values = Object.fromEntries(
    fields.map(({ key, standard }) => [key, node.settings[key] ?? standard]),
  );
  const line = own?.(values) ?? '';
  if (line !== '') return line;
  const parts = fields.map((field) => partOf(field, values[field.key])).filter((part) => part !== '');
  return parts.length > 0 ? parts.slice(0, 3).join(' · ') : hostText(component.help);
}

type Values = Readonly<Record<string, unknown>>;

/** Components whose settings belong together in a sentence. */
const lines: Readonly<Record<string, (settings: Values) => string>> = {
  dataset: ({ name }) => (typeof name === 'string' ? name : ''),
  'split-data': ({ fraction, stratified, stratificationColumn }) =>
    stratified === true && typeof stratificationColumn === 'string' && stratificationColumn !== ''
      ? m.designer_summary_stratified({ fraction: shown(fraction), column: stratificationColumn })
      : shown(fraction),
  'train-model': ({ label }) =>
    typeof label === 'string' && label !== '' ? m.designer_summary_label({ label }) : '',
  'clean-missing-data': ({ mode, value }) =>
    mode === 'custom' ? m.designer_summary_fill({ value: shown(value) }) : settingChoice(shown(mode)),
};

function partOf({ kind, title }: SettingField, value: unknown): string {
  if (kind === 'column-rules') return rulesText(rulesOf(value));
  if (kind === 'choice') return `${hostText(title)}: ${settingChoice(shown(value))}`;
  if (typeof value === 'number') return `${hostText(title)} ${value}`;
  if (typeof value === 'string' && value !== '') return `${hostText(title)} ${value}`;
  return value === true ? hostText(title) : '';
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What column rules choose, in a few words. */
export function rulesText(rules: ColumnRules | undefined): string {
  if (!rules) return '';
  const start = rules.beginWith === 'all' ? m.designer_rules_all() : m.designer_rules_none();
  const parts = rules.rules.map((rule) => {
    const what =
      rule.by === 'name' ? rule.names.join(', ') : rule.by === 'type' ? kindWord(rule.type) : rule.pattern;
    return rule.action === 'include'
      ? m.designer_rules_with({ columns: what })
      : m.designer_rules_without({ columns: what });
  });
  return [start, ...parts].join(' ');
}
