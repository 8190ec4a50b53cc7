import type { DesignerPage } from './state/designer-page.svelte.ts';

/** Whether somebody writes, or a dialog or menu has the keyboard. */
function isElsewhere(event: Event): boolean {
  const [target] = event.composedPath() as HTMLElement[];
  if (document.querySelector('dialog[open], [role=menu]')) return true;
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** The keys of the whole page. */
export function pageKeys(designer: DesignerPage): (event: KeyboardEvent) => void {
  const { document: drawing } = designer;
  const withControl: Readonly<Record<string, () => void>> = {
    z: () => drawing.undo(),
    'shift+z': () => drawing.redo(),
    y: () => drawing.redo(),
    d: () => drawing.duplicate(),
    a: () => drawing.chooseAll(),
    s: () => void drawing.save(),
    k: () => (designer.dialog = { kind: 'add' }),
  };
  return (event) => {
    if (isElsewhere(event) || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      const key = `${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`;
      if (!Object.hasOwn(withControl, key)) return;
      event.preventDefault();
      withControl[key]();
    } else if (event.key === 'Escape') {
      drawing.refusal = undefined;
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && designer.view === 'canvas') {
      const next = nextCard(drawing.selection);
      drawing.remove();
      designer.focusNext = next;
    }
  };
}

/** The card before those that go: the focus must not be lost with them. */
function nextCard(gone: readonly string[]): string | undefined {
  const cards = [...document.querySelectorAll<HTMLElement>('.svelte-flow__node')].map(
    ({ dataset }) => dataset.id ?? '',
  );
  const first = cards.findIndex((id) => gone.includes(id));
  return cards.slice(0, Math.max(0, first)).at(-1) ?? cards.find((id) => !gone.includes(id));
}

/** Copy, cut and paste by the system's own clipboard. */
export function clipboardEvents(designer: DesignerPage): {
  readonly copy: (event: ClipboardEvent) => void;
  readonly cut: (event: ClipboardEvent) => void;
  readonly paste: (event: ClipboardEvent) => void;
} {
  const { document: drawing } = designer;

  function copy(event: ClipboardEvent): boolean {
    if (isElsewhere(event) || getSelection()?.toString()) return false;
    const text = drawing.copy();
    if (text === undefined) return false;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    return true;
  }

  return {
    copy(event) {
      copy(event);
    },
    cut(event) {
      const next = nextCard(drawing.selection);
      if (!copy(event)) return;
      drawing.remove();
      designer.focusNext = next;
    },
    paste(event) {
      if (isElsewhere(event)) return;
      event.preventDefault();
      drawing.paste(event.clipboardData?.getData('text/plain') ?? '');
      [designer.focusNext] = drawing.selection;
    },
  };
}
