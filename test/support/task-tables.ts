import type { Random } from '../../engine/random.ts';
import { encodeTexts } from '../../engine/table/levels.ts';
import { dropColumns, getColumn, withColumns, type Table } from '../../engine/table/table.ts';
import { twoClassTable, type TwoClassTableOptions } from './random-tables.ts';

/** A random table whose label "y" has so many classes, "class 0" and so on, that depend on the other columns. */
export function multiclassTable(random: Random, options: TwoClassTableOptions, classCount: number): Table {
  const { features, scores } = drawFeatures(random, options, classCount);
  const labels = Array.from({ length: features.rowCount }, (_, i) => {
    // The greatest of scores with Gumbel noise: the softmax of the scores.
    const noisy = scores.map((column) => column[i] - Math.log(-Math.log(1 - random.next())));
    return `class ${i < classCount ? i : noisy.indexOf(Math.max(...noisy))}`;
  });
  return withColumns(features, [{ kind: 'category', name: 'y', ...encodeTexts(labels) }]);
}

/** A random table whose label "y" is a number: a sum over the other columns, bent where one of them is large, and noise. */
export function regressionTable(random: Random, options: TwoClassTableOptions, noise = 0.3): Table {
  const { features, scores } = drawFeatures(random, options, 2);
  const values = scores[0].map(
    (value, i) => 50 + 10 * (value + scores[1][i] ** 2 / 4 + noise * random.normal()),
  );
  return withColumns(features, [{ kind: 'number', name: 'y', values }]);
}

/** The columns of a two-class table, and random sums over their standardised numbers and levels. */
function drawFeatures(random: Random, options: TwoClassTableOptions, count: number) {
  const features = dropColumns(twoClassTable(random, options), ['y']);
  const scores = Array.from({ length: count }, () => {
    const sums = new Float64Array(features.rowCount);
    for (const { name } of features.columns) {
      const column = getColumn(features, name);
      if (column.kind === 'category') {
        const weights = Array.from({ length: column.levels.size }, () => random.normal());
        for (let i = 0; i < sums.length; i++) if (column.codes[i] >= 0) sums[i] += weights[column.codes[i]];
        continue;
      }
      const weight = random.normal();
      const present = column.values.filter((value) => !Number.isNaN(value));
      const mean = present.reduce((sum, value) => sum + value / present.length, 0);
      const spread =
        Math.sqrt(present.reduce((sum, value) => sum + (value - mean) ** 2 / present.length, 0)) || 1;
      for (let i = 0; i < sums.length; i++) {
        const value = (column.values[i] - mean) / spread;
        // Held back, so that a single far value decides nothing.
        if (!Number.isNaN(value)) sums[i] += weight * Math.max(-3, Math.min(3, value));
      }
    }
    return sums;
  });
  return { features, scores };
}
