// The one window of the desktop app: links, second starts, its place, light and dark, redirects.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Desktop, noDesktop, whyNoDesktop } from './desktop-app.ts';

let desktop: Desktop | undefined;

beforeAll(async () => {
  if (whyNoDesktop === undefined) desktop = await Desktop.open();
}, 300_000);

afterAll(() => desktop?.end());

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the app; it ends with the test at the latest. */
async function start(folder: string, ...words: string[]): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await desktop!.start({ folder, words });
  onTestFinished(() => app.close());
  const page = await app.firstWindow();
  page.setDefaultTimeout(10_000);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { app, page };
}

/** The first step of the loan lesson; the home page. */
const step = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Work in the sandbox' }).waitFor();
const home = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Begin', exact: true }).waitFor();

const place = (app: ElectronApplication): Promise<unknown> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds());

describe.skipIf(whyNoDesktop !== undefined)(`the window of the desktop app${noDesktop}`, () => {
  it('is one: a second start hands its link over and ends; a link that leads nowhere changes nothing', async () => {
    const folder = newFolder();
    const { app, page } = await start(folder);
    await home(page);
    const again = (...words: string[]): Promise<number | null> => desktop!.startAgain({ folder, words });
    for (const link of [
      'guidepost://lesson/no-such-lesson',
      'guidepost://lesson/../../etc/passwd',
      'guidepost:',
    ]) {
      expect(await again(link)).toBe(0);
    }
    await home(page);
    expect(await again('guidepost://lesson/loan-approval')).toBe(0);
    await step(page);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  }, 60_000);

  it('opens the lesson that a link leads to, and the home page where it leads nowhere', async () => {
    const lesson = await start(newFolder(), 'guidepost://lesson/loan-approval');
    await step(lesson.page);
    await lesson.app.close();
    const nowhere = await start(newFolder(), 'guidepost://lesson/no-such-lesson');
    await home(nowhere.page);
  }, 60_000);

  it('opens where it was closed, and on the screen in any case', async () => {
    const folder = newFolder();
    const first = await start(folder);
    const chosen = { x: 60, y: 40, width: 900, height: 700 };
    await first.app.evaluate(
      ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0].setBounds(bounds),
      chosen,
    );
    await expect.poll(() => place(first.app)).toEqual(chosen);
    await first.app.close();
    const second = await start(folder);
    expect(await place(second.app)).toEqual(chosen);
    await second.app.close();
    writeFileSync(path.join(folder, 'window.json'), '{"x":-9000,"y":40,"width":800,"height":600}');
    const third = await start(folder);
    expect(await place(third.app)).toMatchObject({ width: 800, height: 600 });
    expect(await place(third.app)).not.toMatchObject({ x: -9000 });
    await third.app.close();
    writeFileSync(path.join(folder, 'window.json'), '{"x":');
    const fourth = await start(folder);
    expect(await place(fourth.app)).toMatchObject({ width: 1280, height: 860 });
  }, 60_000);

  it('is light or dark as the system is', async () => {
    const { app, page } = await start(newFolder());
    for (const [theme, paper] of [
      ['dark', '#14171b'],
      ['light', '#faf9f6'],
    ] as const) {
      await app.evaluate(({ nativeTheme }, source) => (nativeTheme.themeSource = source), theme);
      const asked = `matchMedia('(prefers-color-scheme: ${theme})').matches`;
      await expect.poll(() => page.evaluate(asked)).toBe(true);
      const shown = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0].getBackgroundColor(),
      );
      expect(shown.toLowerCase()).toBe(paper);
      const body = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      const [red, green, blue] = [1, 3, 5].map((at) => parseInt(paper.slice(at, at + 2), 16));
      expect(body).toBe(`rgb(${red}, ${green}, ${blue})`);
    }
  }, 60_000);

  it('follows no redirect', async () => {
    const { app } = await start(newFolder());
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const outcome = await app.evaluate(async ({ BrowserWindow }, url) => {
      const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
      const ended = await window.loadURL(url).then(
        () => 'loaded',
        (error: Error) => error.message,
      );
      window.destroy();
      return ended;
    }, `http://127.0.0.1:${port}/first`);
    server.close();
    expect(outcome).toMatch(/^ERR_(FAILED|ABORTED)/);
    expect(asked).toEqual(['/first']);
  }, 60_000);
});
