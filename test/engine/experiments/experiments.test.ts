import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentNames, type ExperimentName } from '../../../engine/experiments/names.ts';
import { runExperiment } from '../../../engine/experiments/experiments.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { dropColumns } from '../../../engine/table/table.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

const file = path.resolve(import.meta.dirname, '../../../lessons/packs/loan-approval/data/loans.csv');
const { table } = readCsv({ name: 'loans.csv', open: () => [readFileSync(file)] });

/** The figures as a learner's page gets them: through JSON. */
async function run<Figures>(name: ExperimentName, settings: Record<string, unknown> = {}): Promise<Figures> {
  const figures = await runExperiment(name, table, { seed: 42, with: settings });
  return JSON.parse(JSON.stringify(figures)) as Figures;
}

beforeAll(startTensorFlowForTests);

describe('runExperiment', () => {
  it.for(experimentNames)('%s gives the same plain figures each time', async (name) => {
    const figures = await runExperiment(name, table, { seed: 42 });
    expect(JSON.parse(JSON.stringify(figures))).toEqual(figures);
    expect(await runExperiment(name, table, { seed: 42 })).toEqual(figures);
  });

  it('look counts rows, gaps and labels', async () => {
    const { rows, columns, label } = await run<{
      rows: number;
      columns: { name: string; missing: number }[];
      label: { counts: { Y: number; N: number } };
    }>('look');
    expect([rows, columns.length, label.counts.Y + label.counts.N]).toEqual([614, 13, 614]);
    expect(columns.find(({ name }) => name === 'Credit_History')?.missing).toBe(50);
  });

  it('baseline sets the model beside two rules', async () => {
    const { model, mostFrequentClass, rule } = await run<{
      model: { accuracy: number };
      mostFrequentClass: { label: string; accuracy: number };
      rule: { column: string; accuracy: number };
    }>('baseline');
    expect(mostFrequentClass).toMatchObject({ label: 'Y', accuracy: 127 / 185 });
    expect(rule.column).toBe('Credit_History');
    expect(Math.abs(rule.accuracy - model.accuracy)).toBeLessThan(0.05);
  });

  it('leakage is nothing here, and much where there is nothing to learn', async () => {
    const { yourTable, noise } =
      await run<Record<'yourTable' | 'noise', { prepareThenSplit: number; splitThenPrepare: number }>>(
        'leakage',
      );
    expect(Math.abs(yourTable.prepareThenSplit - yourTable.splitThenPrepare)).toBeLessThan(0.01);
    expect(noise.prepareThenSplit).toBeGreaterThan(0.7);
    expect(Math.abs(noise.splitThenPrepare - 0.5)).toBeLessThan(0.1);
  });

  it('stratify holds the share still', async () => {
    const { random, stratified } =
      await run<Record<'random' | 'stratified', { shares: number[]; standardDeviation: number }>>('stratify');
    expect([random.shares.length, stratified.shares.length]).toEqual([20, 20]);
    expect(stratified.standardDeviation).toBeLessThan(1e-9);
    expect(random.standardDeviation).toBeGreaterThan(0.01);
  });

  it('threshold is higher the more an approval costs that the bank refused', async () => {
    interface Costs {
      usual: { cost: number };
      cheapest: { threshold: number; cost: number };
    }
    const strict = await run<Costs>('threshold', { falsePositive: 5, falseNegative: 1 });
    const mild = await run<Costs>('threshold', { falsePositive: 1, falseNegative: 5 });
    expect(strict.cheapest.threshold).toBeGreaterThan(mild.cheapest.threshold);
    expect(strict.cheapest.cost).toBeLessThan(strict.usual.cost);
  });

  it('married betrays Gender', async () => {
    const { groups } = await run<{ groups: Record<string, { seen: { Yes: number } }> }>('married');
    expect(groups.Male.seen.Yes).toBeCloseTo(0.73, 1);
    expect(groups.Female.seen.Yes).toBeCloseTo(0.28, 1);
  });

  it('overfitting fits the training rows ever better', async () => {
    const { runs } = await run<{ runs: { l2Weight: number; training: { logLoss: number } }[] }>(
      'overfitting',
    );
    const losses = runs.map(({ training }) => training.logLoss);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
  });

  it('drift shows in the histograms', async () => {
    const { stabilityIndex, histogram } = await run<{
      stabilityIndex: { sameYear: number; otherYear: number };
      histogram: { training: number[] };
    }>('drift');
    expect(stabilityIndex.otherYear).toBeGreaterThan(2 * stabilityIndex.sameYear);
    expect(histogram.training.reduce((sum, count) => sum + count, 0)).toBe(429);
  });

  it.for<[ExperimentName, Record<string, unknown>, string]>([
    ['stratify', { seeds: 1 }, 'experiment-setting-not-valid'],
    ['look', { colour: 'red' }, 'experiment-setting-not-valid'],
    ['drift', { column: 'Education' }, 'column-of-other-kind'],
    ['married', { seen: 'Maried' }, 'column-not-found'],
    ['look', { label: 'Status' }, 'column-not-found'],
  ])('%s with %j is refused: %s', async ([name, settings, code]) => {
    await expect(run(name, settings)).rejects.toMatchObject({ code });
  });

  it('does without the columns that no model sees', async () => {
    const other = dropColumns(table, ['Loan_ID', 'Gender']);
    const figures = await runExperiment('baseline', other, { seed: 42 });
    expect(figures.model).toEqual((await runExperiment('baseline', table, { seed: 42 })).model);
  });
});
