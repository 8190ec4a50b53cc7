import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { securityHeaders } from '../../electron/web/security-headers.ts';
import { collectComplaints, openBrowser } from '../e2e/setup.ts';

/** One part of the pages on a page of its own, under the app's policy. */
export interface PartPage {
  readonly page: Page;
  /** Draws the part with the figures of a case; the milliseconds until it was painted. */
  show(name: string): Promise<number>;
  /** What the page has complained about, its policy included. */
  readonly complaints: readonly string[];
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Builds a component with the cases of a test (a module whose `cases` are functions that return props), serves it with
 * the app's security headers and opens it in Chromium. Both paths begin at the root of the project.
 */
export async function withPart(
  part: string,
  cases: string,
  options: BrowserContextOptions,
  play: (opened: PartPage) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-part-'));
  const browser = await openBrowser();
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    const headers = { ...securityHeaders, 'content-type': types[path.extname(name)] ?? 'text/html' };
    const isPage = name === '/';
    try {
      const body = isPage ? pageOf(folder) : readFileSync(path.join(folder, path.normalize(name)));
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, securityHeaders).end();
    }
  });
  try {
    await bundle(part, cases, folder);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints = collectComplaints(page);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('globalThis.show !== undefined');
    const show = (name: string): Promise<number> => page.evaluate(`show(${JSON.stringify(name)})`);
    await play({ page, show, complaints });
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function pageOf(folder: string): string {
  const style = readdirSync(path.join(folder, 'assets')).find((name) => name.endsWith('.css')) ?? '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" /><title>Part</title>
<link rel="icon" href="data:," /><link rel="stylesheet" href="/assets/${style}" /></head>
<body><main id="app"></main><script type="module" src="/part.js"></script></body></html>`;
}

async function bundle(part: string, cases: string, folder: string): Promise<void> {
  const program = path.join(import.meta.dirname, 'bundle-part.ts');
  const child = spawn(process.execPath, [program, part, cases, folder], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${part} could not be built.`);
}
