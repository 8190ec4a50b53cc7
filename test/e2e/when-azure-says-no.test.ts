import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

/** A learner in the lesson of errors. */
class Learner {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.locator('main').getByRole('button', { name, exact: true }).first().click();
  }

  /** Does what meets the error, and reads it. */
  async meet(button: string, sentence: RegExp): Promise<void> {
    await this.press(button);
    const alert = this.page.locator('main').getByRole('alert').first();
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(sentence);
  }

  /** Presses the button that an error brings along. */
  async repair(name: RegExp): Promise<void> {
    const alert = this.page.locator('main').getByRole('alert').first();
    await alert.getByRole('button', { name }).click();
    await alert.locator('.tag.pass').waitFor();
  }

  async answer(right: string): Promise<void> {
    const choice = this.page.getByLabel(right, { exact: true });
    if (await choice.count()) await choice.check();
    else await this.page.getByRole('textbox', { name: /./ }).last().fill(right);
    await this.press('Answer');
  }

  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(screenshots, `says-no-${name}.png`) });
    expect(await violations(this.page), name).toEqual([]);
  }

  /** Waits until the step is done, and goes on to the next. */
  async goOn(): Promise<void> {
    await this.page.locator('footer .button.primary').click();
  }

  async at(title: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
  }
}

describe.skipIf(noChromium !== '')(`the lesson of errors${noChromium}`, () => {
  it('is played in the browser: each error is met, read, and repaired where it stands', async () => {
    mkdirSync(screenshots, { recursive: true });
    await inBrowser({ viewport: { width: 1440, height: 1000 }, locale: 'en' }, async (page) => {
      const learner = new Learner(page);
      await page.getByRole('button', { name: 'Begin: When Azure says no' }).click();
      await learner.press('Work in the sandbox');
      await learner.goOn();

      await learner.at('A provider that is not registered');
      await learner.press('Review and create');
      await learner.meet('Create', /not registered to use namespace[^]*Register the provider/);
      await learner.picture('provider');
      await learner.repair(/^Register the provider/);
      await learner.press('Create');
      await learner.answer('Once for each subscription.');
      await learner.goOn();

      await learner.at('A deleted vault in the way');
      await learner.press('Review and create');
      await learner.meet('Create', /in deleted state[^]*purge the deleted one/);
      await learner.picture('vault');
      await learner.repair(/^Purge the vault/);
      await learner.press('Create');
      await learner.goOn();

      await learner.at('A name that somebody else has');
      await learner.meet('Create the account', /loandata is already taken[^]*Choose another name/);
      await page.getByLabel('Storage account').fill('loandatanobodyhas');
      await learner.press('Create the account');
      await learner.goOn();

      await learner.at('A role that is missing');
      await learner.meet(
        'Create the instance',
        /computes\/write[^]*ask the owner of the subscription for a role/,
      );
      await learner.picture('role');
      await learner.press('Assign the role');
      await page.locator('main .tag.pass', { hasText: 'done' }).first().waitFor();
      await learner.press('Create the instance');
      await learner.goOn();

      await learner.at('More cores than there are');
      await learner.meet('Create the cluster', /Additional requested: 16[^]*Choose a smaller size/);
      await page.getByLabel('Size').fill('Standard_DS2_v2');
      await page.getByLabel('Nodes at most').fill('2');
      await learner.press('Create the cluster');
      await learner.answer('16');
      await learner.goOn();

      await learner.at('Too many calls at once');
      await learner.meet('Create the endpoint', /throttled[^]*Wait a minute and try again/);
      await learner.press('Create the endpoint');
      await learner.answer('Wait as long as Retry-After says, then try again.');
      await learner.goOn();

      await learner.at('A deployment that never turns healthy');
      await learner.meet('Deploy', /want of memory[^]*Read the log[^]*OOMKilled/);
      await learner.picture('deployment');
      await page.getByLabel('Size').fill('Standard_DS3_v2');
      await learner.press('Deploy');
      await learner.goOn();

      await learner.at('A sign-in that has expired');
      await learner.meet('Stop it', /token has expired[^]*Sign in again/);
      await learner.repair(/^Sign in again/);
      await learner.press('Stop it');
      await learner.goOn();

      await learner.at('Clean up');
      await learner.press('Delete all of it');
      await page.locator('footer .finished').waitFor();
    });
  }, 240_000);
});
