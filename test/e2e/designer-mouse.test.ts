import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { allColumnsExcept } from '../../engine/components/column-rules.ts';
import { parsePipeline, type Pipeline } from '../../engine/pipeline/pipeline.ts';
import { assertCompleted, getOutput, runPipeline } from '../../engine/pipeline/run.ts';
import { tutorialPipeline } from '../../engine/pipeline/templates.ts';
import { readCsv } from '../../engine/table/csv/read-csv.ts';
import { getColumn } from '../../engine/table/table.ts';
import { runCli } from '../support/cli.ts';
import { startTensorFlowForTests } from '../support/tensorflow.ts';
import { DesignerHand } from './designer-hands.ts';
import { meaningOf } from './designer-meaning.ts';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const wide = { viewport: { width: 1440, height: 960 }, locale: 'en' } as const;

beforeAll(() => void mkdirSync(screenshots, { recursive: true }));

async function exported(page: Page): Promise<{ file: string; pipeline: Pipeline }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as a file' }).click(),
  ]);
  const file = await download.path();
  return { file, pipeline: parsePipeline(readFileSync(file, 'utf8')) };
}

it.skipIf(noChromium !== '')(
  `the tutorial's pipeline is drawn with the mouse, refuses what does not fit, and runs as the command line does${noChromium}`,
  () =>
    inBrowser(wide, async (page) => {
      const hand = new DesignerHand(page);
      const { panel } = hand;
      await hand.open();
      const found = await violations(page);

      await hand.dragComponent('Dataset', 520, 60);
      await hand.dragComponent('Select Columns in Dataset', 520, 165);
      await hand.dragComponent('Clean Missing Data', 520, 270);
      await hand.dragComponent('Split Data', 520, 375);
      await hand.dragComponent('Two-Class Logistic Regression', 180, 375);
      await hand.dragComponent('Train Model', 340, 490);
      await hand.dragComponent('Score Model', 430, 605);
      await hand.dragComponent('Evaluate Model', 430, 710);
      await expect.poll(() => page.locator('.svelte-flow__node').count()).toBe(8);

      await hand.dragEdge(['dataset', 'table'], ['select', 'table']);
      await hand.dragEdge(['select', 'table'], ['clean', 'table']);
      await hand.dragEdge(['clean', 'table'], ['split', 'table']);
      await hand.dragEdge(['learner', 'model'], ['train', 'learner']);
      await hand.dragEdge(['split', 'first'], ['train', 'table']);
      await hand.dragEdge(['train', 'model'], ['score', 'model']);
      await expect.poll(() => hand.edges()).toBe(6);

      // A learner that has learnt nothing cannot score.
      await hand.dragEdge(['learner', 'model'], ['score', 'table']);
      const refusal = page.getByRole('alert');
      await expect
        .poll(() => refusal.textContent())
        .toContain('gives an untrained model at "Untrained model", and Score Model ("score") needs a table');
      // Data cannot flow back.
      await hand.dragEdge(['train', 'model'], ['train', 'learner']);
      await expect.poll(() => refusal.textContent()).toContain('needs an untrained model at');
      await hand.dragEdge(['clean', 'table'], ['select', 'table']);
      await expect.poll(() => refusal.textContent()).toContain('more than one edge into its input "Dataset"');
      expect(await hand.edges()).toBe(6);
      await page.screenshot({ path: path.join(screenshots, 'designer-refused.png') });
      found.push(...(await violations(page)));
      await refusal.getByRole('button', { name: 'Close' }).click();

      await hand.dragEdge(['split', 'second'], ['score', 'table']);
      await hand.dragEdge(['score', 'scored'], ['evaluate', 'scored']);
      await expect.poll(() => hand.edges()).toBe(8);

      await hand.card('dataset').click();
      await panel.getByLabel('Name', { exact: true }).selectOption('loans');
      await hand.card('select').click();
      await panel.getByRole('button', { name: 'Columns', exact: true }).click();
      const picker = page.getByRole('dialog', { name: 'Columns' });
      for (const name of ['Loan_ID', 'Gender']) {
        await picker.getByRole('button', { name: `${name} texts` }).click();
      }
      await expect.poll(() => picker.getByRole('status').textContent()).toContain('11 of 13 columns');
      found.push(...(await violations(page)));
      await page.screenshot({ path: path.join(screenshots, 'designer-picker.png') });
      await picker.getByRole('button', { name: 'Done' }).click();
      await hand.card('clean').click();
      await panel.getByRole('button', { name: 'Columns to be cleaned' }).click();
      await page.getByRole('button', { name: 'Loan_Status texts' }).click();
      await page.getByRole('button', { name: 'Done' }).click();
      await panel.getByLabel('Cleaning mode').selectOption('mode');
      await hand.card('split').click();
      await panel.getByLabel('Fraction of rows').fill('0.7');
      await panel.getByLabel('Random seed').fill('42');
      await panel.getByLabel('Stratified split').check();
      await panel.getByLabel('Stratification column').selectOption('Loan_Status');
      await hand.card('learner').click();
      await panel.getByLabel('L2 regularization weight').fill('1');
      await hand.card('train').click();
      await panel.getByLabel('Label column').selectOption('Loan_Status');
      await panel.getByLabel('Positive class').fill('Y');
      await hand.saved;

      const { file, pipeline } = await exported(page);
      expect(meaningOf(pipeline)).toEqual(meaningOf(tutorialPipeline()));
      expect(pipeline.nodes.find(({ id }) => id === 'select')?.settings).toEqual({
        columns: allColumnsExcept(['Loan_ID', 'Gender']),
      });

      await page.getByRole('button', { name: 'Run all' }).click();
      for (const { id } of pipeline.nodes) await hand.card(id).getByText('done').waitFor({ timeout: 60_000 });
      await page.screenshot({ path: path.join(screenshots, 'designer-run.png') });
      found.push(...(await violations(page)));

      const words = ['--pipeline', file, '--json'];
      const { stdout } = runCli(path.dirname(file), 'train', loansFile, ...words);
      const { metrics } = JSON.parse(stdout) as { metrics: Record<string, number> };
      await hand.card('evaluate').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'View result' }).click();
      const result = page.getByRole('region', { name: 'View result' });
      const tile = (title: string): Locator =>
        result.locator('dl > div').filter({ has: page.locator('dt', { hasText: title }) });
      for (const [name, title] of Object.entries({ accuracy: 'Accuracy', auc: 'AUC', f1: 'F1' })) {
        const shown = (await tile(title).first().locator('dd').first().textContent()) ?? '';
        const digits = shown.split('.')[1].length;
        expect(shown, name).toBe(metrics[name].toFixed(digits));
      }
      // The curve's file has all digits: each threshold of the page is a probability of the command line's engine.
      const [curve] = await Promise.all([
        page.waitForEvent('download'),
        result.getByRole('button', { name: 'CSV' }).first().click(),
      ]);
      const thresholds = readFileSync(await curve.path(), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => Number(line.split(',')[0]))
        .filter((threshold) => Number.isFinite(threshold));
      const probabilities = await probabilitiesOf(pipeline);
      expect(thresholds.length).toBeGreaterThan(50);
      expect(thresholds.filter((threshold) => !probabilities.has(threshold))).toEqual([]);
      await page.screenshot({ path: path.join(screenshots, 'designer-result.png') });
      expect(found).toEqual([]);
    }),
  180_000,
);

/** What the engine of the command line says of each row. */
async function probabilitiesOf(pipeline: Pipeline): Promise<Set<number>> {
  await startTensorFlowForTests();
  const { table } = readCsv({ name: 'loans.csv', open: () => [readFileSync(loansFile)] });
  const run = assertCompleted(await runPipeline(pipeline, { datasets: { loans: table } }));
  const column = getColumn(getOutput(run, 'score', 'scored', 'scored-table'), 'Scored Probabilities');
  return new Set(column.kind === 'number' ? column.values : []);
}

const loansFile = path.resolve(import.meta.dirname, '../../lessons/packs/loan-approval/data/loans.csv');
