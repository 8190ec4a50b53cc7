// The playground on 100,000 rows × 16 features: from pressing Train to the first picture, and what the page's thread
// has to do while it trains. The table is read from a CSV file before.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { createRandom } from '../../../engine/random.ts';
import { openBrowser, serveApp } from '../../e2e/setup.ts';

/** How quickly the playground shows something, and how free the page stays. */
export interface PlaygroundFigures {
  /** From pressing Train to the first picture on the screen, in seconds; the median of the runs. */
  readonly firstPicture: number;
  /** Until all steps are made, in seconds; the median of the runs. */
  readonly done: number;
  /** The longest task of the page's thread from pressing Train to the end, in ms; 0 where none took 50 ms. */
  readonly longestTask: number;
  readonly steps: number;
}

const rows = 100_000;
const features = 16;

/** Numbers that tell two classes apart with some error, as the text of a CSV file. */
function tableText(): string {
  const random = createRandom(11);
  const weights = Array.from({ length: features }, () => random.normal());
  const lines = [[...weights.keys()].map((j) => `x${j}`).join(',') + ',y'];
  for (let row = 0; row < rows; row++) {
    const values = weights.map(() => random.normal());
    const score = values.reduce((sum, value, j) => sum + value * weights[j], 0);
    const label = random.next() < 1 / (1 + Math.exp(-score)) ? 'yes' : 'no';
    lines.push(values.map((value) => value.toFixed(5)).join(',') + ',' + label);
  }
  return lines.join('\n') + '\n';
}

/** Notes when the button is pressed, when the first picture is painted, and the long tasks from then on. */
const watch = `(() => {
  window.figures = { pressed: 0, painted: 0, longest: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (figures.pressed > 0 && startTime + duration > figures.pressed) {
        figures.longest = Math.max(figures.longest, duration);
      }
    }
  }).observe({ type: 'longtask' });
  document.querySelector('.button.primary').addEventListener('click', ({ timeStamp }) => {
    figures.pressed = timeStamp;
    const look = () => {
      if (document.querySelector('svg[data-chart] image')) {
        requestAnimationFrame(() => (figures.painted = performance.now()));
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
})()`;

interface Run {
  readonly firstPicture: number;
  readonly done: number;
  readonly longestTask: number;
  readonly steps: number;
}

async function measure(page: Page, url: string, file: string): Promise<Run> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Playground' }).click();
  const count = page.locator('[data-phase]');
  await page.locator('[data-phase=ready]').waitFor();
  await page.locator('input[accept*=csv]').first().setInputFiles(file);
  await page.getByText('100,000 rows').waitFor();
  await page.locator('[data-phase=ready]').waitFor();
  await page.getByLabel('Speed').selectOption('full');
  await page.evaluate(watch);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.locator('[data-phase=done]').waitFor();
  const figures = await page.evaluate<{ pressed: number; painted: number; longest: number; now: number }>(
    '({ ...figures, now: performance.now() })',
  );
  return {
    firstPicture: (figures.painted - figures.pressed) / 1000,
    done: (figures.now - figures.pressed) / 1000,
    longestTask: figures.longest,
    steps: Number(await count.getAttribute('data-step')),
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Trains a logistic regression on the page, each run on a fresh page, and takes medians; the longest task is that of all runs. */
export async function benchPlayground(runs = 5): Promise<PlaygroundFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-bench-'));
  const file = path.join(folder, 'many.csv');
  writeFileSync(file, tableText());
  const app = await serveApp(path.join(folder, 'home'));
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    const measured: Run[] = [];
    // The link opens once; the cookie that it gives stays.
    let url = app.url;
    for (let run = 0; run < runs; run++) {
      const page = await context.newPage();
      measured.push(await measure(page, url, file));
      url = new URL(page.url()).origin;
      await page.close();
    }
    return {
      firstPicture: median(measured.map((run) => run.firstPicture)),
      done: median(measured.map((run) => run.done)),
      longestTask: Math.max(...measured.map((run) => run.longestTask)),
      steps: measured[0].steps,
    };
  } finally {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) console.log(await benchPlayground());
