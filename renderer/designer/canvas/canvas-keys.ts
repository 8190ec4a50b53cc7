import type { Position } from '../core/commands.ts';
import type { DesignerPage } from '../state/designer-page.svelte.ts';

const directions: Readonly<Record<string, Position>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** The card that has the focus itself, and not a part of it. */
function cardOf(target: EventTarget | null): string | undefined {
  const element = target as HTMLElement | null;
  return element?.classList.contains('svelte-flow__node') ? element.dataset.id : undefined;
}

/** What the keyboard does on the drawing; it goes before what Svelte Flow would do. */
export function canvasKeys(designer: DesignerPage): {
  readonly keydown: (event: KeyboardEvent) => void;
  readonly focusin: (event: FocusEvent) => void;
} {
  const { document: drawing } = designer;

  function move(direction: Position, step: number): void {
    const { nodes } = drawing.pipeline;
    const chosen = new Set(drawing.selection);
    const moved = nodes
      .filter(({ id }) => chosen.has(id))
      .map(({ id, position = { x: 0, y: 0 } }): [string, Position] => [
        id,
        { x: position.x + direction.x * step, y: position.y + direction.y * step },
      ]);
    drawing.move(new Map(moved), `move ${drawing.selection.join(' ')}`);
  }

  function keydown(event: KeyboardEvent): void {
    const id = cardOf(event.target);
    if (id === undefined) return;
    const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (isMenuKey) {
      const { left, top } = (event.target as HTMLElement).getBoundingClientRect();
      drawing.choose([id]);
      designer.menu = { node: id, x: left + 24, y: top + 32 };
    } else if (Object.hasOwn(directions, event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (!drawing.selection.includes(id)) drawing.choose([id]);
      move(directions[event.key], event.shiftKey ? 40 : 10);
    } else if (event.key === 'Enter') {
      drawing.choose([id]);
      designer.openPanel();
    } else if (event.key === ' ') {
      const isChosen = drawing.selection.includes(id);
      drawing.choose(isChosen ? drawing.selection.filter((one) => one !== id) : [...drawing.selection, id]);
    } else if (event.key === 'Escape') drawing.choose([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Who goes from card to card with the tab key sees the settings of each. */
  function focusin({ target }: FocusEvent): void {
    const id = cardOf(target);
    if (id === undefined || drawing.selection.length > 1) return;
    if ((target as HTMLElement).matches(':focus-visible')) drawing.choose([id]);
  }

  return { keydown, focusin };
}
