/** The names of all experiments, in the order in which a lesson meets them. */
export const experimentNames = [
  'look',
  'baseline',
  'leakage',
  'stratify',
  'threshold',
  'married',
  'overfitting',
  'drift',
] as const;

/** The name of a small experiment. */
export type ExperimentName = (typeof experimentNames)[number];
