import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openPack } from '../../electron/host/lesson/open-lesson.ts';
import type { Step } from '../../lessons/format/lesson.ts';
import { mouse, type Hand } from './hands.ts';
import { screenshots } from './setup.ts';

/** How a lesson is played. */
export interface PlayOptions {
  readonly page: Page;
  /** Of the pictures that are kept. */
  readonly name: string;
  /** What each step is played with, by its place in the lesson; a mouse where nothing is said. */
  readonly hand?: (step: number) => Hand;
  /** What is done on every page once its step is done. */
  readonly onStep?: (id: string) => Promise<void>;
  /** The last step to play. */
  readonly until?: string;
}

/** Plays the loan lesson from its first page to its last, as a learner does. */
export async function playLoanLesson(options: PlayOptions): Promise<void> {
  const { page, until, onStep } = options;
  const { pack } = await openPack('loan-approval', (file) => file);
  const [lesson] = pack.lessons;
  mkdirSync(screenshots, { recursive: true });
  const player = new Player(options);
  await player.begin();
  for (const [index, step] of lesson.steps.entries()) {
    await player.play(step, index);
    await onStep?.(step.id);
    if (step.id === until) return;
    if (await page.locator('footer .button.primary').count()) await player.goOn();
  }
}

class Player {
  private readonly page: Page;
  private readonly name: string;
  private readonly handOf: (step: number) => Hand;
  private hand: Hand;

  constructor({ page, name, hand = () => mouse }: PlayOptions) {
    this.page = page;
    this.name = name;
    this.handOf = hand;
    this.hand = hand(0);
  }

  begin(): Promise<void> {
    return this.hand.press(this.page.getByRole('button', { name: 'Begin', exact: true }));
  }

  goOn(): Promise<void> {
    return this.hand.press(this.page.locator('footer .button.primary'));
  }

  async play(step: Step, index: number): Promise<void> {
    const { page, name } = this;
    this.hand = this.handOf(index);
    await page.getByRole('heading', { level: 1, name: step.title }).waitFor();
    await page.screenshot({ path: path.join(screenshots, `${name}-${step.id}-begin.png`) });
    await this.presses[step.id]();
    const right = step.quiz?.answer;
    if (right !== undefined) await this.answer(right);
    const next = page.locator('footer .button.primary, footer .finished');
    try {
      await next.waitFor({ timeout: 20_000 });
    } catch (error) {
      await page.screenshot({ path: path.join(screenshots, `${name}-failed.png`) });
      throw error;
    }
    await page.screenshot({ path: path.join(screenshots, `${name}-${step.id}.png`) });
  }

  /** Presses buttons of the page one after the other, each as soon as it can be pressed. */
  private async press(...names: string[]): Promise<void> {
    for (const name of names) await this.pressNth(name, 0);
  }

  private pressNth(name: string, index: number): Promise<void> {
    return this.hand.press(this.page.locator('main').getByRole('button', { name, exact: true }).nth(index));
  }

  /** Gives the right answer to a step's question. */
  private async answer(right: string | number): Promise<void> {
    if (typeof right === 'string') await this.hand.choose(this.page.getByLabel(right, { exact: true }));
    else await this.hand.fill(this.page.getByRole('textbox', { name: /./ }).last(), String(right));
    await this.press('Answer');
  }

  private async untilDone(count: number): Promise<void> {
    await this.page
      .locator('.tag.pass', { hasText: 'done' })
      .nth(count - 1)
      .waitFor();
  }

  /** What is done in each step, in the words of the buttons. */
  private readonly presses: Readonly<Record<string, () => Promise<void>>> = {
    target: () => this.press('Work in the sandbox'),
    look: () => this.press('Look'),
    workspace: () => this.press('Review and create', 'Create'),
    access: () => this.press('Assign the role'),
    storage: async () => {
      await this.press('Create the account');
      await this.untilDone(1);
      await this.press('Create the container');
    },
    datastore: () => this.press('Register the datastore'),
    upload: () => this.press('Upload'),
    'data-asset': async () => {
      await this.press('Read the file', 'Continue');
      await this.hand.choose(this.page.getByLabel('Include Loan_ID'), false);
      await this.hand.choose(this.page.getByLabel('Include Gender'), false);
      await this.press('Continue');
      await this.page.getByRole('region', { name: 'Column profiles' }).waitFor();
      await this.page.screenshot({ path: path.join(screenshots, `${this.name}-data-asset-details.png`) });
      await this.press('Register the data asset', 'Married');
    },
    compute: async () => {
      await this.press('Create the cluster');
      await this.untilDone(1);
      await this.pressNth('Create the cluster', 1);
      await this.untilDone(2);
      await this.press('Create the instance');
      await this.untilDone(3);
      await this.press('Stop it');
    },
    pipeline: () => this.press('Draw the tutorial’s pipeline', 'Stratify'),
    run: async () => {
      await this.press('Submit');
      await this.page.getByText('Completed', { exact: true }).waitFor();
      await this.press('Leakage');
    },
    evaluate: () => this.press('Baseline', 'Threshold', 'Overfitting'),
    inference: () => this.press('Create the inference pipelines', 'Take the label out', 'Submit'),
    'inference-cluster': () => this.press('Create and attach the cluster'),
    deploy: async () => {
      await this.press('Register the model');
      await this.untilDone(1);
      await this.pressNth('Register the model', 1);
      await this.untilDone(2);
      await this.press('Create the endpoint');
      await this.untilDone(3);
      await this.press('Deploy');
      await this.untilDone(4);
      await this.pressNth('Deploy', 1);
      await this.untilDone(5);
      await this.press('Share the traffic: blue 90, green 10');
    },
    test: async () => {
      await this.press('Test');
      await this.page.getByRole('heading', { name: 'Answer' }).waitFor();
      await this.hand.select(this.page.getByLabel('Deployment'), 'green');
      await this.press('Test');
    },
    consume: () => this.press('Write the code'),
    watch: () => this.press('Send more requests', 'Drift'),
    'clean-up': () => this.press('Delete all of it'),
  };
}
