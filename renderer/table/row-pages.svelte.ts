import type { Cell, RowPage } from '../workers/engine/messages.ts';
import type { ReadRows } from './read-rows.ts';

const pageRows = 100;
const mostPages = 40;

/** The rows of a long table as they are looked at: read in pages, the last ones kept. */
export class RowPages {
  private readonly read: ReadRows;
  private readonly from: number;
  private readonly to: number;
  private pages: Readonly<Record<number, RowPage>> = {};
  /** The pages that are there, those that came last at the end. */
  private order: readonly number[] = [];
  private asked: readonly number[] = [];
  /** Grows when a page has come. */
  private version = $state(0);
  /** Why rows could not be read. */
  error = $state.raw<unknown>();

  constructor(read: ReadRows, from: number, to: number) {
    this.read = read;
    this.from = from;
    this.to = to;
  }

  /** The cells of a row, once they are there. */
  cellsOf(row: number): readonly Cell[] | undefined {
    void this.version;
    return this.pageOf(row)?.cells[row % pageRows];
  }

  /** The number of a row in its file, once it is there. */
  numberOf(row: number): number | undefined {
    void this.version;
    return this.pageOf(row)?.rowNumbers[row % pageRows];
  }

  private pageOf(row: number): RowPage | undefined {
    return this.pages[Math.floor(row / pageRows)];
  }

  /** Sees to it that these rows come. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / pageRows); page <= Math.floor(last / pageRows); page++) {
      if (!this.order.includes(page) && !this.asked.includes(page)) void this.bring(page);
    }
  }

  private async bring(page: number): Promise<void> {
    this.asked = [...this.asked, page];
    const offset = page * pageRows;
    try {
      const found = await this.read(offset, pageRows, this.from, this.to);
      const came = 'cells' in found ? found : this.numbered(found, offset);
      this.order = [...this.order, page].slice(-mostPages);
      const kept = this.order.map((one) => [one, one === page ? came : this.pages[one]] as const);
      this.pages = Object.fromEntries(kept);
      this.error = undefined;
      this.version++;
    } catch (error) {
      this.error = error;
    } finally {
      this.asked = this.asked.filter((one) => one !== page);
    }
  }

  /** Rows without numbers of their own are numbered by their place; whole rows are cut to the columns on show. */
  private numbered(rows: readonly (readonly Cell[])[], offset: number): RowPage {
    const width = this.to - this.from;
    return {
      cells: rows.map((row) => (row.length > width ? row.slice(this.from, this.to) : row)),
      rowNumbers: rows.map((_, index) => offset + index + 1),
    };
  }
}
