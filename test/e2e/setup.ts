import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { chromium, type Browser, type Page } from 'playwright-core';
import { buildRenderer } from '../../tools/build.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Where a browser of Debian's is; tests that need one skip where it is missing. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) =>
  existsSync(file),
);
export const noChromium = chromiumPath === undefined ? ' (skipped: there is no /usr/bin/chromium)' : '';

/** Pictures of a run are kept here. */
export const screenshots = path.join(root, 'test-results/screenshots');

/** Keeps a picture of a run for the README, where GUIDEPOST_PICTURES asks for it. */
export function keepPicture(picture: string, name: string): void {
  if (!process.env.GUIDEPOST_PICTURES) return;
  copyFileSync(path.join(screenshots, picture), path.join(root, 'docs', name));
}

/** A running browser host. */
export interface ServedApp {
  readonly url: string;
  readonly folder: string;
  /** Where its sandbox listens. */
  readonly sandbox: string;
  /** Ends it as Ctrl-C does, or at once. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the browser host on a folder of its own. */
export async function serveApp(folder: string, words: readonly string[] = []): Promise<ServedApp> {
  await buildRenderer();
  const program = path.join(root, 'electron/serve.ts');
  const child = spawn(
    process.execPath,
    [program, '--json', '--data', folder, '--time-factor', '1000', ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url, sandbox } = JSON.parse(line.toString()) as { url: string; sandbox: string };
  return {
    url,
    folder,
    sandbox,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** Opens a browser. */
export function openBrowser(): Promise<Browser> {
  // Chromium refuses its own sandbox to root.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath ?? '', args: flags });
}

/** Collects what a page must not say: errors, and violations of its policy. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
