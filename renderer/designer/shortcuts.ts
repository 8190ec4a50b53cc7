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

/** Copy, cut and paste by the system's own clipboard. Returns what ends that. */
export function listenToClipboard(designer: DesignerPage): () => void {
  const { document: drawing } = designer;
  const hasText = (): boolean => (getSelection()?.toString() ?? '') !== '';
  const canCopy = (event: Event): boolean =>
    !isElsewhere(event) && !hasText() && drawing.selection.length > 0;

  function copy(event: ClipboardEvent): boolean {
    const text = canCopy(event) ? drawing.copy() : undefined;
    if (text === undefined) return false;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    return true;
  }

  function cut(event: ClipboardEvent): void {
    const next = nextCard(drawing.selection);
    if (!copy(event)) return;
    drawing.remove();
    designer.focusNext = next;
  }

  function paste(event: ClipboardEvent): void {
    if (isElsewhere(event)) return;
    event.preventDefault();
    drawing.paste(event.clipboardData?.getData('text/plain') ?? '');
    [designer.focusNext] = drawing.selection;
  }

  const listeners: Readonly<Record<string, (event: Event) => void>> = {
    copy: (event) => void copy(event as ClipboardEvent),
    cut: (event) => cut(event as ClipboardEvent),
    paste: (event) => paste(event as ClipboardEvent),
    // Chromium asks first, where no text is chosen; who prevents that wants the event.
    beforecopy: (event) => canCopy(event) && event.preventDefault(),
    beforecut: (event) => canCopy(event) && event.preventDefault(),
    beforepaste: (event) => !isElsewhere(event) && event.preventDefault(),
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
  };
}
