import * as z from 'zod';
import { splitRows } from '../components/split-data/split.ts';
import { getColumn } from '../table/table.ts';
import { encodeLabels } from '../train/labels.ts';
import { mean, type Experiment } from './experiment.ts';
import { positiveShare } from './labels.ts';

/** Many splits with and without stratification: the share of the positive class in the test part. */
export const stratify: Experiment = {
  settings: z.strictObject({
    seeds: z.int().min(2).max(1000).default(20),
    fraction: z.number().min(0.05).max(0.95).default(0.7),
  }),
  run({ table, label, seed, settings }) {
    const { seeds, fraction } = settings as Record<string, number>;
    const labels = encodeLabels(getColumn(table, label));
    const shares = (stratifyOn?: string): number[] =>
      Array.from({ length: seeds }, (_, index) => {
        const split = splitRows(table, { fraction, seed: seed + index, ...(stratifyOn && { stratifyOn }) });
        return positiveShare(labels, split.second);
      });
    return {
      positive: labels.positive,
      wholeTable: positiveShare(labels),
      random: spread(shares()),
      stratified: spread(shares(label)),
    };
  },
};

function spread(shares: readonly number[]): object {
  const middle = mean(shares);
  return {
    shares,
    least: Math.min(...shares),
    most: Math.max(...shares),
    standardDeviation: Math.sqrt(mean(shares.map((share) => (share - middle) ** 2))),
  };
}
