import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desktop, noDesktop, whyNoDesktop } from './desktop-app.ts';
import { collectComplaints, screenshots } from './setup.ts';

let desktop: Desktop | undefined;

beforeAll(async () => {
  if (whyNoDesktop === undefined) desktop = await Desktop.open();
}, 300_000);

afterAll(() => desktop?.end());

describe.skipIf(whyNoDesktop !== undefined)(`the designer of the desktop app${noDesktop}`, () => {
  it('runs a drawing in a worker under app://, TensorFlow.js and tables included', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
    const app = await desktop!.start({ folder });
    try {
      const page = await app.firstWindow();
      page.setDefaultTimeout(20_000);
      const complaints = collectComplaints(page);
      await page.getByRole('button', { name: 'Designer' }).click();
      await page.getByRole('button', { name: 'Draw the tutorial’s pipeline' }).click();
      await page.getByRole('button', { name: 'Run all' }).click();
      await page.locator('.svelte-flow__node', { hasText: 'done' }).nth(7).waitFor();
      const workers = page.workers().map((worker) => worker.url());
      expect(workers).toEqual([expect.stringMatching(/^app:\/\/guidepost\/assets\/engine\.worker-.*\.js$/)]);
      await page.screenshot({ path: path.join(screenshots, 'electron-designer.png') });
      expect(complaints).toEqual([]);
    } finally {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
