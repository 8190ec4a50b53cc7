import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The playground as a learner works with it. */
export class PlaygroundPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page): Promise<PlaygroundPage> {
    await page.getByRole('button', { name: 'Playground' }).click();
    const playground = new PlaygroundPage(page);
    await playground.ready();
    return playground;
  }

  /** Waits until it can be trained. */
  ready(): Promise<void> {
    return this.page.locator('[data-phase=ready]').waitFor();
  }

  field(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true });
  }

  async choose(name: string, value: string): Promise<void> {
    await this.field(name).selectOption(value);
    await this.ready();
  }

  async openCsv(name: string, text: string | Buffer): Promise<void> {
    const buffer = Buffer.from(text);
    await this.page
      .locator('input[type=file][accept*=csv]')
      .first()
      .setInputFiles({ name, mimeType: 'text/csv', buffer });
  }

  /** Trains to the end, as fast as it goes. */
  async train(): Promise<void> {
    await this.page.getByLabel('Speed').selectOption('full');
    await this.page.getByRole('button', { name: /^Train/ }).click();
    await this.page.locator('[data-phase=done]').waitFor();
  }

  /** The scores on the test rows, one for each learner. */
  async scores(): Promise<number[]> {
    const texts = await this.page.locator('[data-score]').allTextContents();
    return texts.map((text) => Number(text.replace(/[%,]/g, '')));
  }

  async step(): Promise<number> {
    return Number(await this.page.locator('[data-step]').getAttribute('data-step'));
  }

  /** The pictures, pixel for pixel. */
  pictures(): Promise<string[]> {
    return this.page.evaluate<string[]>(
      `[...document.querySelectorAll('svg[data-chart] image')].map((image) => image.getAttribute('href'))`,
    );
  }

  /** Saves the playground, and gives the file's text. */
  async save(confirm?: string): Promise<string> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Save to a file' }).click();
    if (confirm !== undefined) await this.page.getByRole('button', { name: confirm }).click();
    const path = await (await download).path();
    return readFileSync(path, 'utf8');
  }

  async openFile(name: string, text: string): Promise<void> {
    const buffer = Buffer.from(text);
    await this.page
      .locator('input[type=file][accept*=json]')
      .setInputFiles({ name, mimeType: 'application/json', buffer });
  }

  /** What stands as an alert on the page. */
  async alert(sentence: RegExp): Promise<void> {
    await this.page.getByRole('alert').filter({ hasText: sentence }).waitFor();
  }

  async expectScore(least: number, most: number): Promise<void> {
    const [score] = await this.scores();
    expect(score).toBeGreaterThanOrEqual(least);
    expect(score).toBeLessThanOrEqual(most);
  }
}
