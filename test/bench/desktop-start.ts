// The start of the desktop app against an empty window of the same runtime; the size of what a page loads first.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildRenderer } from '../../tools/build.ts';
import { Desktop, desktopMain } from '../e2e/desktop-app.ts';
import type { Measurement } from './worker.ts';

const emptyMain = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const webPreferences = { contextIsolation: true, nodeIntegration: false, sandbox: true, webSecurity: true,
    webviewTag: false, spellcheck: false };
  const window = new BrowserWindow({ width: 1280, height: 860, minWidth: 400, minHeight: 300, show: false,
    backgroundColor: '#faf9f6', title: 'Empty', webPreferences });
  window.once('ready-to-show', () => window.show());
  window.loadFile(require('node:path').join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
`;
const emptyPage =
  '<!doctype html><meta charset="utf-8"><title>Empty</title><h1>Empty</h1><main><button>Begin</button></main>';

/** Both sides, each with a profile that is new at every start, and with one that was used before. */
export interface StartMeasurements {
  readonly profile: 'fresh' | 'used';
  readonly ours: Measurement[];
  readonly theirs: Measurement[];
}

/** Measures starts from the process to a page that can be used, the sides in turn. */
export async function measureStarts(folder: string, runs: number): Promise<StartMeasurements[]> {
  const empty = path.join(folder, 'empty');
  mkdirSync(empty, { recursive: true });
  writeFileSync(path.join(empty, 'main.cjs'), emptyMain);
  writeFileSync(path.join(empty, 'index.html'), emptyPage);
  const desktop = await Desktop.open();
  try {
    const measured: StartMeasurements[] = [];
    for (const profile of ['fresh', 'used'] as const) {
      const sides = { ours: [] as Measurement[], theirs: [] as Measurement[] };
      // The first start of each side does not count: it brings files into the system's memory.
      for (let run = -1; run < runs; run++) {
        for (const side of ['ours', 'theirs'] as const) {
          const home = path.join(folder, profile === 'fresh' ? `${side}-${run}` : `${side}-used`);
          mkdirSync(home, { recursive: true });
          const main = side === 'ours' ? desktopMain : path.join(empty, 'main.cjs');
          const seconds = await secondsToUse(desktop, home, main);
          if (run >= 0) sides[side].push({ seconds });
        }
      }
      measured.push({ profile, ...sides });
    }
    return measured;
  } finally {
    desktop.end();
  }
}

async function secondsToUse(desktop: Desktop, folder: string, main: string): Promise<number> {
  const { executablePath, args, env } = desktop.command({
    folder,
    main: path.join(import.meta.dirname, 'timed-start.cjs'),
  });
  const start = Date.now();
  const child = spawn(executablePath, args, {
    env: { ...env, TIMED_MAIN: main },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  await once(child, 'exit');
  const usable = /^\{"usable":(\d+)\}$/m.exec(text)?.[1];
  if (usable === undefined) throw new Error(`${main} ended before its page could be used.`);
  return (Number(usable) - start) / 1000;
}

/** How many bytes of JavaScript, packed by gzip, the app's page loads before it shows anything. */
export async function firstLoadBytes(): Promise<number> {
  await buildRenderer();
  const folder = path.resolve(import.meta.dirname, '../../dist/renderer');
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const waiting = [...page.matchAll(/<(?:script|link)[^>]*(?:src|href)="(\/[^"]+\.js)"/g)].map(
    ([, file]) => file,
  );
  const loaded = new Map<string, number>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    const code = readFileSync(path.join(folder, file));
    loaded.set(file, gzipSync(code).length);
    // Static imports alone: import(…) comes later, with the page that asks for it.
    for (const [, name] of code.toString().matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)) {
      waiting.push(path.posix.join(path.posix.dirname(file), name));
    }
  }
  return [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
}
