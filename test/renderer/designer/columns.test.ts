import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allColumnsExcept, type ColumnRules } from '../../../engine/components/column-rules.ts';
import { findComponent } from '../../../engine/components/registry.ts';
import type { Component } from '../../../engine/components/component.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { nodeOf, setSetting } from '../../../renderer/designer/core/commands.ts';
import {
  missingColumns,
  previewColumns,
  replaceColumn,
  toggleColumn,
} from '../../../renderer/designer/core/columns.ts';
import type { ColumnSummary } from '../../../renderer/designer/core/run.ts';
import { settingFields, type SettingField } from '../../../renderer/designer/core/setting-fields.ts';

const columns: ColumnSummary[] = [
  { name: 'Loan_ID', kind: 'category' },
  { name: 'LoanAmount', kind: 'number' },
  { name: 'ApplicantIncome', kind: 'number' },
  { name: 'Loan_Status', kind: 'category' },
];
const tutorial = tutorialPipeline();

function field(type: string, key: string): SettingField {
  const found = settingFields(findComponent(type) as Component).find((one) => one.key === key);
  if (!found) throw new Error(`${type} has no setting ${key}`);
  return found;
}

it('shows what rules choose, as the engine does', () => {
  expect(previewColumns(columns, allColumnsExcept(['Loan_ID']))).toEqual([
    'LoanAmount',
    'ApplicantIncome',
    'Loan_Status',
  ]);
  expect(
    previewColumns(columns, {
      beginWith: 'none',
      rules: [
        { action: 'include', by: 'pattern', pattern: 'Loan*' },
        { action: 'exclude', by: 'type', type: 'category' },
        { action: 'include', by: 'name', names: ['Loan_Status', 'gone'] },
      ],
    }),
  ).toEqual(['LoanAmount', 'Loan_Status']);
});

it('a press on a column changes that column and no other, whatever the rules', () => {
  const names = columns.map(({ name }) => name);
  const action = fc.constantFrom('include' as const, 'exclude' as const);
  const rule: fc.Arbitrary<ColumnRules['rules'][number]> = fc.oneof(
    fc.record({ action, by: fc.constant('name' as const), names: fc.subarray(names) }),
    fc.record({ action, by: fc.constant('type' as const), type: fc.constantFrom('number', 'category') }),
    fc.record({ action, by: fc.constant('pattern' as const), pattern: fc.constantFrom('*', 'Loan*', '*t*') }),
  );
  const rules = fc.record({
    beginWith: fc.constantFrom('all' as const, 'none' as const),
    rules: fc.array(rule, { maxLength: 5 }),
  });
  fc.assert(
    fc.property(rules, fc.constantFrom(...names), (before, name) => {
      const after = toggleColumn(columns, before, name);
      const [old, now] = [before, after].map((one) => new Set(previewColumns(columns, one)));
      for (const one of names) expect(now.has(one)).toBe(one === name ? !old.has(one) : old.has(one));
    }),
  );
});

it('finds a column that has vanished, with the nearest name', () => {
  const renamed = columns.map((column) =>
    column.name === 'Loan_Status' ? { ...column, name: 'LoanStatus' } : column,
  );
  for (const [id, setting] of [
    ['train', 'label'],
    ['split', 'stratificationColumn'],
    ['clean', 'columns'],
  ]) {
    const node = nodeOf(tutorial, id);
    const [missing, ...others] = node ? missingColumns(node, 'table', renamed) : [];
    expect(others).toEqual([]);
    expect(missing).toMatchObject({ setting, name: 'Loan_Status', nearest: 'LoanStatus' });
    expect(missing.error.message).toContain('There is no column "Loan_Status" in the table that comes in.');
  }
});

it('a column to stratify on is missed only where the split is stratified', () => {
  const node = nodeOf(setSetting(tutorial, 'split', 'stratified', false), 'split');
  expect(node && missingColumns(node, 'table', [])).toEqual([]);
});

it('takes a column out of a setting, or puts the nearest in its place', () => {
  const rules = field('select-columns', 'columns');
  const value = allColumnsExcept(['Loan_ID', 'Gender']);
  expect(replaceColumn(rules, value, 'Gender')).toEqual(allColumnsExcept(['Loan_ID']));
  expect(replaceColumn(rules, value, 'Gender', 'Sex')).toEqual(allColumnsExcept(['Loan_ID', 'Sex']));
  expect(replaceColumn(rules, value, 'Gender', 'Loan_ID')).toEqual(allColumnsExcept(['Loan_ID']));
  expect(replaceColumn(rules, allColumnsExcept(['Gender']), 'Gender')).toEqual(allColumnsExcept([]));
  expect(replaceColumn(field('train-model', 'label'), 'Y', 'Y')).toBeUndefined();
  expect(replaceColumn(field('apply-transformation', 'optionalColumns'), ['a', 'b'], 'a', 'c')).toEqual([
    'c',
    'b',
  ]);
});
