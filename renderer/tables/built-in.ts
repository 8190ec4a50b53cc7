import diamonds from '@observablehq/sample-datasets/diamonds.csv?url';
import penguins from '@observablehq/sample-datasets/penguins.csv?url';
import loans from '../../lessons/packs/loan-approval/data/loans.csv?url';
import * as m from '../paraglide/messages.js';
import type { TableSource } from '../state/table-source.ts';

/** A table that comes with the app. */
export interface BuiltInTable {
  /** The name that Dataset components call it by. */
  readonly name: string;
  readonly title: () => string;
  /** What it holds, where it comes from, and on which terms. */
  readonly about: () => string;
  /** The column that one would predict. */
  readonly label: string;
  readonly open: () => Promise<TableSource>;
}

/** In the order in which they are offered. */
export const builtInTables: readonly BuiltInTable[] = [
  {
    name: 'loans',
    title: m.designer_run_table_loans,
    about: m.designer_run_table_loans_about,
    label: 'Loan_Status',
    open: () => readTable('loans', loans),
  },
  {
    name: 'penguins',
    title: m.designer_run_table_penguins,
    about: m.designer_run_table_penguins_about,
    label: 'species',
    open: () => readTable('penguins', penguins),
  },
  {
    name: 'diamonds',
    title: m.designer_run_table_diamonds,
    about: m.designer_run_table_diamonds_about,
    label: 'price',
    open: () => readTable('diamonds', diamonds),
  },
];

async function readTable(dataset: string, url: string): Promise<TableSource> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { dataset, name: `${dataset}.csv`, bytes, options: {}, dropColumns: [], textColumns: [] };
}
