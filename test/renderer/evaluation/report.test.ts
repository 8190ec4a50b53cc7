import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { noChromium, screenshots } from '../../e2e/setup.ts';
import { violations } from '../../e2e/violations.ts';
import { servePart, type PartPage, type ServedPart } from '../../support/part-page.ts';
import { binaryRows } from './cases.ts';

const part = 'renderer/evaluation/EvaluationReport.svelte';
const cases = 'test/renderer/evaluation/cases.ts';
const viewport = { width: 1180, height: 900 };

let served: ServedPart | undefined;
beforeAll(async () => {
  if (noChromium !== '') return;
  mkdirSync(screenshots, { recursive: true });
  served = await servePart(part, cases);
}, 180_000);
afterAll(() => served?.stop());

async function withReport(
  options: { readonly colorScheme?: 'light' | 'dark'; readonly locale?: string },
  play: (opened: PartPage) => Promise<void>,
): Promise<void> {
  const context = { viewport, locale: 'en', acceptDownloads: true, ...options };
  await served?.open(context, async (opened) => {
    await play(opened);
    expect(opened.complaints).toEqual([]);
  });
}

/** The file that a button gives. */
async function fileOf(page: Page, chart: string, button: string): Promise<{ name: string; content: Buffer }> {
  const waiting = page.waitForEvent('download');
  await page
    .getByRole('group', { name: `${chart}: as a table or a file` })
    .getByText(button)
    .click();
  const download = await waiting;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

describe.skipIf(noChromium !== '')(`the report${noChromium}`, () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(
      `is accessible and complains of nothing, for every task, ${colorScheme}`,
      () =>
        withReport({ colorScheme }, async ({ page, show }) => {
          for (const name of [
            'binary',
            'compare',
            'overfitting',
            'multiclass',
            'regression',
            'oneClass',
            'noLabel',
            'mixed',
          ]) {
            await show(name);
            expect(await violations(page).then((found) => found.filter(isOfThePart)), name).toEqual([]);
            await page.screenshot({
              path: path.join(screenshots, `report-${name}-${colorScheme}.png`),
              fullPage: true,
            });
          }
        }),
      180_000,
    );
  }

  it('speaks Chinese', () =>
    withReport({ locale: 'zh-CN' }, async ({ page, show }) => {
      await show('binary');
      await page.getByRole('heading', { name: '混淆矩阵' }).waitFor();
      await page.screenshot({ path: path.join(screenshots, 'report-zh.png'), fullPage: true });
    }));

  it('gives each chart as a table and as files of three kinds', () =>
    withReport({}, async ({ page, show }) => {
      await show('binary');
      const svg = await fileOf(page, 'Scores by class', 'SVG');
      expect(svg.name).toBe('scores-by-class.svg');
      const drawing = svg.content.toString('utf8');
      expect(drawing).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      // A file that stands alone: no style of the page's is asked for.
      expect(drawing).not.toMatch(/var\(--|class=/);
      expect(drawing).toContain('<title>Scores by class</title>');
      const png = await fileOf(page, 'ROC curve', 'PNG');
      expect([...png.content.subarray(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
      expect(png.content.length).toBeGreaterThan(5000);
      const csv = await fileOf(page, 'Scores by class', 'CSV');
      const { table } = readCsv({ name: csv.name, open: () => [csv.content] });
      const counted = table.columns.slice(2).map((column) => {
        if (column.kind !== 'number') throw new TypeError(column.name);
        return column.values.reduce((sum, value) => sum + value, 0);
      });
      expect(counted).toEqual(
        ['N', 'Y'].map((label) => binaryRows.filter((row) => row.label === label).length),
      );
      const button = page
        .getByRole('group', { name: 'Scores by class: as a table or a file' })
        .getByText('Table');
      await button.click();
      const twin = page.getByRole('region', { name: 'Scores by class as a table' });
      expect(await twin.locator('tbody tr').count()).toBe(20);
    }));

  it('walks a curve by keyboard and says each point', () =>
    withReport({}, async ({ page, show }) => {
      await show('binary');
      const walker = page.getByRole('slider', { name: 'ROC curve', exact: true });
      await walker.focus();
      await page.keyboard.press('Home');
      expect(await walker.getAttribute('aria-valuetext')).toBe('False positive rate 0, True positive rate 0');
      await page.keyboard.press('End');
      expect(await walker.getAttribute('aria-valuetext')).toBe('False positive rate 1, True positive rate 1');
      await page.keyboard.press('ArrowLeft');
      expect(await walker.getAttribute('aria-valuetext')).not.toContain('rate 1, True');
    }));

  it('lets the handle be dragged along the curve', () =>
    withReport({}, async ({ page, show }) => {
      await show('binary');
      const handle = page.getByRole('slider', { name: 'Threshold on the curve' });
      const box = await handle.boundingBox();
      if (!box) throw new TypeError('There is no handle.');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x - 160, box.y + 120, { steps: 5 });
      await page.mouse.up();
      // The figures are those of the threshold that it came to: a score of some row.
      const cells = await page.locator('table').first().locator('button b').allTextContents();
      const matching = binaryRows.filter(({ probability: threshold }) => {
        const count = (label: string, isPositive: boolean): number =>
          binaryRows.filter((row) => row.label === label && row.probability >= threshold === isPositive)
            .length;
        return (
          [count('N', false), count('N', true), count('Y', false), count('Y', true)].join() === cells.join()
        );
      });
      expect(matching.length).toBeGreaterThan(0);
      expect(matching[0].probability).toBeGreaterThan(0.5);
    }));

  it('keeps what is typed as a cost, and says what is wrong with it', () =>
    withReport({}, async ({ page, show }) => {
      await show('binary');
      const field = page.getByLabel('says N, is Y');
      await field.fill('a lot');
      await page.getByText('A number, 0 or more.').waitFor();
      expect(await field.inputValue()).toBe('a lot');
      await field.fill('2.5');
      await page.getByText('A number, 0 or more.').waitFor({ state: 'detached' });
    }));

  it('tells runs that cannot be compared', () =>
    withReport({}, async ({ page, show }) => {
      await show('mixed');
      await page.getByText('These runs answer different questions').waitFor();
      await show('noLabel');
      await page.getByText('The scored table has no label column "Loan_Status"').waitFor();
    }));

  it('chooses cells of a large matrix by arrows, with one stop of the tab key', () =>
    withReport({}, async ({ page, show }) => {
      await show('multiclass');
      const matrix = page.getByRole('region', { name: 'Confusion matrix of species' });
      expect(await matrix.locator('button[tabindex="0"]').count()).toBe(1);
      await matrix.locator('button[tabindex="0"]').focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight'])
        await page.keyboard.press(key);
      const count = await matrix.locator('button').last().textContent();
      await page
        .getByRole('heading', {
          name: `${count?.trim()} rows behind this cell: the model says Gentoo, actual Gentoo`,
        })
        .waitFor();
    }));
});

/** The page of a test has no title of its own, which the app's pages have. */
function isOfThePart(violation: string): boolean {
  return !/^(page-has-heading-one|region|heading-order):/.test(violation);
}
