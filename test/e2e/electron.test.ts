import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildElectron, buildRenderer } from '../../tools/build.ts';
import { electronRuntime, whyNoElectron } from '../../tools/electron-runtime.ts';
import { inTurn, keyboard, mouse } from './hands.ts';
import { playLoanLesson } from './play-lesson.ts';
import { collectComplaints } from './setup.ts';

const runtime = await findRuntime();
const why = typeof runtime === 'string' ? undefined : runtime.why;
const skipped = why === undefined ? '' : ` (skipped: no Electron for the tests, ${why})`;
const display = `:${90 + (process.pid % 900)}`;

let screen: ChildProcess | undefined;

beforeAll(async () => {
  if (why !== undefined) return;
  await buildRenderer();
  await buildElectron();
  screen = spawn('Xvfb', [display, '-screen', '0', '1440x1000x24', '-nolisten', 'tcp', '-displayfd', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  await once(screen.stdio[3] as NodeJS.ReadableStream, 'data');
}, 300_000);

afterAll(() => {
  screen?.kill();
});

/** The runtime's program; else why there is none. */
async function findRuntime(): Promise<string | { readonly why: string }> {
  const missing = whyNoElectron();
  if (missing !== undefined) return { why: missing };
  try {
    return await electronRuntime();
  } catch (error) {
    return { why: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  }
}

/** Starts the desktop app on a folder. */
function startApp(folder: string): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: typeof runtime === 'string' ? runtime : '',
    args: ['--no-sandbox', '--disable-gpu', `--user-data-dir=${path.join(folder, 'chromium')}`],
    env: {
      ...(process.env as Record<string, string>),
      DISPLAY: display,
      GUIDEPOST_HOME: folder,
      GUIDEPOST_TIME_FACTOR: '1000',
      GUIDEPOST_TEST_MAIN: path.resolve(import.meta.dirname, '../../dist/electron/main.cjs'),
    },
  });
}

describe.skipIf(why !== undefined)(`the desktop app${skipped}`, () => {
  it('plays the loan lesson from an empty profile to its end', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
    const app = await startApp(folder);
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

  it('keeps its page in a box of its own, and denies what a page must not do', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
    const app = await startApp(folder);
    try {
      const page = await app.firstWindow();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(page.url()).toBe('app://guidepost/');
      const preferences = await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        const contents = window.webContents as unknown as {
          getLastWebPreferences(): Record<string, unknown>;
        };
        const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
          contents.getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
      });
      expect(preferences).toEqual({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      });
      const seen = await page.evaluate(`(async () => ({
        bridge: Object.keys(window.guidepost).sort(),
        node: typeof window.require + typeof window.process,
        outside: await Promise.all(
          ['/%2e%2e/%2e%2e/package.json', '/..%5cpackage.json', '/%252e%252e/package.json', '/nothing.js'].map(
            async (url) => (await fetch(url)).status,
          ),
        ),
        notifications: (await navigator.permissions.query({ name: 'notifications' })).state,
        opened: window.open('https://example.com/') === null,
      }))()`);
      expect(seen).toEqual({
        bridge: ['addFile', 'call', 'subscribe'],
        node: 'undefinedundefined',
        outside: [404, 404, 404, 404],
        notifications: 'denied',
        opened: true,
      });
      await page.evaluate(`location.href = 'https://example.com/'`);
      expect(page.url()).toBe('app://guidepost/');
    } finally {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
