import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const card = `title: Who may do that?
task: The workspace cannot be made. Find out why, and mend it.
faults:
  provider:
    operation: Workspaces_CreateOrUpdate
    kind: provider-not-registered
    until: repaired
`;

async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name }).click();
}

/** Deals a card from its file. */
async function dealFile(page: Page): Promise<void> {
  await goTo(page, 'Fault cards');
  await page.getByText('No fault is dealt.').waitFor();
  await page.locator('input[type=file]').setInputFiles({
    name: 'rights.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(card),
  });
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Who may do that?');
  await page.getByRole('button', { name: 'Deal the card' }).click();
  await page.getByRole('cell', { name: 'waits' }).waitFor();
}

describe.skipIf(noChromium !== '')(`fault cards${noChromium}`, () => {
  it('a card is dealt, its error is met in the wizard, repaired there, and the card says so', async () => {
    mkdirSync(screenshots, { recursive: true });
    await inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
      const main = page.locator('main');
      await dealFile(page);
      await page.screenshot({ path: path.join(screenshots, 'fault-cards-dealt.png') });
      expect(await violations(page)).toEqual([]);

      await page.getByRole('button', { name: 'All lessons' }).click();
      await page.getByRole('button', { name: 'Begin', exact: true }).click();
      await main.getByRole('button', { name: 'Work in the sandbox' }).click();
      await page.getByRole('navigation').getByRole('button', { name: 'Create the workspace' }).click();
      await main.getByRole('button', { name: 'Review and create' }).click();
      await main.getByRole('button', { name: 'Create', exact: true }).click();
      const alert = main.getByRole('alert').first();
      await alert.getByText('MachineLearningServices').first().waitFor();
      expect(await alert.innerText()).toMatch(/not registered[^]*Register the provider for the subscription/);
      await page.screenshot({ path: path.join(screenshots, 'fault-cards-met.png') });
      expect(await violations(page)).toEqual([]);
      await alert
        .getByRole('button', { name: 'Register the provider: Microsoft.MachineLearningServices' })
        .click();
      await alert.getByText('done').waitFor();
      await main.getByRole('button', { name: 'Create', exact: true }).click();
      await page.locator('footer .button.primary').waitFor();

      await goTo(page, 'Fault cards');
      await page.getByRole('cell', { name: 'repaired', exact: true }).waitFor();
      await page.getByText('All is repaired.').waitFor();
      await page.getByText('Providers_Register Microsoft.MachineLearningServices').waitFor();
      await page.screenshot({ path: path.join(screenshots, 'fault-cards-repaired.png') });
      await main.getByRole('button', { name: 'Take the card back' }).click();
      await page.getByText('No fault is dealt.').waitFor();
    });
  }, 120_000);

  it('a card is made by keyboard and saved as a file that can be dealt again; a wrong one is refused', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
    await inBrowser(
      { viewport: { width: 1280, height: 860 }, locale: 'en', colorScheme: 'dark' },
      async (page) => {
        await goTo(page, 'Fault cards');
        await page.getByLabel('Title').fill('Two bad days');
        await page.getByLabel('Task for the learner').fill('Get a cluster all the same.');
        const kind = page.getByLabel('What goes wrong');
        await kind.selectOption('quota-exceeded');
        expect(await page.getByLabel('Operation that it befalls').inputValue()).toBe(
          'Compute_CreateOrUpdate',
        );
        const add = page.getByRole('button', { name: 'Add to the card' });
        await add.focus();
        await page.keyboard.press('Enter');
        await kind.selectOption('throttled');
        await page.getByLabel('Operation that it befalls').fill('Jobs_CreateOrUpdate');
        await page.getByLabel('How many calls').fill('4');
        await page.keyboard.press('Enter');
        await page.getByRole('listitem').nth(1).waitFor();
        await page.screenshot({ path: path.join(screenshots, 'fault-cards-made-dark.png') });
        expect(await violations(page)).toEqual([]);
        const [saved] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Save as a file' }).click(),
        ]);
        expect(saved.suggestedFilename()).toBe('two-bad-days.yaml');
        const file = path.join(folder, 'card.yaml');
        await saved.saveAs(file);
        expect(readFileSync(file, 'utf8')).toBe(`title: Two bad days
task: Get a cluster all the same.
faults:
  quota-exceeded:
    operation: Compute_CreateOrUpdate
    kind: quota-exceeded
    until: repaired
  throttled:
    operation: Jobs_CreateOrUpdate
    kind: throttled
    times: 4
`);
        const wrong = path.join(folder, 'wrong.yaml');
        writeFileSync(wrong, 'faults: { a: { operation: "*", kind: lightning } }');
        await page.locator('input[type=file]').setInputFiles(wrong);
        await page.getByRole('alert').getByText('wrong.yaml is not valid at "faults.a.kind"').waitFor();
        await page.locator('input[type=file]').setInputFiles(file);
        await page.getByRole('button', { name: 'Deal the card' }).click();
        await page.getByRole('cell', { name: 'waits' }).nth(1).waitFor();
        await page.getByRole('button', { name: 'Take throttled back' }).click();
        await expect.poll(() => page.getByRole('cell', { name: 'waits' }).count()).toBe(1);
      },
    );
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  it('it is in Chinese, fits a phone, and has one filled button', async () => {
    await inBrowser({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' }, async (page) => {
      await page.getByRole('button', { name: '故障卡' }).click();
      await page.getByText('没有分出故障。一切都照常回答。').waitFor();
      await page.getByLabel('出什么问题').selectOption('role-missing');
      await page.getByRole('button', { name: '添加到卡片' }).click();
      await page.getByRole('button', { name: '分出卡片' }).click();
      await page.getByRole('cell', { name: '等待' }).waitFor();
      expect(await page.locator('.button.primary').count()).toBe(1);
      const sizes = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      expect((sizes as number[])[0]).toBeLessThanOrEqual((sizes as number[])[1]);
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: path.join(screenshots, 'fault-cards-chinese.png'), fullPage: true });
    });
  }, 120_000);
});
