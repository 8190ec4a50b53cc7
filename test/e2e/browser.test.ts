import path from 'node:path';
import { expect, it } from 'vitest';
import { keyboard } from './hands.ts';
import { inBrowser } from './in-browser.ts';
import { playLoanLesson } from './play-lesson.ts';
import { keepPicture, noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

it.skipIf(noChromium !== '')(
  `the loan lesson is played in the browser from an empty profile to its end${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      const inaccessible: string[] = await violations(page);
      await playLoanLesson({
        page,
        name: 'browser',
        async onStep(id) {
          for (const found of await violations(page)) inaccessible.push(`${id}: ${found}`);
        },
      });
      expect(inaccessible).toEqual([]);
      keepPicture('browser-workspace-begin.png', 'wizard.png');
      keepPicture('browser-data-asset-details.png', 'data-asset.png');
    }),
  240_000,
);

it.skipIf(noChromium !== '')(
  `pages are accessible in the dark, in Chinese, and at 200 % zoom${noChromium}`,
  () => {
    const viewport = { width: 640, height: 480 };
    const options = { viewport, deviceScaleFactor: 2, colorScheme: 'dark', locale: 'zh-CN' } as const;
    return inBrowser(options, async (page) => {
      await page.getByRole('button', { name: '开始', exact: true }).click();
      const found: string[] = [];
      const steps = page.getByRole('navigation').getByRole('listitem').getByRole('button');
      for (const index of [0, 1, 2, 6, 14]) {
        await steps.nth(index).click();
        await page.getByRole('heading', { name: '检查' }).waitFor();
        found.push(...(await violations(page)).map((one) => `${index}: ${one}`));
        await page.screenshot({ path: path.join(screenshots, `dark-zh-${index}.png`) });
        // Nothing is cut off at the side.
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
      expect(found).toEqual([]);
    });
  },
  120_000,
);

it.skipIf(noChromium !== '')(
  `the loan lesson is played with the keyboard alone${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1280, height: 800 }, locale: 'en' }, (page) =>
      playLoanLesson({ page, name: 'keyboard', hand: () => keyboard(page) }),
    ),
  240_000,
);
