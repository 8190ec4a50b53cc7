import path from 'node:path';
import { expect, it } from 'vitest';
import { callFromPage } from './call-from-page.ts';
import { inBrowser } from './in-browser.ts';
import { keepPicture, noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

it.skipIf(noChromium !== '')(
  `the studio lists everything in the workspace, each with a page of its own${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1280, height: 860 }, locale: 'en' }, async (page) => {
      await page.getByRole('button', { name: 'Begin', exact: true }).click();
      await callFromPage(page, 'step.show', { pack: 'loan-approval', step: 'deploy' });
      await page.getByRole('button', { name: 'Studio' }).click();
      const list = page.getByRole('list', { name: 'Kinds of things' });
      await list.getByRole('button').first().waitFor();
      const found = await violations(page);
      await page.screenshot({ path: path.join(screenshots, 'studio.png') });
      const kinds = [
        ...['Data', 'Datastores', 'Compute', 'Jobs', 'Experiments', 'Components', 'Environments'],
        ...['Models', 'Endpoints', 'Pipelines'],
      ];
      for (const kind of kinds) {
        await list.getByRole('button', { name: new RegExp(`^${kind} `) }).click();
        await page.getByRole('heading', { level: 2, name: kind, exact: true }).waitFor();
        found.push(...(await violations(page)));
        await page.screenshot({ path: path.join(screenshots, `studio-${kind}.png`) });
        const first = page.getByRole('table').getByRole('button').first();
        if ((await first.count()) > 0) {
          const name = (await first.textContent()) ?? '';
          await first.click();
          await page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
          const shown = page.locator(
            kind === 'Pipelines' ? 'figure svg' : kind === 'Experiments' ? 'dl' : 'pre',
          );
          await shown.first().waitFor();
          found.push(...(await violations(page)));
          await page.screenshot({ path: path.join(screenshots, `studio-${kind}-one.png`) });
          await page.getByRole('button', { name: 'Back to the list' }).click();
        }
        await page.locator('main').getByRole('button', { name: 'Studio' }).click();
      }
      expect(found).toEqual([]);
      keepPicture('studio.png', 'studio.png');
    }),
  120_000,
);
