import * as z from 'zod';
import { profileTable } from '../table/profile.ts';
import { getColumn } from '../table/table.ts';
import type { Experiment } from './experiment.ts';
import { countLabels } from './labels.ts';

/** A profile of each column, and how often each label occurs. */
export const look: Experiment = {
  settings: z.strictObject({}),
  run({ table, label }) {
    return {
      rows: table.rowCount,
      columns: profileTable(table),
      label: { name: label, counts: countLabels(getColumn(table, label)) },
    };
  },
};
