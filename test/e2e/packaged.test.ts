import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noDesktop, whyNoDesktop } from './desktop-app.ts';
import { mouse, type Hand } from './hands.ts';
import { playLoanLesson } from './play-lesson.ts';
import { collectComplaints } from './setup.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
const packaged = path.join(folder, 'package/linux-unpacked');

beforeAll(() => {
  if (whyNoDesktop !== undefined) return;
  const words = ['tools/dist.ts', '--tests-electron', '--out', path.join(folder, 'package')];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
  expect(stderr).toContain('give it to nobody');
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The packaged app on a screen of its own. */
interface StartedApp {
  readonly child: ChildProcess;
  /** What it has written, line by line. */
  readonly lines: string[];
  /** Where its pages can be driven. */
  readonly address: string;
  /** A file that is there where it has followed NODE_OPTIONS. */
  readonly marker: string;
  /** Ends it and its screen, at once. */
  readonly end: () => void;
}

/** Starts the packaged app, with all that its fuses have to refuse. */
async function startApp(): Promise<StartedApp> {
  const screen = ['-screen', '0', '1440x1000x24', '-nolisten', 'tcp', '-noreset', '-displayfd', '3'];
  const xvfb = spawn('Xvfb', screen, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [display] = (await once(xvfb.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  const marker = path.join(folder, 'node-options-were-followed');
  const required = path.join(folder, 'required.cjs');
  writeFileSync(required, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');\n`);
  const flags = ['--no-sandbox', '--disable-gpu', `--user-data-dir=${path.join(folder, 'chromium')}`];
  const child = spawn(
    path.join(packaged, 'guidepost'),
    [...flags, '--remote-debugging-port=0', '--inspect=0'],
    {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        DISPLAY: `:${display.toString().trim()}`,
        GUIDEPOST_HOME: path.join(folder, 'home'),
        GUIDEPOST_TIME_FACTOR: '1000',
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require ${required}`,
      },
    },
  );
  const lines: string[] = [];
  const end = (): void => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    xvfb.kill();
  };
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      lines.push(line);
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address === undefined) continue;
      child.stderr.on('data', (data: Buffer) => lines.push(data.toString())).resume();
      return { child, lines, marker, address, end };
    }
    throw new Error(`The packaged app ended at once: ${lines.join('\n')}`);
  } catch (error) {
    end();
    throw error;
  }
}

/** The titles of the app's pages, once they are loaded. */
async function titlesOfPages(address: string): Promise<string[]> {
  const response = await fetch(`http://${new URL(address).host}/json/list`);
  const targets = (await response.json()) as { readonly url: string; readonly title: string }[];
  return targets.filter(({ url }) => url === 'app://guidepost/').map(({ title }) => title);
}

/** Presses buttons where they are: a mouse may miss one that moves as a job's figures come in above it. */
function steady(page: Page): Hand {
  return { ...mouse, press: (target) => target.and(page.locator(':enabled')).press('Enter') };
}

/** The processes whose program lies in the package. */
function processesOfPackage(): string[] {
  return readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && readlinkSync(`/proc/${id}/exe`).startsWith(packaged);
    } catch {
      return false;
    }
  });
}

describe.skipIf(whyNoDesktop !== undefined)(`the packaged app${noDesktop}`, () => {
  it('has all its fuses set', async () => {
    const wire = await getCurrentFuseWire(path.join(packaged, 'guidepost'));
    // A character for each: 1 is on, 0 is off, r has been taken out.
    const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(Number(wire[fuse])) === '1';
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      filePrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyFromAsar: true,
      filePrivileges: false,
    });
  });

  it('is one archive with its notices beside it', () => {
    const names = ['LICENSE', 'THIRD-PARTY-NOTICES.txt', 'app.asar'];
    expect(readdirSync(path.join(packaged, 'resources')).sort()).toEqual(names);
    const notices = readFileSync(path.join(packaged, 'resources/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['azurite', 'svelte', '@azure/storage-blob']) expect(notices).toContain(`\n${name} `);
  });

  it('plays the loan lesson out of its archive, and is neither Node nor open to a debugger', async () => {
    const { child, lines, marker, address, end } = await startApp();
    try {
      // A window that is just being made can hold up whoever connects.
      await expect.poll(() => titlesOfPages(address), { timeout: 20_000 }).toEqual(['Guidepost']);
      const browser = await chromium.connectOverCDP(address);
      const [page] = browser.contexts()[0].pages();
      page.setDefaultTimeout(20_000);
      const complaints = collectComplaints(page);
      await playLoanLesson({ page, name: 'packaged', hand: () => steady(page) });
      expect(complaints).toEqual([]);
      expect(lines.filter((line) => /Debugger listening|inspector/i.test(line))).toEqual([]);
      expect(existsSync(marker)).toBe(false);
      const ended = once(child, 'exit');
      await page.close();
      expect(await ended).toEqual([0, null]);
      await expect.poll(processesOfPackage, { timeout: 10_000 }).toEqual([]);
      await browser.close();
    } finally {
      end();
    }
  }, 120_000);
});
