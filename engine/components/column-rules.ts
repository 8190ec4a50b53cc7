import * as z from 'zod';
import type { Table } from '../table/table.ts';
import { settingNamesNoColumn } from './errors.ts';

const action = z.enum(['include', 'exclude']).meta({ title: 'Include or exclude' });

const columnRule = z.discriminatedUnion('by', [
  z.strictObject({
    action,
    by: z.literal('name'),
    names: z
      .array(z.string())
      .meta({ title: 'Column names', description: 'The names as the header has them.' }),
  }),
  z.strictObject({
    action,
    by: z.literal('type'),
    type: z
      .enum(['number', 'category'])
      .meta({ title: 'Type', description: 'Columns of numbers, or of texts.' }),
  }),
  z.strictObject({
    action,
    by: z.literal('pattern'),
    pattern: z
      .string()
      .meta({ title: 'Pattern', description: 'A name in which * stands for any characters.' }),
  }),
]);

/** The designer's column selector: a start, then rules that include or exclude, applied in their order. */
export const columnRulesSchema = z.strictObject({
  beginWith: z
    .enum(['all', 'none'])
    .default('all')
    .meta({ title: 'Begin with', description: 'All columns, or none, before the rules.' }),
  rules: z
    .array(columnRule)
    .default([])
    .meta({ title: 'Rules', description: 'Each includes or excludes columns by name, type or pattern.' }),
});

export type ColumnRules = z.output<typeof columnRulesSchema>;

/** Rules that leave out the columns of these names. */
export function allColumnsExcept(names: readonly string[]): ColumnRules {
  const rules: ColumnRules['rules'] =
    names.length > 0 ? [{ action: 'exclude', by: 'name', names: [...names] }] : [];
  return { beginWith: 'all', rules };
}

/** Rules that take the columns of these names only. */
export function onlyColumns(names: readonly string[]): ColumnRules {
  return { beginWith: 'none', rules: [{ action: 'include', by: 'name', names: [...names] }] };
}

/**
 * The names of the columns that the rules choose, in the table's order; `setting` is the title of the
 * setting that holds them. Error: `column-not-found`.
 */
export function chooseColumns(table: Table, { beginWith, rules }: ColumnRules, setting: string): string[] {
  const { columns } = table;
  const chosen = new Uint8Array(columns.length).fill(beginWith === 'all' ? 1 : 0);
  const positions = new Map(columns.map(({ name }, index) => [name, index]));
  for (const rule of rules) {
    const mark = rule.action === 'include' ? 1 : 0;
    if (rule.by === 'name') {
      for (const name of rule.names) {
        const position = positions.get(name);
        if (position === undefined) throw settingNamesNoColumn(name, [...positions.keys()], setting);
        chosen[position] = mark;
      }
    } else {
      const matches =
        rule.by === 'type'
          ? ({ kind }: Table['columns'][number]) => kind === rule.type
          : ({ name }: Table['columns'][number]) => matchesPattern(name, rule.pattern);
      columns.forEach((column, index) => {
        if (matches(column)) chosen[index] = mark;
      });
    }
  }
  return columns.filter((_, index) => chosen[index] === 1).map(({ name }) => name);
}

/** Whether a name fits a pattern in which `*` stands for any characters; without `*` they must be equal. */
export function matchesPattern(name: string, pattern: string): boolean {
  const [start, ...parts] = pattern.split('*');
  const end = parts.pop();
  if (end === undefined) return name === pattern;
  if (!name.startsWith(start)) return false;
  let from = start.length;
  for (const part of parts) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.length - from >= end.length && name.endsWith(end);
}
