/** Frames that a part of the page may take to appear, or a dialog to let go of the keyboard. */
const mostFrames = 20;

/** Gives the focus to an element as soon as it is there and takes it. */
export function focusSoon(find: () => HTMLElement | null | undefined, frames = mostFrames): void {
  requestAnimationFrame(() => {
    const element = find();
    element?.focus();
    const isDone = element && element.ownerDocument.activeElement === element;
    if (!isDone && frames > 0) focusSoon(find, frames - 1);
  });
}
