import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { tutorialPipeline } from '../../engine/pipeline/templates.ts';
import type { Pipeline } from '../../engine/pipeline/pipeline.ts';
import { callFromPage } from './call-from-page.ts';
import { DesignerHand } from './designer-hands.ts';
import { meaningOf } from './designer-meaning.ts';
import { keyboard } from './hands.ts';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const screen = { viewport: { width: 1280, height: 800 }, locale: 'en' } as const;

beforeAll(() => void mkdirSync(screenshots, { recursive: true }));

/** Adds a component by its name; its card has the focus then. */
async function add(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Search components' }).waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

/** Chooses something in the menu of the card that has the focus. */
async function menu(page: Page, entry: string): Promise<void> {
  await page.keyboard.press('Shift+F10');
  const item = page.getByRole('menuitem', { name: entry });
  await item.waitFor();
  await page.locator('[role=menu]:focus, [role=menu] :focus').waitFor();
  for (let steps = 0; steps < 12 && (await item.and(page.locator(':focus')).count()) === 0; steps++) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

async function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.dataset.id ?? ""');
}

it.skipIf(noChromium !== '')(
  `the tutorial's pipeline is drawn on the canvas with the keyboard alone${noChromium}`,
  () =>
    inBrowser(screen, async (page) => {
      const hand = new DesignerHand(page);
      const keys = keyboard(page);
      await keys.press(page.getByRole('button', { name: 'Designer', exact: true }));
      await page.getByRole('region', { name: 'Drawing' }).waitFor();
      for (const name of ['Dataset', 'Select', 'Clean', 'Split', 'Logistic', 'Train', 'Score', 'Evaluate']) {
        await add(page, name);
        await expect.poll(() => focused(page)).not.toBe('');
      }
      const connect = async (from: string, to: string, output = ''): Promise<void> => {
        await keys.reach(hand.card(from));
        await menu(page, 'Connect to …');
        const dialog = page.getByRole('dialog', { name: /^Connect / });
        await dialog.waitFor();
        if (output !== '') await keys.choose(dialog.getByLabel(output));
        await keys.press(dialog.getByRole('button', { name: to }));
        await dialog.waitFor({ state: 'detached' });
        await expect.poll(() => focused(page)).toBe(from);
      };
      await connect('dataset', 'Select Columns in Dataset select Dataset');
      await connect('select', 'Clean Missing Data clean Dataset');
      await connect('clean', 'Split Data split Dataset', 'Cleaned dataset');
      await connect('learner', 'Train Model train Untrained model');
      await connect('split', 'Train Model train Dataset', 'Results dataset 1');
      await connect('split', 'Score Model score Dataset', 'Results dataset 2');
      await connect('train', 'Score Model score Trained model');
      await connect('score', 'Evaluate Model evaluate Scored dataset');
      await expect.poll(() => hand.edges()).toBe(8);

      const settings = async (id: string): Promise<void> => {
        await keys.reach(hand.card(id));
        await page.keyboard.press('Enter');
        await hand.panel.locator(':focus').waitFor();
      };
      const { panel } = hand;
      await settings('dataset');
      await keys.select(panel.getByLabel('Name', { exact: true }), 'loans');
      const without = async (id: string, setting: string, ...names: string[]): Promise<void> => {
        await settings(id);
        await keys.press(panel.getByRole('button', { name: setting, exact: true }));
        const picker = page.getByRole('dialog', { name: setting });
        for (const name of names) await keys.press(picker.getByRole('button', { name: `${name} texts` }));
        await page.keyboard.press('Escape');
        await picker.waitFor({ state: 'detached' });
      };
      await without('select', 'Columns', 'Loan_ID', 'Gender');
      await without('clean', 'Columns to be cleaned', 'Loan_Status');
      await keys.select(panel.getByLabel('Cleaning mode'), 'mode');
      await settings('split');
      await keys.fill(panel.getByLabel('Fraction of rows'), '0.7');
      await keys.fill(panel.getByLabel('Random seed'), '42');
      await keys.choose(panel.getByLabel('Stratified split'));
      await keys.select(panel.getByLabel('Stratification column'), 'Loan_Status');
      await settings('learner');
      await keys.fill(panel.getByLabel('L2 regularization weight'), '1');
      await settings('train');
      await keys.select(panel.getByLabel('Label column'), 'Loan_Status');
      await keys.fill(panel.getByLabel('Positive class'), 'Y');
      await hand.saved;
      await page.screenshot({ path: path.join(screenshots, 'designer-keyboard.png') });

      const kept = await callFromPage(page, 'pipeline.read', { pipeline: 'untitled-pipeline' });
      expect(meaningOf(kept.graph as Pipeline)).toEqual(meaningOf(tutorialPipeline()));

      // Arrows move a card, Delete takes it away, Ctrl+Z brings it back.
      await keys.reach(hand.card('evaluate'));
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Delete');
      await expect.poll(() => hand.edges()).toBe(7);
      await page.keyboard.press('ControlOrMeta+z');
      await expect.poll(() => hand.edges()).toBe(8);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press('ControlOrMeta+c');
      await page.keyboard.press('ControlOrMeta+v');
      await expect.poll(() => page.locator('.svelte-flow__node').count()).toBe(16);
      await expect.poll(() => hand.edges()).toBe(16);
      await page.keyboard.press('ControlOrMeta+z');
      await expect.poll(() => page.locator('.svelte-flow__node').count()).toBe(8);
      await page.keyboard.press('ControlOrMeta+y');
      await expect.poll(() => page.locator('.svelte-flow__node').count()).toBe(16);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press('ControlOrMeta+x');
      await expect.poll(() => page.locator('.svelte-flow__node').count()).toBe(0);
      await page.keyboard.press('ControlOrMeta+v');
      await expect.poll(() => page.locator('.svelte-flow__node').count()).toBe(16);
    }),
  240_000,
);

it.skipIf(noChromium !== '')(
  `the list view does everything by keyboard, also on a narrow screen${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 320, height: 640 }, locale: 'en' }, async (page) => {
      const keys = keyboard(page);
      await keys.press(page.getByRole('button', { name: 'Designer', exact: true }));
      await keys.press(page.getByRole('button', { name: 'List view' }));
      for (const name of ['Dataset', 'Split', 'Score']) await add(page, name);
      const item = (title: string): Locator =>
        page.getByRole('listitem').filter({ has: page.locator('strong', { hasText: title }) });
      const split = item('Split Data');
      await keys.select(split.getByLabel('Input: Dataset'), 'dataset.table');
      await keys.fill(split.getByLabel('Fraction of rows'), '1,5');
      await expect.poll(() => split.textContent()).toContain('must be a number, not "1,5"');
      await keys.select(item('Score Model').getByLabel('Input: Dataset'), 'split.second');
      await expect
        .poll(() => item('Score Model').textContent())
        .toContain('has nothing connected to its input "Trained model"');
      const found = await violations(page);
      await page.screenshot({ path: path.join(screenshots, 'designer-list-320.png'), fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await keys.press(item('Score Model').getByRole('button', { name: 'Delete' }));
      await expect.poll(() => item('Score Model').count()).toBe(0);
      expect(found).toEqual([]);
    }),
  120_000,
);
