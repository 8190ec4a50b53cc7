import path from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser } from './in-browser.ts';
import { PlaygroundPage } from './playground-page.ts';
import { keepPicture, noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const wide: BrowserContextOptions = { viewport: { width: 1440, height: 1000 }, locale: 'en' };
const picture = (name: string): { path: string } => ({
  path: path.join(screenshots, `playground-${name}.png`),
});

it.skipIf(noChromium !== '')(
  `tables of each task are trained on, learners compared, and the page is accessible${noChromium}`,
  () =>
    inBrowser(wide, async (page) => {
      const playground = await PlaygroundPage.open(page);
      const inaccessible = await violations(page);
      const look = async (name: string): Promise<void> => {
        await page.screenshot(picture(name));
        for (const found of await violations(page)) inaccessible.push(`${name}: ${found}`);
      };

      // A line cannot part two moons, a network can.
      await page.getByRole('button', { name: 'Compare with another learner' }).click();
      await playground.choose('Second learner', 'two-class-neural-network');
      await page.getByRole('spinbutton', { name: 'Learning rate' }).fill('0.02');
      await playground.ready();
      await playground.train();
      await page.getByText('Step 100 of 100').waitFor();
      const [logistic, network] = await playground.scores();
      expect(logistic).toBeGreaterThan(80);
      expect(network).toBeGreaterThan(logistic);
      expect(await playground.pictures()).toHaveLength(2);
      await look('compare');
      keepPicture('playground-compare.png', 'playground.png');
      await page.getByRole('button', { name: 'Take away' }).click();

      await playground.choose('Table', 'spirals');
      await playground.choose('Learner', 'two-class-boosted-decision-tree');
      await playground.train();
      await look('spirals');
      await playground.expectScore(85, 100);

      await playground.choose('Table', 'built-in:loans');
      await playground.choose('Learner', 'two-class-logistic-regression');
      await playground.train();
      await look('loans');
      await playground.expectScore(75, 90);

      await playground.choose('Table', 'built-in:penguins');
      await playground.train();
      await look('penguins');
      await playground.expectScore(95, 100);

      await playground.choose('Table', 'line');
      await playground.train();
      await page.getByText('What the model says along x').waitFor();
      await look('line');
      expect(inaccessible).toEqual([]);
    }),
  120_000,
);

it.skipIf(noChromium !== '')(
  `training is played, paused, stepped and begun anew; a file gives the same picture bit for bit${noChromium}`,
  () =>
    inBrowser({ ...wide, acceptDownloads: true }, async (page) => {
      const playground = await PlaygroundPage.open(page);
      await playground.choose('Learner', 'two-class-neural-network');
      await page.getByLabel('Speed').selectOption('medium');
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByText(/^Step [3-9]/).waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.locator('[data-phase=stopped]').waitFor();
      const paused = await playground.step();
      expect(paused).toBeLessThan(100);
      await page.getByRole('button', { name: 'Step', exact: true }).click();
      await page.getByText(`Step ${paused + 1} of 100`).waitFor();
      await page.locator('[data-phase=stopped]').waitFor();

      const saved = await playground.save();
      expect(JSON.parse(saved)).toMatchObject({ formatVersion: 1, steps: paused + 1 });
      const before = await playground.pictures();
      expect(before).toHaveLength(1);
      const [score] = await playground.scores();
      await page.getByRole('button', { name: 'Restart' }).click();
      await playground.ready();
      expect(await playground.step()).toBe(0);
      await playground.choose('Table', 'circles');
      await playground.openFile('moons.json', saved);
      await page.getByText(`Step ${paused + 1} of 100`).waitFor();
      await page.locator('[data-phase=stopped]').waitFor();
      expect(await playground.pictures()).toEqual(before);
      expect(await playground.scores()).toEqual([score]);

      await playground.openFile('none.json', 'x,y\n1,2\n');
      await playground.alert(/none\.json is not a file of the playground: it is not JSON/);
      await playground.openFile('newer.json', saved.replace('"formatVersion": 1', '"formatVersion": 7'));
      await playground.alert(/newer Guidepost \(format 7/);
      // What was there is still there.
      expect(await playground.pictures()).toEqual(before);
    }),
  90_000,
);

const ownRows = Array.from({ length: 120 }, (_, row) => {
  const gap = row % 9 === 0 ? '' : String((row * 7) % 50);
  return `${row},${gap},${row % 3 === 0 ? 'red' : 'blue'},same,${row % 11 === 0 ? '' : row < 60 ? 'low' : 'high'}`;
});
const own = ['id,age,colour,fixed,grade', ...ownRows].join('\n') + '\n';

it.skipIf(noChromium !== '')(
  `a table of one's own is trained on, travels in a file where one agrees, and bad ones are refused${noChromium}`,
  () =>
    inBrowser({ ...wide, acceptDownloads: true }, async (page) => {
      const playground = await PlaygroundPage.open(page);
      await playground.openCsv('own.csv', own);
      await page.getByText('120 rows, 5 columns').waitFor();
      await playground.ready();
      await page.getByText('Always the same: there is nothing to learn from it.').waitFor();
      await playground.train();
      await page.screenshot(picture('own'));
      const before = await playground.pictures();

      const without = await playground.save('Save without the table');
      expect(without).not.toContain('bytes');
      const withTable = await playground.save('Save with the table');
      await playground.choose('Table', 'moons');
      await playground.openFile('own.json', withTable);
      await page.locator('[data-phase=done]').waitFor();
      expect(await playground.pictures()).toEqual(before);
      await playground.choose('Table', 'moons');
      await playground.openFile('own.json', without);
      await page.getByText('This playground was saved without its table own.csv.').waitFor();
      const bring = page.locator('input[type=file][accept*=csv]').first();
      await bring.setInputFiles({
        name: 'other.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('a,b\n1,2\n'),
      });
      await playground.alert(/other\.csv is not the table/);
      await bring.setInputFiles({ name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from(own) });
      await page.locator('[data-phase=done]').waitFor();
      expect(await playground.pictures()).toEqual(before);

      await playground.openCsv('photo.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
      await playground.alert(/photo\.csv is .*not a CSV file/);
      await playground.openCsv('book.xlsx', Buffer.from('504b030414000600080000002100', 'hex'));
      await playground.alert(/book\.xlsx is .*not a CSV file/);
      await playground.openCsv('one.csv', 'a,kind\n1,x\n2,x\n3,x\n');
      await playground.field('Label: the column to predict').selectOption('kind');
      await playground.alert(/holds one class only: "x"/);
      await page.screenshot(picture('one-class'));
      const ids = Array.from({ length: 1500 }, (_, row) => `${row},id-${row},${row % 2 ? 'a' : 'b'}`);
      await playground.openCsv('ids.csv', ['n,name,kind', ...ids].join('\n') + '\n');
      await page.getByText(/More than 1,000 different texts/).waitFor();
      expect(await page.getByRole('checkbox', { name: 'name' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'None', exact: true }).click();
      await playground.alert(/Choose at least one column/);
      expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
    }),
  90_000,
);

it.skipIf(noChromium !== '')(
  `a thread that dies is told, and nothing is lost; the training opens in the designer${noChromium}`,
  () =>
    inBrowser(wide, async (page) => {
      const playground = await PlaygroundPage.open(page);
      await page.getByRole('spinbutton', { name: 'L2 regularization weight' }).fill('3');
      await playground.ready();
      const worker = page.workers().find((one) => one.url().includes('playground'));
      await worker?.evaluate('self.close()');
      await playground.alert(/The training has ended unexpectedly/);
      await page.getByRole('button', { name: 'Start again' }).click();
      await playground.ready();
      expect(await page.getByRole('spinbutton', { name: 'L2 regularization weight' }).inputValue()).toBe('3');
      await playground.train();
      const [score] = await playground.scores();
      await page.getByRole('button', { name: 'Open in the designer' }).click();
      await page.getByText('Two-Class Logistic Regression').first().waitFor();
      await page.screenshot(picture('designer'));
      await page.getByRole('button', { name: 'Playground' }).click();
      // What was trained is still there.
      expect(await playground.scores()).toEqual([score]);
    }),
  90_000,
);

it.skipIf(noChromium !== '')(
  `the playground is accessible in the dark, in Chinese, on a phone, and without motion${noChromium}`,
  () => {
    const options: BrowserContextOptions = {
      viewport: { width: 420, height: 800 },
      colorScheme: 'dark',
      locale: 'zh-CN',
      reducedMotion: 'reduce',
    };
    return inBrowser(options, async (page) => {
      await page.getByRole('button', { name: '训练场' }).click();
      await page.locator('[data-phase=ready]').waitFor();
      await page.getByRole('button', { name: '训练', exact: true }).click();
      await page.locator('[data-phase=done]').waitFor();
      await page.screenshot({ ...picture('dark-zh'), fullPage: true });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    });
  },
  60_000,
);
