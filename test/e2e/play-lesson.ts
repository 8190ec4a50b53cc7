import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openPack } from '../../electron/host/lesson/open-lesson.ts';
import { screenshots } from './setup.ts';

/** What is pressed in each step, in the words of the buttons. */
const presses: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  target: (page) => press(page, 'Work in the sandbox'),
  look: (page) => press(page, 'Look'),
  workspace: (page) => press(page, 'Review and create', 'Create'),
  access: (page) => press(page, 'Assign the role'),
  storage: (page) => press(page, 'Create the account', 'Create the container'),
  datastore: (page) => press(page, 'Register the datastore'),
  upload: (page) => press(page, 'Upload'),
  async 'data-asset'(page) {
    await press(page, 'Read the file', 'Continue');
    await page.getByLabel('Include Loan_ID').uncheck();
    await page.getByLabel('Include Gender').uncheck();
    await press(page, 'Continue', 'Register the data asset', 'Married');
  },
  async compute(page) {
    await press(page, 'Create the cluster');
    await page.getByRole('button', { name: 'Create the cluster' }).nth(1).click();
    await press(page, 'Create the instance', 'Stop it');
  },
  pipeline: (page) => press(page, 'Draw the tutorial’s pipeline', 'Stratify'),
  run: (page) => press(page, 'Submit', 'Leakage'),
  evaluate: (page) => press(page, 'Baseline', 'Threshold', 'Overfitting'),
  inference: (page) => press(page, 'Create the inference pipelines', 'Take the label out', 'Submit'),
  'inference-cluster': (page) => press(page, 'Create and attach the cluster'),
  async deploy(page) {
    const nth = (name: string, index: number): Promise<void> =>
      page.locator('main').getByRole('button', { name, exact: true }).nth(index).click();
    await press(page, 'Register the model');
    await nth('Register the model', 1);
    await press(page, 'Create the endpoint');
    await page.locator('.tag.pass', { hasText: 'done' }).nth(2).waitFor();
    await press(page, 'Deploy');
    await nth('Deploy', 1);
    await page.locator('.tag.pass', { hasText: 'done' }).nth(4).waitFor();
    await press(page, 'Share the traffic: blue 90, green 10');
  },
  async test(page) {
    await press(page, 'Test');
    await page.getByRole('heading', { name: 'Answer' }).waitFor();
    await page.getByLabel('Deployment').selectOption('green');
    await press(page, 'Test');
  },
  consume: (page) => press(page, 'Write the code'),
  watch: (page) => press(page, 'Send more requests', 'Drift'),
  'clean-up': (page) => press(page, 'Delete all of it'),
};

/** Presses buttons of the page one after the other, each as soon as it can be pressed. */
async function press(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    await page.locator('main').getByRole('button', { name, exact: true }).first().click();
  }
}

/** Gives the right answer to a step's question. */
async function answer(page: Page, right: string | number): Promise<void> {
  if (typeof right === 'string') await page.getByLabel(right, { exact: true }).check();
  else {
    await page.getByRole('textbox', { name: /./ }).last().fill(String(right));
    await press(page, 'Answer');
  }
}

/** What is done on every page of the lesson once its step is done. */
export type OnStep = (id: string) => Promise<void>;

/** Plays the loan lesson from its first page to its last with the mouse. */
export async function playLoanLesson(page: Page, name: string, onStep: OnStep): Promise<void> {
  const { pack } = await openPack('loan-approval', (file) => file);
  const [lesson] = pack.lessons;
  mkdirSync(screenshots, { recursive: true });
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  for (const step of lesson.steps) {
    await page.getByRole('heading', { level: 1, name: step.title }).waitFor();
    await page.screenshot({ path: path.join(screenshots, `${name}-${step.id}-begin.png`) });
    await presses[step.id](page);
    const right = step.quiz?.answer;
    if (right !== undefined) await answer(page, right);
    const next = page.locator('footer .button.primary, footer .finished');
    try {
      await next.waitFor({ timeout: 20_000 });
    } catch (error) {
      await page.screenshot({ path: path.join(screenshots, `${name}-failed.png`) });
      throw error;
    }
    await page.screenshot({ path: path.join(screenshots, `${name}-${step.id}.png`), fullPage: true });
    await onStep(step.id);
    if (await page.locator('footer .button.primary').count())
      await page.locator('footer .button.primary').click();
  }
}
