import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, collectComplaints, noChromium, openBrowser } from '../../e2e/setup.ts';
import { violations } from '../../e2e/violations.ts';
import { servePage, type ServedPage } from '../../support/page-of.ts';

/** Shows a table whose cells say where they are; `#rows=…&columns=…` says how large it is. */
const code = `
  import '@fontsource-variable/inter/wght.css';
  import './style/tokens.css';
  import './style/base.css';
  import { mount } from 'svelte';
  import TableView from './table/TableView.svelte';
  const asked = new URLSearchParams(location.hash.slice(1));
  const rowCount = Number(asked.get('rows'));
  const columns = Array.from({ length: Number(asked.get('columns')) }, (_, index) => ({
    name: 'column ' + index, kind: index % 2 === 0 ? 'number' : 'category', missing: index, counts: [1, 5, 2],
  }));
  window.reads = [];
  const rows = async (offset, count, from, to) => {
    reads.push([offset, count, from, to]);
    const positions = Array.from({ length: Math.min(count, rowCount - offset) }, (_, i) => offset + i);
    const cell = (row, column) => row === 1 && column === 1 ? null
      : column % 2 === 0 ? row * 1000 + column : 'text ' + row + '/' + column;
    return {
      cells: positions.map((row) => Array.from({ length: to - from }, (_, i) => cell(row, from + i))),
      rowNumbers: positions.map((row) => row * 2 + 1),
    };
  };
  const target = document.getElementById('app');
  const title = document.createElement('h1');
  title.append('A table');
  target.append(title);
  target.style.padding = '24px';
  mount(TableView, { target, props: {
    columns, rowCount, rows, label: 'Numbered cells',
    onChoose: (name) => (document.title = name),
  } });
`;

let served: ServedPage;
let browser: Browser;

beforeAll(async () => {
  if (!chromiumPath) return;
  served = await servePage(code);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  if (!chromiumPath) return;
  await browser.close();
  await served.stop();
});

async function withTable(rows: number, columns: number, play: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = collectComplaints(page);
  await page.goto(`${served.url}#rows=${rows}&columns=${columns}`);
  await page.getByRole('gridcell').first().waitFor();
  await play(page);
  expect(complaints).toEqual([]);
  await context.close();
}

/** The text of the cell that the keyboard is at. */
const activeCell = (page: Page): Promise<string> =>
  page.evaluate(
    `document.getElementById(document.querySelector('[role=grid]').getAttribute('aria-activedescendant'))?.textContent.trim()`,
  );

describe.skipIf(noChromium !== '')(`a table of any length${noChromium}`, () => {
  it('draws the rows in view alone, says how long it is, and is accessible', () =>
    withTable(100_000, 13, async (page) => {
      const grid = page.getByRole('grid', { name: 'Numbered cells' });
      expect(await grid.getAttribute('aria-rowcount')).toBe('100001');
      expect(await page.getByRole('row').count()).toBeLessThan(60);
      await page.getByText('100,000 rows × 13 columns.').waitFor();
      const first = page.getByRole('row').nth(1);
      expect(await first.getByRole('rowheader').textContent()).toBe('1');
      expect(await page.getByRole('gridcell', { name: 'missing' }).textContent()).toContain('–');
      expect(await violations(page)).toEqual([]);
    }));

  it('is read with the keyboard, to its last row', () =>
    withTable(100_000, 5, async (page) => {
      await page.keyboard.press('Tab');
      expect(await activeCell(page)).toBe('0');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      expect(await activeCell(page)).toBe('–');
      await page.keyboard.press('PageDown');
      await page.keyboard.press('Control+End');
      await page.getByText('99,999,004').waitFor();
      expect(await activeCell(page)).toBe('99,999,004');
      // The numbers are those of the file.
      await page.getByRole('rowheader', { name: '199999', exact: true }).waitFor();
      await page.keyboard.press('Control+Home');
      await page.getByRole('rowheader', { name: '1', exact: true }).waitFor();
      expect(await activeCell(page)).toBe('0');
      await page.keyboard.press('Enter');
      expect(await page.title()).toBe('column 0');
    }));

  it('turns over 10,000 columns like pages, and reads no more than it shows', () =>
    withTable(300, 10_000, async (page) => {
      await page.getByText('Columns 1–60 of 10,000').waitFor();
      expect(await page.getByRole('columnheader').count()).toBe(61);
      await page.getByRole('button', { name: 'Columns after' }).click();
      await page.getByText('Columns 61–120 of 10,000').waitFor();
      await page.getByRole('gridcell', { name: 'text 0/61', exact: true }).waitFor();
      const header = page.getByRole('columnheader').nth(1);
      expect(await header.getAttribute('aria-colindex')).toBe('62');
      const reads = await page.evaluate<number[][]>('reads');
      expect(reads.every(([, count, from, to]) => count <= 100 && to - from <= 60)).toBe(true);
    }));

  it('says so where there are no rows', async () => {
    const page = await browser.newPage();
    await page.goto(`${served.url}#rows=0&columns=3`);
    await page.getByText('0 rows × 3 columns.').waitFor();
    expect(await page.getByRole('gridcell').count()).toBe(0);
    await page.close();
  });
});
