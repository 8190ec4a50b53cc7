import { beforeAll, describe, expect, it } from 'vitest';
import { evaluatedRows } from '../../../engine/evaluate/evaluated-rows.ts';
import type { ScoredTable } from '../../../engine/components/values.ts';
import { followRow, type RowStory } from '../../../engine/explain/follow-row.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { assertCompleted, runPipeline, type RunResult } from '../../../engine/pipeline/run.ts';
import { trainingPipeline, tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { cellAt, getColumn, type Table } from '../../../engine/table/table.ts';
import { loanCsv } from '../../../tools/generate-loans.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const csv = new TextEncoder().encode([...loanCsv(614, 614)].join(''));
const { table: loans } = readCsv({ name: 'loans.csv', open: () => [csv] });

async function run(pipeline: Pipeline, dataset: string): Promise<RunResult> {
  return assertCompleted(await runPipeline(pipeline, { datasets: { [dataset]: loans } }));
}

function storyOf({ pipeline, outputs }: RunResult, rowNumber: number): RowStory {
  return followRow(pipeline, (node, port) => outputs[node]?.[port], rowNumber);
}

const fateOf = (story: RowStory, node: string) => story.steps.find((step) => step.node === node)?.fate;

describe('in the tutorial’s pipeline', () => {
  let result: RunResult;
  beforeAll(async () => {
    result = await run(tutorialPipeline(), 'loans');
  });

  it('every row is learnt from or scored, never both, and its answer is that of the scored table', () => {
    const scored = result.outputs.score.scored as ScoredTable;
    const found = evaluatedRows(scored);
    if (found.task !== 'binary') throw new TypeError('Not of two classes.');
    let learnt = 0;
    for (let number = 1; number <= loans.rowCount; number++) {
      const story = storyOf(result, number);
      const score = fateOf(story, 'score');
      const position = scored.rowNumbers.indexOf(number);
      const split = fateOf(story, 'split');
      if (split?.kind !== 'passed') throw new TypeError(`Row ${number}: ${split?.kind}`);
      expect(split.ports).toEqual([position < 0 ? 'first' : 'second']);
      expect(fateOf(story, 'train')?.kind).toBe(position < 0 ? 'learnt' : 'elsewhere');
      if (position < 0) {
        learnt++;
        expect(score?.kind).toBe('elsewhere');
        continue;
      }
      expect(fateOf(story, 'evaluate')?.kind).toBe('evaluated');
      if (score?.kind !== 'scored') throw new TypeError(`Row ${number}: ${score?.kind}`);
      const { answer } = score.explanation;
      if (answer.task !== 'binary') throw new TypeError(answer.task);
      expect(Math.abs(answer.probability - found.probabilities[position])).toBeLessThan(1e-12);
      expect(answer.label).toBe(cellAt(getColumn(scored, 'Scored Labels'), position));
      const odds = Math.log(found.probabilities[position] / (1 - found.probabilities[position]));
      expect(Math.abs(answer.score - odds)).toBeLessThan(1e-9);
    }
    expect(learnt).toBe(loans.rowCount - scored.rowCount);
  });

  it('cells are told as they were and as they become', () => {
    const clean = result.outputs.clean.table as Table;
    for (let number = 1; number <= loans.rowCount; number++) {
      const story = storyOf(result, number);
      const select = fateOf(story, 'select');
      const cleaned = fateOf(story, 'clean');
      if (select?.kind !== 'passed' || cleaned?.kind !== 'passed') throw new TypeError(`Row ${number}`);
      const dropped = select.changes.filter(({ kind }) => kind === 'dropped').map(({ column }) => column);
      expect(dropped).toEqual(['Loan_ID', 'Gender']);
      for (const { column, kind, before, after } of cleaned.changes) {
        expect(before).toBe(cellAt(getColumn(loans, column), number - 1));
        expect(after).toBe(cellAt(getColumn(clean, column), clean.rowNumbers.indexOf(number)));
        expect(kind).toBe(before === null ? 'changed' : 'same');
      }
    }
  });
});

describe('where rows with gaps are removed', () => {
  it('the first cleaning that removes a row names its gaps, and nothing comes after', async () => {
    const pipeline = trainingPipeline({ label: 'Loan_Status', drop: ['Loan_ID'], missing: 'drop-rows' });
    const result = await run(pipeline, 'data');
    let removed = 0;
    for (let number = 1; number <= loans.rowCount; number++) {
      const gaps = loans.columns
        .filter((column) => column.name !== 'Loan_ID' && cellAt(column, number - 1) === null)
        .map(({ name }) => name);
      const story = storyOf(result, number);
      const fate = fateOf(story, 'clean-rows');
      if (gaps.length === 0) {
        expect(fate?.kind).toBe('passed');
        continue;
      }
      removed++;
      expect(fate).toEqual({ kind: 'removed', gaps });
      for (const node of ['split', 'train', 'score', 'evaluate']) {
        expect(fateOf(story, node)).toEqual({ kind: 'elsewhere' });
      }
    }
    expect(removed).toBeGreaterThan(50);
  });
});

it('a row that no dataset has is not followed', async () => {
  const result = await run(tutorialPipeline(), 'loans');
  expect(storyOf(result, 615)).toEqual({ rowNumber: 615, steps: [] });
});
