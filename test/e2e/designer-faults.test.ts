import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { tutorialPipeline } from '../../engine/pipeline/templates.ts';
import { callFromPage } from './call-from-page.ts';
import { DesignerHand } from './designer-hands.ts';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const dark = { viewport: { width: 1440, height: 900 }, colorScheme: 'dark', locale: 'en' } as const;

beforeAll(() => void mkdirSync(screenshots, { recursive: true }));

it.skipIf(noChromium !== '')(
  `files that are no drawing, circles and columns that have vanished are said at their place${noChromium}`,
  () =>
    inBrowser(dark, async (page) => {
      const hand = new DesignerHand(page);
      const found: string[] = [];
      await hand.open();
      const drawings = page.getByRole('dialog', { name: 'Drawings' });
      const problem = drawings.getByRole('alert');
      const bring = (text: string): Promise<void> =>
        drawings
          .locator('input[type=file]')
          .setInputFiles({ name: 'drawing.json', mimeType: 'application/json', buffer: Buffer.from(text) });
      await page.getByRole('button', { name: 'Drawings' }).click();
      await bring('PK\u0003\u0004 no drawing');
      await expect.poll(() => problem.textContent()).toContain('it is not JSON');
      await bring(JSON.stringify({ formatVersion: 7 }));
      await expect.poll(() => problem.textContent()).toContain('was saved by a newer Guidepost (format 7');
      await bring(JSON.stringify({ formatVersion: 1, name: 3, nodes: [{ id: '1' }], edges: [] }));
      await expect.poll(() => problem.textContent()).toContain('"name" must be a text, not 3');
      expect(await problem.textContent()).toContain('"nodes[0].component" is missing');
      found.push(...(await violations(page)));
      await page.screenshot({ path: path.join(screenshots, 'designer-import.png') });

      // A circle, an input that is missing, and a column that the table does not have any more.
      const tutorial = tutorialPipeline();
      const circle = {
        ...tutorial,
        nodes: tutorial.nodes.map((node) =>
          node.id === 'train' ? { ...node, settings: { label: 'LoanStatus', positive: 'Y' } } : node,
        ),
        edges: tutorial.edges
          .filter(({ to }) => to.node !== 'evaluate')
          .map((edge) =>
            edge.to.node === 'select' ? { ...edge, from: { node: 'clean', port: 'table' } } : edge,
          ),
      };
      await bring(JSON.stringify(circle));
      await drawings.waitFor({ state: 'detached' });
      await hand.card('select').getByText('1 to fix').waitFor();
      await hand.card('evaluate').getByText('1 to fix').waitFor();
      await hand.card('select').click();
      await expect
        .poll(() => hand.panel.textContent())
        .toContain('The edges run in a circle: "select" → "clean" → "select".');
      await hand.panel.getByLabel('Input: Dataset').selectOption('dataset.table');
      await expect.poll(() => hand.card('select').textContent()).not.toContain('to fix');

      await hand.card('train').click();
      await expect
        .poll(() => hand.panel.textContent(), { timeout: 15_000 })
        .toContain('There is no column "LoanStatus" in the table that comes in.');
      expect(await hand.panel.getByRole('button', { name: 'Take LoanStatus out' }).count()).toBe(1);
      found.push(...(await violations(page)));
      await page.screenshot({ path: path.join(screenshots, 'designer-vanished.png') });
      await hand.panel.getByRole('button', { name: 'Use Loan_Status' }).click();
      await expect.poll(() => hand.panel.getByLabel('Label column').inputValue()).toBe('Loan_Status');
      await hand.saved;
      const { graph } = await callFromPage(page, 'pipeline.read', { pipeline: 'loan-approval' });
      expect(graph?.nodes.find(({ id }) => id === 'train')?.settings.label).toBe('Loan_Status');
      expect(found).toEqual([]);
    }),
  120_000,
);

it.skipIf(noChromium !== '')(
  `drawings are kept, listed, opened again and deleted when one is sure${noChromium}`,
  () =>
    inBrowser(dark, async (page) => {
      const hand = new DesignerHand(page);
      await hand.open();
      await page.getByRole('button', { name: 'Draw the tutorial’s pipeline' }).click();
      await page.getByLabel('Name of the drawing').fill('Mine');
      await hand.saved;
      await page.reload();
      await hand.open();
      await expect.poll(() => page.getByLabel('Name of the drawing').inputValue()).toBe('Mine');
      expect(await page.locator('.svelte-flow__node').count()).toBe(8);
      await page.getByRole('button', { name: 'Drawings' }).click();
      await page.getByRole('button', { name: 'Delete Mine' }).click();
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByText('Nothing is drawn on this machine yet.').waitFor();
      const { pipelines } = await callFromPage(page, 'pipeline.list', {});
      expect(pipelines).toEqual([]);
    }),
  120_000,
);
