import { applyCleaning, fitCleaning, type CleaningMode } from '../components/clean-missing-data/cleaning.ts';
import type { Column, Table } from '../table/table.ts';

/**
 * Fills the gaps of both parts with what the training part says: the median of numbers, the most frequent text; never
 * those of the label. The same as the pipeline of `trainingPipeline` does.
 */
export function fillParts(training: Table, testing: Table, label: string): readonly [Table, Table] {
  const filled = clean(training, testing, 'median', ({ kind, name }) => kind === 'number' && name !== label);
  return clean(...filled, 'mode', ({ kind, name }) => kind === 'category' && name !== label);
}

/** The rows without any gap. */
export function withoutGaps(table: Table): Table {
  return clean(table, table, 'remove-row', () => true)[0];
}

function clean(
  fitted: Table,
  other: Table,
  mode: CleaningMode,
  isChosen: (column: Column) => boolean,
): readonly [Table, Table] {
  const transformation = fitCleaning(fitted, {
    columns: fitted.columns.filter(isChosen).map(({ name }) => name),
    mode,
    value: 0,
    minimumShare: 0,
    maximumShare: 1,
    columnsWithoutValues: 'remove',
  });
  return [applyCleaning(transformation, fitted), applyCleaning(transformation, other)];
}
