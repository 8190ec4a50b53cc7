import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { inBrowser } from './in-browser.ts';
import { PlaygroundPage } from './playground-page.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

it.skipIf(noChromium !== '')(
  `several learners are tried, stopped, sorted, taken as a notebook and opened in the designer${noChromium}`,
  () =>
    inBrowser(
      { viewport: { width: 1440, height: 900 }, locale: 'en', acceptDownloads: true },
      async (page) => {
        const playground = await PlaygroundPage.open(page);
        await playground.choose('Table', 'built-in:penguins');
        await page.getByRole('tab', { name: 'Train live' }).focus();
        await page.keyboard.press('ArrowRight');
        const parts = page.getByRole('combobox', { name: 'Parts' });
        // The quick learners pass in a moment; the networks take ten times their while.
        await parts.selectOption('10');
        const board = page.getByRole('region', { name: 'Leaderboard' }).first();
        const rows = board.getByRole('row');

        await page.getByRole('button', { name: 'Try them' }).click();
        await page.getByText(/^[1-9]\d* of \d+ tried/).waitFor();
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByRole('button', { name: 'Try them' }).waitFor();
        // What was tried stays; without the rest there is no baseline.
        expect(await rows.count()).toBeGreaterThanOrEqual(2);
        expect(await board.getByText('Baseline').count()).toBe(0);

        await parts.selectOption('3');
        await page.getByRole('button', { name: 'Try them' }).click();
        await board.getByText('Baseline').waitFor();
        await page.screenshot({ path: path.join(screenshots, 'playground-try.png') });
        expect(await violations(page)).toEqual([]);
        const scores = (await board.locator('td:nth-child(2)').allTextContents()).map((text) =>
          Number.parseFloat(text),
        );
        const [baseline] = scores.splice(-1);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(scores[0]).toBeGreaterThan(0.95);
        expect(scores[0]).toBeGreaterThan(baseline);

        const download = page.waitForEvent('download');
        await board
          .getByRole('button', { name: /^Notebook/ })
          .first()
          .click();
        const notebook = readFileSync(await (await download).path(), 'utf8');
        expect(JSON.parse(notebook)).toMatchObject({ nbformat: 4 });
        expect(notebook).toContain('penguins.csv');

        await page.getByRole('button', { name: 'None', exact: true }).click();
        await page.getByText(/have changed since|has changed since/).waitFor();
        await page.getByRole('button', { name: 'All', exact: true }).click();
        await board
          .getByRole('button', { name: /^Open in the designer/ })
          .first()
          .click();
        await page.getByText('Multiclass').first().waitFor();
      },
    ),
  120_000,
);
