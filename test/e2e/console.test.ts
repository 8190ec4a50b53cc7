import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { callFromPage } from './call-from-page.ts';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const look = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: path.join(screenshots, `console-${name}.png`) });

/** Opens the console at the lesson's endpoint. */
async function openConsole(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Begin|开始)$/ }).click();
  await callFromPage(page, 'step.show', { pack: 'loan-approval', step: 'deploy' });
  await page.getByRole('button', { name: /^(Endpoints|终结点)$/ }).click();
  await page
    .getByRole('radiogroup')
    .or(page.getByRole('group', { name: /^(Deployment|部署)$/ }))
    .first()
    .waitFor();
}

it.skipIf(noChromium !== '')(
  `an endpoint is asked by form, by JSON and by what-if, compared, watched and written as code${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
      const found: string[] = [];
      const check = async (name: string): Promise<void> => {
        await look(page, name);
        found.push(...(await violations(page)).map((one) => `${name}: ${one}`));
      };
      await openConsole(page);
      const main = page.locator('main');
      await check('form');
      await main.getByRole('radio', { name: /^green/ }).check();
      await main.getByRole('button', { name: 'Send', exact: true }).click();
      await main.getByText(/^probability 0\.\d{3}$/).waitFor();
      await check('answer');
      await main.getByRole('tab', { name: 'JSON' }).first().click();
      await check('json');
      await main.getByRole('tab', { name: 'What-if' }).click();
      await main
        .getByRole('slider', { name: /^Value of/ })
        .first()
        .waitFor();
      await check('what-if');
      await main.getByRole('tab', { name: 'Compare' }).click();
      await main.getByRole('button', { name: /^Ask all/ }).click();
      await main.getByRole('status').first().waitFor();
      await check('compare');
      await main.getByRole('tab', { name: 'History' }).click();
      await check('history');
      await main.getByRole('tab', { name: 'Monitor' }).click();
      await main.getByRole('button', { name: 'Keep the inputs' }).waitFor();
      await check('monitor');
      await main.getByRole('tab', { name: 'Consume' }).click();
      await main.getByText('urllib').first().waitFor();
      await check('consume');
      expect(found).toEqual([]);
    }),
  120_000,
);
