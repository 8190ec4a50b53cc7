// The preview of a table of 100,000 rows under the wheel: what the page's thread has to do, and how even its frames are.
import process from 'node:process';
import { loanCsv } from '../../../tools/generate-loans.ts';
import { openBrowser } from '../../e2e/setup.ts';
import { servePage } from '../../support/page-of.ts';

/** How smoothly a long table scrolls. */
export interface PreviewFigures {
  /** The longest task of the page's thread while it scrolls, in ms; 0 where none took 50 ms. */
  readonly longestTask: number;
  /** The share of frames that came more than 34 ms after the one before. */
  readonly slowFrames: number;
  readonly frames: number;
  /** A row that was in view at the end. */
  readonly row: number;
}

const code = `
  import './workers/no-eval.ts';
  import './style/tokens.css';
  import './style/base.css';
  import { mount } from 'svelte';
  import TableOutput from './designer/run/TableOutput.svelte';
  import { EngineClient } from './workers/engine/engine-client.ts';
  import { startEngine } from './workers/engine/start-engine.ts';

  const client = new EngineClient(startEngine);
  const bytes = new Uint8Array(await (await fetch('/many.csv')).arrayBuffer());
  await client.addTable({ dataset: 'loans', name: 'many.csv', bytes, options: {}, dropColumns: [], textColumns: [] });
  const node = { id: 'dataset', component: 'dataset', version: 1, settings: { name: 'loans' } };
  await client.run({ formatVersion: 1, name: '', nodes: [node], edges: [] }, {}, () => undefined);
  mount(TableOutput, {
    target: document.getElementById('app'),
    props: { node: 'dataset', port: 'table', outputs: client },
  });
`;

const watch = `(() => {
  window.figures = { longest: 0, slow: 0, frames: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) figures.longest = Math.max(figures.longest, duration);
  }).observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (now) => {
    figures.frames++;
    if (now - last > 34) figures.slow++;
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;

/** The wheel's turns in pixels: as one reads, and as one looks for something further down. */
const turns = Array.from({ length: 240 }, (_, turn) => (turn < 120 ? 120 : 1600));
const rowHeight = 30;
const lastRow = '[role=row]:last-child > [role=rowheader]';

/** Scrolls through a table of `rows` rows by the wheel, slowly and then fast. */
export async function benchPreview(rows = 100_000): Promise<PreviewFigures> {
  const many = [...loanCsv(rows, 5)].join('');
  const served = await servePage(code, (file) => (file === '/many.csv' ? many : undefined));
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1280 } });
    await page.goto(served.url);
    await page.locator(lastRow).getByText(/\d/).waitFor();
    await page.getByRole('grid').hover();
    await page.evaluate(watch);
    for (const distance of turns) await page.mouse.wheel(0, distance);
    // All of it has been scrolled, and the rows that stand there now have come.
    const row = Math.floor(turns.reduce((sum, distance) => sum + distance, 0) / rowHeight) + 5;
    await page.getByRole('rowheader', { name: String(row), exact: true }).waitFor();
    const { longest, slow, frames } = await page.evaluate<{ longest: number; slow: number; frames: number }>(
      'figures',
    );
    return { longestTask: longest, slowFrames: slow / frames, frames, row };
  } finally {
    await browser.close();
    await served.stop();
  }
}

if (process.argv[1] === import.meta.filename) console.log(await benchPreview());
