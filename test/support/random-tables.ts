import type { Random } from '../../engine/random.ts';
import { encodeTexts } from '../../engine/table/levels.ts';
import { createTable, type Column, type Table } from '../../engine/table/table.ts';

/** How the numbers of one column are drawn. */
export type NumberShape =
  'normal' | 'lognormal' | 'huge' | 'tiny' | 'offset' | 'spike' | 'constant' | 'binary';

const shapes: Record<NumberShape, (random: Random) => number> = {
  normal: (random) => random.normal(),
  lognormal: (random) => Math.exp(2 * random.normal()),
  huge: (random) => random.normal() * 1e12,
  tiny: (random) => random.normal() * 1e-12,
  offset: (random) => 1.7e9 + random.integer(1000),
  spike: (random) => (random.next() < 0.001 ? 1000 * random.next() : random.next()),
  constant: () => 42,
  binary: (random) => random.integer(2),
};

/** What a random two-class table is made of. */
export interface TwoClassTableOptions {
  readonly rows: number;
  readonly numbers: readonly NumberShape[];
  /** For each text column the number of its levels. */
  readonly levels?: readonly number[];
  /** The share of missing cells. */
  readonly missing?: number;
  /** How strongly the columns tell the classes apart. */
  readonly strength?: number;
}

/** A table of random columns n0, n1, …, c0, c1, … and a label column "y" (no, yes) that depends on them. */
export function twoClassTable(random: Random, options: TwoClassTableOptions): Table {
  const { rows, numbers, levels = [], missing = 0, strength = 1 } = options;
  const scores = new Float64Array(rows);
  const columns: Column[] = numbers.map((shape, index) => {
    const values = Float64Array.from({ length: rows }, () => shapes[shape](random));
    const mean = values.reduce((sum, value) => sum + value / rows, 0);
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / rows, 0)) || 1;
    const weight = strength * random.normal();
    for (let i = 0; i < rows; i++) {
      scores[i] += (weight * (values[i] - mean)) / spread;
      if (random.next() < missing) values[i] = NaN;
    }
    return { kind: 'number', name: `n${index}`, values };
  });
  levels.forEach((count, index) => {
    const weights = Array.from({ length: count }, () => strength * random.normal());
    const texts = Array.from({ length: rows }, (_, i) => {
      // Squared, so that some levels are rare.
      const level = Math.floor(count * random.next() ** 2);
      scores[i] += weights[level];
      return random.next() < missing ? null : `level ${level}`;
    });
    columns.push({ kind: 'category', name: `c${index}`, ...encodeTexts(texts) });
  });
  const labels = Array.from(scores, (score): string =>
    random.next() < 1 / (1 + Math.exp(-score)) ? 'yes' : 'no',
  );
  if (rows > 1) [labels[0], labels[1]] = ['no', 'yes'];
  return createTable([...columns, { kind: 'category', name: 'y', ...encodeTexts(labels) }]);
}
