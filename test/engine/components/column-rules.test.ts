import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allColumnsExcept,
  chooseColumns,
  matchesPattern,
  onlyColumns,
  type ColumnRules,
} from '../../../engine/components/column-rules.ts';
import { columnNames } from '../../../engine/table/table.ts';
import { tables } from '../../support/component-tables.ts';

describe('chooseColumns', () => {
  it('lets the last rule that matches a column decide', () => {
    const rule = (names: string[]) =>
      fc.oneof(
        fc.record({
          action: fc.constantFrom('include' as const, 'exclude' as const),
          by: fc.constant('name' as const),
          names: fc.subarray(names),
        }),
        fc.record({
          action: fc.constantFrom('include' as const, 'exclude' as const),
          by: fc.constant('type' as const),
          type: fc.constantFrom('number' as const, 'category' as const),
        }),
        fc.record({
          action: fc.constantFrom('include' as const, 'exclude' as const),
          by: fc.constant('pattern' as const),
          pattern: fc.constantFrom('*', 'a*', '*b', '0'),
        }),
      );
    const drawn = tables.chain((table) =>
      fc.record({
        table: fc.constant(table),
        beginWith: fc.constantFrom('all' as const, 'none' as const),
        rules: fc.array(rule(columnNames(table)), { maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(drawn, ({ table, beginWith, rules }) => {
        const expected = table.columns.filter(({ name, kind }) => {
          const last = rules.findLast((candidate) => {
            if (candidate.by === 'name') return candidate.names.includes(name);
            if (candidate.by === 'type') return candidate.type === kind;
            return { '*': true, 'a*': name.startsWith('a'), '*b': name.endsWith('b'), '0': name === '0' }[
              candidate.pattern
            ];
          });
          return last ? last.action === 'include' : beginWith === 'all';
        });
        const chosen = chooseColumns(table, { beginWith, rules }, 'Columns');
        expect(chosen).toEqual(expected.map(({ name }) => name));
      }),
    );
  });

  it('names the setting and the nearest column when a name is not there', () => {
    const [table] = fc.sample(tables, { numRuns: 1, seed: 1 });
    const near = { ...table, columns: [{ ...table.columns[0], name: 'Loan_ID' }] };
    const choose = (rules: ColumnRules) => () => chooseColumns(near, rules, 'Columns');
    expect(choose(allColumnsExcept(['Loan_id']))).toThrow(
      expect.objectContaining({
        code: 'column-not-found',
        message: 'Setting "Columns": There is no column "Loan_id" in the table that comes in.',
        hint: 'Did you mean "Loan_ID"?',
        details: expect.objectContaining({ setting: 'Columns', column: 'Loan_id' }) as unknown,
      }),
    );
    expect(choose(onlyColumns(['Gender']))).toThrow(
      expect.objectContaining({ hint: 'The columns are "Loan_ID".' }),
    );
  });
});

describe('matchesPattern', () => {
  it.each([
    ['Loan_ID', 'Loan_*', true],
    ['Loan_ID', 'loan_*', false],
    ['Loan_ID', 'Loan_ID', true],
    ['Loan_ID', 'Loan', false],
    ['abcabc', 'a*c', true],
    ['ab', 'ab*b', false],
    ['abb', 'ab*b', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['aXbYc', 'a*b*c', true],
    ['acb', 'a*b*c', false],
    ['', '*', true],
    ['', '', true],
    ['anything', '**', true],
  ])('%j against %j: %s', (name, pattern, expected) => {
    expect(matchesPattern(name, pattern)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    fc.assert(
      fc.property(letters, patterns, (name, pattern) => {
        expect(matchesPattern(name, pattern)).toBe(
          new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
