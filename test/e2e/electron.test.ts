import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desktop, noDesktop, whyNoDesktop } from './desktop-app.ts';
import { inTurn, keyboard, mouse } from './hands.ts';
import { playLoanLesson } from './play-lesson.ts';
import { collectComplaints } from './setup.ts';

let desktop: Desktop | undefined;

beforeAll(async () => {
  if (whyNoDesktop === undefined) desktop = await Desktop.open();
}, 300_000);

afterAll(() => desktop?.end());

describe.skipIf(whyNoDesktop !== undefined)(`the desktop app${noDesktop}`, () => {
  it('plays the loan lesson from an empty profile to its end', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
    const app = await desktop!.start({ folder });
    try {
      const page = await app.firstWindow();
      const agent = String(await page.evaluate('navigator.userAgent'));
      process.stdout.write(`The tests ran in ${/Electron\/\S+/.exec(agent)?.[0]}.\n`);
      page.setDefaultTimeout(20_000);
      const complaints = collectComplaints(page);
      await playLoanLesson({ page, name: 'electron', hand: inTurn(mouse, keyboard(page)) });
      expect(complaints).toEqual([]);
    } finally {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
