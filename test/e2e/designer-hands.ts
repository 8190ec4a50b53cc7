import type { Locator, Page } from 'playwright-core';

/** The designer of the app, and the cards of its drawing. */
export class DesignerHand {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('button', { name: 'Designer' })
      .click();
    await this.page.getByRole('region', { name: 'Drawing' }).waitFor();
  }

  get saved(): Promise<void> {
    return this.page.locator('[data-save=saved]').waitFor();
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: /^Settings of / });
  }

  card(id: string): Locator {
    return this.page.locator(`.svelte-flow__node[data-id="${id}"]`);
  }

  port(id: string, port: string, side: 'source' | 'target'): Locator {
    return this.card(id).locator(`.svelte-flow__handle.${side}[data-handleid="${port}"]`);
  }

  /** How many edges the drawing shows. */
  edges(): Promise<number> {
    return this.page.locator('.svelte-flow__edge').count();
  }

  /** Drags a component out of the palette, and lets it fall at a place of the canvas. */
  async dragComponent(name: string, x: number, y: number): Promise<void> {
    const item = this.page
      .getByRole('complementary', { name: 'Components' })
      .getByRole('button', { name, exact: true });
    const canvas = await this.boxOf(this.page.getByRole('region', { name: 'Drawing' }));
    await item.scrollIntoViewIfNeeded();
    const from = await this.boxOf(item);
    await this.drag(from, { x: canvas.left + x, y: canvas.top + y });
  }

  /** Drags from a port to another one. */
  async dragEdge(from: readonly [string, string], to: readonly [string, string]): Promise<void> {
    const source = await this.boxOf(this.port(...from, 'source'));
    await this.drag(source, await this.boxOf(this.port(...to, 'target')));
  }

  private async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + 8, from.y + 8, { steps: 2 });
    await mouse.move(to.x, to.y, { steps: 8 });
    await mouse.up();
  }

  private async boxOf(target: Locator): Promise<{ x: number; y: number; left: number; top: number }> {
    const box = await target.boundingBox();
    if (!box) throw new Error(`${target.toString()} is not to be seen.`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, left: box.x, top: box.y };
  }
}
