import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { callFromPage } from '../../e2e/call-from-page.ts';
import { openBrowser, serveApp } from '../../e2e/setup.ts';

const rows = 40;
const name = 'bench-canvas';

/** A drawing of 200 components: five branches of a table that is cleaned and split again and again. */
function largeDrawing(): Pipeline {
  const nodes: Pipeline['nodes'] = [];
  const edges: Pipeline['edges'] = [];
  for (let branch = 0; branch < 5; branch++) {
    for (let row = 0; row < rows; row++) {
      const id = `b${branch}-${row}`;
      const component = row === 0 ? 'dataset' : row % 2 === 1 ? 'clean-missing-data' : 'split-data';
      const settings = row === 0 ? { name: 'loans' } : {};
      nodes.push({ id, component, version: 1, settings, position: { x: branch * 320, y: row * 110 } });
      if (row === 0) continue;
      const from = { node: `b${branch}-${row - 1}`, port: row > 1 && row % 2 === 1 ? 'first' : 'table' };
      edges.push({ from, to: { node: id, port: 'table' } });
    }
  }
  return { formatVersion: 1, name: 'Two hundred components', nodes, edges };
}

/** Pans with the mouse and zooms with the wheel, there and back, for a few seconds. */
async function panAndZoom(page: Page): Promise<void> {
  const canvas = await page.getByRole('region', { name: 'Drawing' }).boundingBox();
  if (!canvas) throw new Error('There is no canvas.');
  // A place between the cards: what is dragged is the page.
  const [x, y] = [canvas.x + 12, canvas.y + canvas.height / 2];
  for (let round = 0; round < 4; round++) {
    const way = round % 2 === 0 ? 1 : -1;
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 40; step++) {
      await page.mouse.move(x + way * step * 8, y - way * step * 5);
    }
    await page.mouse.up();
    await page.mouse.move(canvas.x + canvas.width / 2, y);
    for (let step = 0; step < 24; step++) await page.mouse.wheel(0, way * -90);
  }
}

/**
 * Opens the served app in Chromium on a drawing of 200 components, pans and zooms it, and returns the longest task of
 * the page's main thread in milliseconds; 0 where none took 50 or more.
 */
export async function longestTaskOfCanvas(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-bench-'));
  const app = await serveApp(folder);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await page.goto(app.url);
    await callFromPage(page, 'pipeline.save', { pipeline: name, graph: largeDrawing() });
    await page.evaluate(`localStorage.setItem('guidepost-designer-last', '${name}')`);
    await page.getByRole('button', { name: 'Designer', exact: true }).click();
    await page.locator('.svelte-flow__node').nth(199).waitFor();
    await page.evaluate(`new Promise((resolve) => requestIdleCallback(resolve))`);
    await page.evaluate(`
      window.longTasks = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longTasks.push(duration);
      }).observe({ type: 'longtask' })`);
    const before = await page.locator('.svelte-flow__viewport').getAttribute('style');
    await panAndZoom(page);
    await page.evaluate(`new Promise((resolve) => requestIdleCallback(resolve))`);
    const after = await page.locator('.svelte-flow__viewport').getAttribute('style');
    if (before === after) throw new Error('The drawing has not moved.');
    return await page.evaluate<number>('Math.max(0, ...window.longTasks)');
  } finally {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
