import * as z from 'zod';
import { describeIssues } from '../pipeline/issues.ts';
import { getColumn, type Table } from '../table/table.ts';
import { baseline } from './baseline.ts';
import { drift } from './drift.ts';
import { experimentSettingNotValid } from './errors.ts';
import type { Experiment } from './experiment.ts';
import { leakage } from './leakage.ts';
import { look } from './look.ts';
import { married } from './married.ts';
import type { ExperimentName } from './names.ts';
import { overfitting } from './overfitting.ts';
import { stratify } from './stratify.ts';
import { threshold } from './threshold.ts';

const experiments: Readonly<Record<ExperimentName, Experiment>> = {
  look,
  baseline,
  leakage,
  stratify,
  threshold,
  married,
  overfitting,
  drift,
};

/**
 * Runs a small experiment on a table; its figures are plain JSON. The same table, settings and seed give the same
 * figures. TensorFlow.js must have been started.
 * Errors: `experiment-setting-not-valid`, `column-not-found`, `column-of-other-kind`, those of the components.
 */
export async function runExperiment(
  name: ExperimentName,
  table: Table,
  options: { readonly seed: number; readonly with?: Readonly<Record<string, unknown>> },
): Promise<Record<string, unknown>> {
  const experiment = experiments[name];
  const settings = experiment.settings.extend({ label: z.string().default('Loan_Status') });
  const parsed = settings.safeParse(options.with ?? {});
  if (!parsed.success) {
    const [issue] = describeIssues(parsed.error.issues, settings, options.with ?? {});
    throw experimentSettingNotValid(name, issue);
  }
  const label = String(parsed.data.label);
  getColumn(table, label);
  return experiment.run({ table, label, seed: options.seed, settings: parsed.data });
}
