import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../engine/table/csv/read-csv.ts';
import { cellAt, getColumn, type Table } from '../../engine/table/table.ts';
import { callFromPage } from './call-from-page.ts';
import { inBrowser } from './in-browser.ts';
import { playLoanLesson } from './play-lesson.ts';
import { keepPicture, noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

interface Scored {
  readonly label: string;
  readonly probability: number;
}

/** The scored rows of the lesson's job, from its own file. */
async function scoredRows(page: Page): Promise<{ rows: Scored[]; table: Table }> {
  const { text } = (await callFromPage(page, 'job.output', {
    pipeline: 'loan-training',
    node: 'score',
    port: 'scored',
  })) as { text: string };
  const { table } = readCsv({ name: 'scored.csv', open: () => [new TextEncoder().encode(text)] });
  const [label, probability] = ['Loan_Status', 'Scored Probabilities'].map((name) => getColumn(table, name));
  const rows = Array.from({ length: table.rowCount }, (_, row) => ({
    label: String(cellAt(label, row)),
    probability: Number(cellAt(probability, row)),
  }));
  return { rows, table };
}

/** Everything that a threshold decides, counted from the file, as the page writes it. */
function recount(rows: readonly Scored[], threshold: number) {
  const count = (label: string, isPositive: boolean): number =>
    rows.filter((row) => row.label === label && row.probability >= threshold === isPositive).length;
  const [tn, fp, fn, tp] = [count('N', false), count('N', true), count('Y', false), count('Y', true)];
  const share = (part: number, whole: number): string => (whole === 0 ? 0 : part / whole).toFixed(3);
  return {
    cells: [tn, fp, fn, tp].map(String),
    scores: {
      Accuracy: share(tn + tp, rows.length),
      Precision: share(tp, tp + fp),
      Recall: share(tp, tp + fn),
      F1: share(2 * tp, 2 * tp + fp + fn),
    },
  };
}

/** The share of pairs in which the Y row scores higher; ties count half. */
function auc(rows: readonly Scored[]): number {
  const of = (label: string): Scored[] => rows.filter((row) => row.label === label);
  let won = 0;
  for (const yes of of('Y')) {
    for (const no of of('N')) {
      won += yes.probability > no.probability ? 1 : yes.probability === no.probability ? 0.5 : 0;
    }
  }
  return won / of('Y').length / of('N').length;
}

/** What the page shows. */
async function shown(page: Page) {
  const cells = await page
    .locator('main table')
    .filter({ hasText: 'Model says N' })
    .locator('button b')
    .allTextContents();
  const titles = await page.locator('main dl dt').allTextContents();
  const values = await page.locator('main dl dd').allTextContents();
  const all = Object.fromEntries(titles.map((title, i) => [title, values[i]]));
  const { AUC, ...scores } = all;
  return { cells, scores, auc: AUC };
}

describe.skipIf(noChromium !== '')(`the report on the lesson’s page${noChromium}`, () => {
  it(
    'follows the threshold, the costs and a row, as its own file says',
    () =>
      inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
        mkdirSync(screenshots, { recursive: true });
        await playLoanLesson({ page, name: 'evaluation', until: 'run' });
        await page.locator('footer .button.primary').click();
        const slider = page.getByRole('slider', { name: 'Threshold', exact: true });
        await slider.waitFor();
        const { rows } = await scoredRows(page);
        const found: string[] = [];

        // The slider by keyboard: each step's figures are those of the file.
        expect(await shown(page)).toEqual({ ...recount(rows, 0.5), auc: auc(rows).toFixed(3) });
        await slider.focus();
        for (const [key, times, threshold] of [
          ['ArrowRight', 7, 0.57],
          ['ArrowRight', 20, 0.77],
          ['ArrowLeft', 50, 0.27],
          ['Home', 1, 0],
          ['End', 1, 1],
        ] as const) {
          for (let i = 0; i < times; i++) await page.keyboard.press(key);
          await page.locator('output', { hasText: threshold.toFixed(3) }).waitFor();
          expect(await shown(page), String(threshold)).toEqual({
            ...recount(rows, threshold),
            auc: auc(rows).toFixed(3),
          });
        }

        // The handle on the curve does the same: to the right the threshold sinks.
        await page.getByRole('slider', { name: 'Threshold on the curve' }).focus();
        for (let i = 0; i < 35; i++) await page.keyboard.press('ArrowRight');
        await page.locator('output', { hasText: '0.650' }).waitFor();
        expect((await shown(page)).cells).toEqual(recount(rows, 0.65).cells);

        // The cheapest threshold for other costs, used.
        await page.getByLabel('says Y, is N').fill('4');
        await page.getByRole('button', { name: 'Use the cheapest' }).click();
        const cost = (threshold: number): number => {
          const [, fp, fn] = recount(rows, threshold).cells.map(Number);
          return 4 * fp + fn;
        };
        const least = Math.min(cost(Infinity), ...rows.map(({ probability }) => cost(probability)));
        const [, fp, fn] = (await shown(page)).cells.map(Number);
        expect(4 * fp + fn).toBe(least);

        // The rows behind a cell.
        await page.getByRole('button', { name: 'Back to 0.5' }).click();
        await page.getByRole('button', { name: /says N, is Y/ }).click();
        const region = page.getByRole('region', {
          name: /rows behind this cell: the model says N, actual Y/,
        });
        const wanted = rows.filter(({ label, probability }) => label === 'Y' && probability < 0.5);
        wanted.sort((a, b) => a.probability - b.probability);
        expect(await region.locator('tbody tr td:nth-child(2)').allTextContents()).toEqual(
          wanted.map(({ probability }) => probability.toFixed(3)),
        );
        found.push(...(await violations(page)));
        await page.screenshot({ path: path.join(screenshots, 'evaluation-report.png') });
        await page.setViewportSize({ width: 1440, height: 2600 });
        await page.screenshot({ path: path.join(screenshots, 'evaluation-report-whole.png') });

        // One of these rows, followed to its answer.
        await region
          .getByRole('button', { name: /^Follow row/ })
          .first()
          .click();
        const way = page.getByRole('list', { name: /^The way of row/ });
        await way.waitFor();
        const told = await way.textContent();
        expect(told).toContain('It goes to: Results dataset 2.');
        expect(told).toContain(`P(Y) ${wanted[0].probability.toFixed(3)}, below the threshold 0.5`);
        found.push(...(await violations(page)));
        await way.scrollIntoViewIfNeeded();
        await page.screenshot({ path: path.join(screenshots, 'evaluation-story.png') });

        // Train beside test.
        await page.getByLabel('Compare with the rows that the model was trained on').check();
        await page.getByRole('heading', { name: 'Train beside test' }).waitFor();
        // What was typed is still there.
        expect(await page.getByLabel('says Y, is N').inputValue()).toBe('4');
        found.push(...(await violations(page)));
        await page.screenshot({ path: path.join(screenshots, 'evaluation-train-test.png') });
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
        found.push(...(await violations(page)));
        await page.screenshot({ path: path.join(screenshots, 'evaluation-dark.png') });
        expect(found).toEqual([]);
        keepPicture('evaluation-report.png', 'evaluation.png');
      }),
    180_000,
  );
});
