import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { callFromPage } from './call-from-page.ts';
import { inBrowser } from './in-browser.ts';
import { keepPicture, noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const node = (page: Page, name: string) => page.locator('.svelte-flow__node', { hasText: name }).first();

/** Waits until so many components have a light of this word. */
async function lights(page: Page, word: string, count: number): Promise<void> {
  await page
    .locator('.svelte-flow__node', { hasText: word })
    .nth(count - 1)
    .waitFor();
}

/** Chooses from a component's menu. */
async function choose(page: Page, component: string, item: string): Promise<void> {
  await node(page, component).click({ button: 'right' });
  await page.getByRole('menuitem', { name: item }).click();
}

const picture = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: path.join(screenshots, `designer-run-${name}.png`) });

it.skipIf(noChromium !== '')(
  `a drawing of the lesson runs here and as a job, and becomes an inference pipeline${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
      await page.getByRole('button', { name: 'Begin', exact: true }).click();
      await callFromPage(page, 'step.show', { pack: 'loan-approval', step: 'pipeline' });
      await page.reload();
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /Draw the training pipeline/ })
        .click();
      await page.getByRole('button', { name: 'Open in the designer' }).click();
      const inaccessible: string[] = [];
      const look = async (name: string): Promise<void> => {
        inaccessible.push(...(await violations(page)).map((one) => `${name}: ${one}`));
        await picture(page, name);
      };

      // On this machine: to a component first, then the rest.
      await node(page, 'Split Data').waitFor();
      await choose(page, 'Split Data', 'Run to here');
      await lights(page, 'done', 4);
      expect(await page.locator('.svelte-flow__node', { hasText: 'done' }).count()).toBe(4);
      await page.getByRole('button', { name: 'Run what is out of date' }).click();
      await lights(page, 'done', 8);

      await choose(page, 'Clean Missing Data', 'View result');
      await page.getByRole('grid', { name: 'Rows of the output' }).waitFor();
      await page.getByText('614 rows × 11 columns.').waitFor();
      await page
        .getByRole('columnheader', { name: /LoanAmount/ })
        .getByRole('button')
        .click();
      await page.getByRole('complementary', { name: 'Profile of LoanAmount' }).waitFor();
      await look('table');
      keepPicture('designer-run-table.png', 'designer.png');
      await page.getByRole('tab', { name: /transformation/ }).click();
      await page.getByText('Fills the gaps of these columns:').waitFor();
      await picture(page, 'transformation');
      await choose(page, 'Train Model', 'View result');
      await page.getByRole('heading', { name: 'Coefficients' }).waitFor();
      await look('model');
      await choose(page, 'Evaluate Model', 'View result');
      await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
      await look('evaluation');
      await choose(page, 'Split Data', 'Log');
      await page.getByText(/Nothing it depends on has changed/).waitFor();
      await choose(page, 'Train Model', 'Log');
      await page.getByText(/In, table: 429 rows × 11 columns/).waitFor();
      await picture(page, 'log');
      await page.getByRole('region', { name: 'Log' }).getByRole('button', { name: 'Close' }).click();

      // As a job: the lights are the job's, and what its components have put out can be seen.
      await page.getByRole('button', { name: 'Submit', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Compute of all components').selectOption('cpu-cluster');
      await look('submit');
      await dialog.getByRole('button', { name: 'Submit', exact: true }).click();
      await dialog.getByText('✓ completed').waitFor();
      await picture(page, 'submitted');
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await page.getByText('7 of 7 components have completed').waitFor();
      await choose(page, 'Evaluate Model', 'View result');
      await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
      await choose(page, 'Score Model', 'Log');
      await page.getByText(/Completed\./).waitFor();
      await page.getByRole('region', { name: 'Log' }).getByRole('button', { name: 'Close' }).click();

      // What answers requests, and why it differs.
      await page.getByRole('button', { name: 'Inference pipeline' }).click();
      await dialog.getByText('The rows of a request take the place of the dataset.').waitFor();
      await dialog.getByText('A request has no true labels to compare with.').waitFor();
      await look('inference-job');
      await dialog.getByLabel('The run on this machine').check();
      await dialog.getByText('The model that it trained takes its place.').waitFor();
      await dialog.getByLabel('The answer holds').selectOption('probabilities');
      await dialog.getByLabel('Name of the new drawing').fill('mine');
      await dialog.getByRole('button', { name: 'Create and open' }).click();
      await node(page, 'Web Service Output').waitFor();
      await look('inference-drawn');
      const { graph } = await callFromPage(page, 'pipeline.read', { pipeline: 'mine' });
      const input = graph?.nodes.find(({ component }) => component === 'web-service-input');
      expect(JSON.stringify(input?.settings)).not.toContain('Loan_Status');
      const output = graph?.nodes.find(({ id }) => id === 'select-output');
      expect(JSON.stringify(output?.settings)).toContain('Scored Probabilities');
      expect(inaccessible).toEqual([]);
    }),
  240_000,
);

it.skipIf(noChromium !== '')(
  `what is wrong with a drawing stands at its place, with a way out${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
      await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
      const file = path.resolve(
        import.meta.dirname,
        '../../lessons/packs/loan-approval/lessons/010-loan-approval/solution/pipeline.json',
      );
      const graph = JSON.parse(readFileSync(file, 'utf8')) as {
        nodes: { id: string; component: string; settings: Record<string, unknown> }[];
      };
      const save = (): Promise<unknown> => callFromPage(page, 'pipeline.save', { pipeline: 'mine', graph });
      const open = async (): Promise<void> => {
        await save();
        await page.evaluate("localStorage.setItem('guidepost-designer-last', 'mine')");
        await page.reload();
        await page.getByRole('button', { name: 'Designer' }).click();
        await node(page, 'Train Model').waitFor();
        await page.getByRole('button', { name: 'Run all' }).click();
      };

      // A column that is not there any more.
      const train = graph.nodes.find(({ component }) => component === 'train-model');
      train!.settings.label = 'Loan_Staus';
      await open();
      await lights(page, 'failed', 1);
      await lights(page, 'skipped', 2);
      await choose(page, 'Train Model', 'Log');
      const log = page.getByRole('region', { name: 'Log' });
      await log
        .getByRole('alert')
        .getByText(/no column "Loan_Staus"/)
        .waitFor();
      await log.getByRole('alert').getByText('Did you mean "Loan_Status"?').waitFor();

      // A table that nobody brings.
      train!.settings.label = 'Loan_Status';
      const dataset = graph.nodes.find(({ component }) => component === 'dataset');
      dataset!.settings.name = 'nothing';
      await open();
      await lights(page, 'failed', 1);
      await choose(page, 'Dataset', 'Log');
      await log.getByRole('alert').getByText('There is no dataset "nothing".').waitFor();
    }),
  120_000,
);
