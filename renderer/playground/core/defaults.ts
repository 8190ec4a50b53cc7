import type { LearnerChoice, TrainingSetup } from '../../../engine/playground/setup.ts';
import { learnersFor } from '../../../engine/playground/setup.ts';
import type { Task } from '../../../engine/train/learner.ts';
import type { Axes, OpenedColumn, OpenedTable } from '../../workers/playground/messages.ts';

/** A text feature of more levels than this is refused: each level is a column of its own to the learner. */
export const mostLevels = 1000;

/** What can be predicted of a column, the likeliest first. */
export function tasksOf({ profile, classes }: OpenedColumn): Task[] {
  const isFew = classes !== null && classes.length > 2;
  if (profile.kind === 'category') return isFew || classes === null ? ['multiclass'] : ['binary'];
  if (profile.distinct <= 2) return ['binary', 'regression'];
  return isFew ? ['regression', 'multiclass'] : ['regression'];
}

/** Why a column makes a poor feature. */
export type FeatureNote = 'constant' | 'empty' | 'id' | 'too-many-levels';

/** What there is to say about a column as a feature. */
export function noteOf({ profile }: OpenedColumn): FeatureNote | undefined {
  if (profile.count === 0) return 'empty';
  if (profile.distinct <= 1) return 'constant';
  if (profile.kind === 'number') return undefined;
  if (profile.distinct > mostLevels) return 'too-many-levels';
  return profile.distinct > 50 && profile.distinct > profile.count / 2 ? 'id' : undefined;
}

/** The column that a table of unknown purpose is taken to be for: the last one with classes, else the last one. */
export function likelyLabel({ columns }: OpenedTable): string {
  const withClasses = columns.findLast(({ classes }) => classes !== null && classes.length > 1);
  return (withClasses ?? columns[columns.length - 1]).profile.name;
}

/** The features to begin with: all columns that say something. */
export function usualFeatures({ columns }: OpenedTable, label: string): string[] {
  return columns
    .filter((column) => column.profile.name !== label && noteOf(column) === undefined)
    .map(({ profile }) => profile.name);
}

/** How a table is trained on to begin with. */
export function usualSetup(table: OpenedTable, label: string): TrainingSetup {
  return {
    label,
    positive: '',
    features: usualFeatures(table, label),
    missing: 'impute',
    fraction: 0.7,
    seed: 42,
  };
}

/** The first learner of a task. */
export function usualLearner(task: Task): LearnerChoice {
  return { component: learnersFor(task)[0], settings: {} };
}

/** Two features for the picture: those shown before as long as they are chosen, else numbers first. */
export function usableAxes({ columns }: OpenedTable, features: readonly string[], before: Axes): Axes {
  const isNumber = (name: string): boolean =>
    columns.some(({ profile }) => profile.name === name && profile.kind === 'number');
  const ranked = [...features.filter(isNumber), ...features.filter((name) => !isNumber(name))];
  const x = features.includes(before.x) ? before.x : (ranked.find((name) => name !== before.y) ?? '');
  const y =
    before.y !== null && before.y !== x && features.includes(before.y)
      ? before.y
      : (ranked.find((name) => name !== x) ?? null);
  return { x, y };
}
