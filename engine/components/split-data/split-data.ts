import * as z from 'zod';
import { columnNames, takeRows } from '../../table/table.ts';
import { defineComponent } from '../component.ts';
import { settingNamesNoColumn } from '../errors.ts';
import { splitRows } from './split.ts';

/** The designer's Split Data, by rows. Errors: `column-not-found`, `too-many-strata`. */
export const splitData = defineComponent({
  type: 'split-data',
  version: 1,
  name: 'Split Data',
  family: 'Data Transformation',
  help: 'Divides the rows at random into two parts: one to train the model, one to test it on rows it has never seen.',
  inputs: { table: { type: 'table', name: 'Dataset', help: 'The rows to divide.' } },
  outputs: {
    first: { type: 'table', name: 'Results dataset 1', help: 'The first part, usually for training.' },
    second: { type: 'table', name: 'Results dataset 2', help: 'The other rows, usually for testing.' },
  },
  settings: z
    .strictObject({
      fraction: z.number().gt(0).max(1).default(0.7).meta({
        title: 'Fraction of rows in the first output',
        description: 'Above 0, up to 1. With 0.7 the first part gets 70 of 100 rows.',
      }),
      seed: z
        .int()
        .min(0)
        .default(42)
        .meta({ title: 'Random seed', description: 'The same seed gives the same rows every time.' }),
      stratified: z.boolean().default(false).meta({
        title: 'Stratified split',
        description: 'Both parts get the same share of each value of a column.',
      }),
      stratificationColumn: z.string().default('').meta({
        title: 'Stratification column',
        description: 'The column whose values are shared out equally, usually the label.',
      }),
    })
    .refine(({ stratified, stratificationColumn }) => !stratified || stratificationColumn !== '', {
      message: 'A stratified split needs a stratification column.',
      path: ['stratificationColumn'],
    }),
  run({ table }, { fraction, seed, stratified, stratificationColumn }) {
    const names = columnNames(table);
    if (stratified && !names.includes(stratificationColumn)) {
      throw settingNamesNoColumn(stratificationColumn, names, 'Stratification column');
    }
    const { first, second } = splitRows(table, {
      fraction,
      seed,
      ...(stratified && { stratifyOn: stratificationColumn }),
    });
    return { first: takeRows(table, first), second: takeRows(table, second) };
  },
});
