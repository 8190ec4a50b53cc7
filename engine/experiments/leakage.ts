import * as z from 'zod';
import { cleanMissingData } from '../components/clean-missing-data/clean-missing-data.ts';
import { applyCleaning, fitCleaning } from '../components/clean-missing-data/cleaning.ts';
import { splitRows } from '../components/split-data/split.ts';
import { evaluateBinary } from '../evaluate/metrics.ts';
import { createRandom } from '../random.ts';
import { encodeTexts } from '../table/levels.ts';
import {
  columnNames,
  createTable,
  dropColumns,
  getColumn,
  selectColumns,
  takeRows,
  type NumberColumn,
  type Table,
} from '../table/table.ts';
import { encodeLabels } from '../train/labels.ts';
import { trainTwoClassLogisticRegression } from '../train/two-class-logistic-regression.ts';
import { columnsToDrop, mean, scoreRows, type Experiment } from './experiment.ts';

/**
 * The same preparation before and after the split. On the learner's table it fills gaps; on a made-up one it chooses
 * the columns that go with the label best, out of pure noise, where nothing can be learnt (Hastie, Tibshirani and
 * Friedman, The Elements of Statistical Learning, 7.10.2).
 */
export const leakage: Experiment = {
  settings: z.strictObject({
    seeds: z.int().min(1).max(100).default(10),
    rows: z.int().min(20).max(1000).default(120),
    columns: z.int().min(10).max(5000).default(1000),
    keep: z.int().min(1).max(100).default(10),
  }),
  async run(input) {
    const { table, label, settings } = input;
    const { seeds, rows, columns, keep } = settings as Record<string, number>;
    const own: Comparison[] = [];
    const noise: Comparison[] = [];
    for (let seed = input.seed; seed < input.seed + seeds; seed++) {
      own.push(await compare(dropColumns(table, columnsToDrop(table)), label, seed, fillGaps(label)));
      noise.push(await compare(noiseTable(rows, columns, seed), noiseLabel, seed, chooseColumns(keep)));
    }
    const figures = (runs: readonly Comparison[]): object => ({
      prepareThenSplit: mean(runs.map(({ before }) => before)),
      splitThenPrepare: mean(runs.map(({ after }) => after)),
    });
    return {
      seeds,
      yourTable: figures(own),
      noise: { rows, columns, keep, ...figures(noise) },
    };
  },
};

/** The test accuracy of a preparation before the split and of the same one after it. */
interface Comparison {
  readonly before: number;
  readonly after: number;
}

/** What is learnt from some rows is done to any rows. */
type Preparation = (fittedOn: Table) => (table: Table) => Table;

async function compare(table: Table, label: string, seed: number, prepare: Preparation): Promise<Comparison> {
  const { first, second } = splitRows(table, { fraction: 0.7, seed, stratifyOn: label });
  const accuracy = async (fittedOn: Table): Promise<number> => {
    const prepared = prepare(fittedOn)(table);
    const model = await trainTwoClassLogisticRegression(takeRows(prepared, first), { label });
    const { probabilities, classes } = scoreRows(model, takeRows(prepared, second));
    return evaluateBinary(probabilities, classes).accuracy;
  };
  return { before: await accuracy(table), after: await accuracy(takeRows(table, first)) };
}

/** The most frequent value for each gap, as the lesson's pipeline fills them. */
function fillGaps(label: string): Preparation {
  return (fittedOn) => {
    const columns = columnNames(fittedOn).filter((name) => name !== label);
    const settings = cleanMissingData.settings.parse({ mode: 'mode' });
    const transformation = fitCleaning(fittedOn, { ...settings, columns });
    return (table) => applyCleaning(transformation, table);
  };
}

/** The columns that go with the label best. */
function chooseColumns(keep: number): Preparation {
  return (fittedOn) => {
    const { classes } = encodeLabels(getColumn(fittedOn, noiseLabel));
    const best = fittedOn.columns
      .filter((column): column is NumberColumn => column.kind === 'number')
      .map(({ name, values }) => ({ name, strength: Math.abs(correlation(values, classes)) }))
      .sort((a, b) => b.strength - a.strength)
      .slice(0, keep)
      .map(({ name }) => name);
    return (table) => selectColumns(table, [...best, noiseLabel]);
  };
}

const noiseLabel = 'label';

/** Numbers that tell nothing about a label, which is Y in every second row. */
function noiseTable(rows: number, columns: number, seed: number): Table {
  const random = createRandom(seed);
  const features = Array.from({ length: columns }, (_, index): NumberColumn => ({
    kind: 'number',
    name: `x${index + 1}`,
    values: Float64Array.from({ length: rows }, () => random.normal()),
  }));
  const texts = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'Y' : 'N'));
  return createTable([...features, { kind: 'category', name: noiseLabel, ...encodeTexts(texts) }]);
}

/** Pearson's correlation of numbers and classes. */
function correlation(values: Float64Array, classes: Int8Array): number {
  const x = mean(Array.from(values));
  const y = mean(Array.from(classes));
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < values.length; i++) {
    xy += (values[i] - x) * (classes[i] - y);
    xx += (values[i] - x) ** 2;
    yy += (classes[i] - y) ** 2;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
