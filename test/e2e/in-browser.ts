import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { collectComplaints, openBrowser, screenshots, serveApp } from './setup.ts';

/**
 * Shows the app in a browser, on a new profile, and ends both. The page must neither complain nor violate its policy.
 */
export async function inBrowser(
  options: BrowserContextOptions,
  play: (page: Page) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  const app = await serveApp(folder);
  const browser = await openBrowser();
  try {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints = collectComplaints(page);
    await page.goto(app.url);
    try {
      await play(page);
    } catch (error) {
      await page.screenshot({ path: path.join(screenshots, `failed-${Date.now()}.png`), fullPage: true });
      throw error;
    }
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
