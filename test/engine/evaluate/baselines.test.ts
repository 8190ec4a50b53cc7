import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateBaselines, fitBaselines } from '../../../engine/evaluate/baselines.ts';
import { fitRule, ruleProbabilities } from '../../../engine/evaluate/single-column-rule.ts';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, type Column, type Table } from '../../../engine/table/table.ts';
import { encodeLabels } from '../../../engine/train/labels.ts';

const numbers = (name: string, values: (number | null)[]): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from(values, (value) => value ?? NaN),
});
const texts = (name: string, values: (string | null)[]): Column => ({
  kind: 'category',
  name,
  ...encodeTexts(values),
});

function fit(table: Table): ReturnType<typeof fitBaselines> {
  const label = table.columns.at(-1);
  if (!label) throw new Error('expected a label');
  return fitBaselines(table, label.name, encodeLabels(label));
}

/** As many Y and N in a column as told, one letter a row. */
const label = (letters: string): Column => texts('status', [...letters]);

describe('the best rule on one column', () => {
  it('of two values reads as "is"', () => {
    const table = createTable([
      numbers('noise', [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7]),
      numbers('history', [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, null]),
      label('YYYYYYYNNNNNNY'),
    ]);
    const baselines = fit(table);
    expect(baselines.text).toBe('status is Y unless history is 0');
    const { mostFrequentClass, bestSingleColumnRule } = evaluateBaselines(
      baselines,
      table,
      encodeLabels(table.columns[2]).classes,
    );
    expect(bestSingleColumnRule).toMatchObject({ column: 'history', accuracy: 1 });
    expect(mostFrequentClass).toMatchObject({ label: 'Y', accuracy: 8 / 14, recall: 1, auc: 0.5 });
  });

  it.each([
    [
      'a cut in the middle of a gap',
      numbers('income', [1, 2, 3, 4, 5, 6, 17, 18, 19, 20, 21, 22]),
      'NNNNNNYYYYYY',
      'status is Y unless income is at most 11.5',
    ],
    [
      'levels',
      texts('area', [...'aaaaaabbbbbbcccccc']),
      'YYYYYYNNNNNNYYYYYY',
      'status is Y unless area is b',
    ],
    [
      'two levels of five',
      texts('area', [...'aaaaaabbbbbbccccccddddddeeeeee']),
      'YYYYYYNNNNNNYYYYYYNNNNNNYYYYYY',
      'status is Y unless area is b or d',
    ],
    [
      'missing cells',
      texts('area', [...'aaaaaabbbbbb', null, null, null, null, null, null, null]),
      'YYYYYYYYYYYYNNNNNNN',
      'status is Y unless area is missing',
    ],
    ['nothing to tell', texts('area', [...'aaaaaabbbbbb']), 'YYYYYNYYYYYN', 'status is Y, whatever area is'],
  ])('with %s', (_, column, letters, text) => {
    expect(fit(createTable([column, label(letters)])).text).toBe(text);
  });

  it('is not one that knows the rows by heart', () => {
    const random = createRandom(1);
    const letters = Array.from({ length: 200 }, () => (random.next() < 0.6 ? 'Y' : 'N'));
    const table = createTable([
      texts(
        'id',
        Array.from({ length: 200 }, (_, i) => `LP${i}`),
      ),
      texts(
        'area',
        letters.map((letter) => (random.next() < 0.7 ? letter : 'other')),
      ),
      label(letters.join('')),
    ]);
    expect(fit(table).rule?.column).toBe('area');
  });

  it('is none where no column has two values', () => {
    const table = createTable([numbers('same', [1, 1, 1]), label('YNY')]);
    const baselines = fit(table);
    expect(baselines.rule).toBeNull();
    const { classes } = encodeLabels(table.columns[1]);
    expect(evaluateBaselines(baselines, table, classes).bestSingleColumnRule).toBeNull();
  });

  it('takes the simpler of equally good rules, then the first', () => {
    const four = texts('four', [...'aaaaaabbbbbbccccccdddddd']);
    const two = texts('two', [...'xxxxxxxxxxxxyyyyyyyyyyyy']);
    const again: Column = { ...two, name: 'again' };
    expect(fit(createTable([four, two, again, label('YYYYYYYYYYYYNNNNNNNNNNNN')])).rule?.column).toBe('two');
  });

  it('names the column that a table lacks', () => {
    const table = createTable([texts('area', [...'aaaaaabbbbbb']), label('YYYYYYNNNNNN')]);
    const other = createTable([texts('aera', ['a'])]);
    expect(() => evaluateBaselines(fit(table), other, Int8Array.of(1))).toThrow('There is no column "area"');
  });

  it('refuses a column of another type', () => {
    const table = createTable([texts('area', [...'aaaaaabbbbbb']), label('YYYYYYNNNNNN')]);
    const other = createTable([numbers('area', [1])]);
    expect(() => evaluateBaselines(fit(table), other, Int8Array.of(1))).toThrow('"area" holds numbers');
  });
});

describe('a cut', () => {
  const cell = fc.option(fc.integer({ min: -3, max: 6 }), { freq: 6 });
  it('is right as often as the best of all cuts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.constantFrom(0, 1)), { minLength: 12, maxLength: 60 }),
        (rows) => {
          const classes = Int8Array.from(rows, ([, actual]) => actual);
          const values = rows.map(([value]) => value);
          const positives = classes.reduce((sum, actual) => sum + actual, 0);
          const fitted = fitRule(numbers('x', values), classes, { rows: rows.length, positives });
          const distinct = new Set(values.filter((value) => value !== null));
          if (distinct.size < 2) {
            expect(fitted).toBeUndefined();
            return;
          }
          const majority = (positives + 1) / (rows.length + 2) >= 0.5 ? 1 : 0;
          const rightIn = (members: typeof rows): number => {
            const ones = members.filter(([, actual]) => actual === 1).length;
            const says = members.length < 6 ? majority : 2 * ones >= members.length ? 1 : 0;
            return says === 1 ? ones : members.length - ones;
          };
          const missing = rightIn(rows.filter(([value]) => value === null));
          const right = [...distinct].map((cut) => {
            if (!values.some((value) => value !== null && value > cut)) return 0;
            const below = rows.filter(([value]) => value !== null && value <= cut);
            const above = rows.filter(([value]) => value !== null && value > cut);
            return rightIn(below) + rightIn(above) + missing;
          });
          expect(fitted?.correct).toBe(Math.max(...right));

          // What the rule says of its own training rows is right that often.
          const probabilities = fitted
            ? ruleProbabilities(fitted.rule, numbers('x', values))
            : new Float64Array();
          let correct = 0;
          classes.forEach((actual, i) => (correct += (probabilities[i] >= 0.5 ? 1 : 0) === actual ? 1 : 0));
          expect(correct).toBe(fitted?.correct);
        },
      ),
    );
  });
});
