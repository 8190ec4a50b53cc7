import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { collectComplaints, openBrowser } from '../e2e/setup.ts';
import { servePage } from './page-of.ts';

/** One part of the pages on a page of its own, under the app's policy. */
export interface PartPage {
  readonly page: Page;
  /** Draws the part with the figures of a case; the milliseconds until it was painted. */
  readonly show: (name: string) => Promise<number>;
  /** What the page has complained about, its policy included. */
  readonly complaints: readonly string[];
}

/** A part that is built and served once, and opened as often as it is looked at. */
export interface ServedPart {
  /** Opens it in a window of its own, and closes that again. */
  open(options: BrowserContextOptions, play: (opened: PartPage) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Builds a component with the cases of a test (a module whose `cases` are functions that return props) and serves it
 * with the app's security headers, to be opened in Chromium. Both paths begin at the root of the project.
 */
export async function servePart(part: string, cases: string): Promise<ServedPart> {
  const served = await servePage(program(part, cases));
  const browser = await openBrowser();
  return {
    async open(options, play) {
      const context = await browser.newContext(options);
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        const complaints = collectComplaints(page);
        await page.goto(served.url);
        await page.waitForFunction('globalThis.show !== undefined');
        const show = (name: string): Promise<number> => page.evaluate(`show(${JSON.stringify(name)})`);
        await play({ page, show, complaints });
      } finally {
        await context.close();
      }
    },
    async stop() {
      await browser.close();
      await served.stop();
    },
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const imported = (file: string): string => JSON.stringify(path.resolve(root, file));

/** `show(name)` draws the part with the figures of a case, and tells after how many milliseconds it is painted. */
const program = (part: string, cases: string): string => `
import '@fontsource-variable/inter/wght.css';
import './style/tokens.css';
import './style/base.css';
import { flushSync, mount, unmount } from 'svelte';
import Part from ${imported(part)};
import { cases } from ${imported(cases)};
document.documentElement.lang = localStorage.getItem('PARAGLIDE_LOCALE') ?? 'en';
document.body.style.overflow = 'auto';
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
let drawn;
globalThis.show = async (name) => {
  const props = await cases[name]();
  if (drawn) await unmount(drawn);
  await painted();
  const start = performance.now();
  drawn = mount(Part, { target: document.getElementById('app'), props });
  flushSync();
  await painted();
  return performance.now() - start;
};
`;
