import type { Locator, Page } from 'playwright-core';

/** What a learner plays with: a mouse, or a keyboard alone. */
export interface Hand {
  press(target: Locator): Promise<void>;
  /** Chooses a radio button, or switches a checkbox on or off. */
  choose(target: Locator, isOn?: boolean): Promise<void>;
  fill(target: Locator, text: string): Promise<void>;
  select(target: Locator, value: string): Promise<void>;
}

/** Plays with the mouse; texts are typed. */
export const mouse: Hand = {
  press: (target) => target.click(),
  choose: (target, isOn = true) => target.setChecked(isOn),
  fill: (target, text) => target.fill(text),
  async select(target, value) {
    await target.selectOption(value);
  },
};

const mostTabs = 150;

/** Whether what has the focus is marked. */
const showsFocus = `(() => {
  const { boxShadow, outlineStyle } = getComputedStyle(document.activeElement);
  return boxShadow !== 'none' || outlineStyle !== 'none';
})()`;

/** A hand for each step in turn. */
export function inTurn(...hands: readonly Hand[]): (step: number) => Hand {
  return (step) => hands[step % hands.length];
}

/** Plays with the keyboard alone: every target is reached by the tab key, and shows that it has the focus. */
export function keyboard(page: Page): Hand & { reach(target: Locator): Promise<void> } {
  const reach = async (target: Locator): Promise<void> => {
    // A button that cannot be pressed yet is not reached by the tab key: it is waited for, as a learner would.
    await target.and(page.locator(':not(:disabled)')).first().waitFor();
    for (let tabs = 0; tabs < mostTabs; tabs++) {
      if ((await target.and(page.locator(':focus')).count()) > 0) {
        if (!(await page.evaluate(showsFocus)))
          throw new Error(`${target.toString()} does not show its focus.`);
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`The tab key does not lead to ${target.toString()}.`);
  };
  return {
    reach,
    async press(target) {
      await reach(target);
      await page.keyboard.press('Enter');
    },
    async choose(target, isOn = true) {
      if ((await target.getAttribute('type')) === 'radio') {
        // The tab key leads to a group; arrows go on inside it.
        const group = page.getByRole('radio');
        await reach(group);
        const count = await group.count();
        for (let steps = 0; steps <= count && !(await target.isChecked()); steps++) {
          await page.keyboard.press(steps === 0 ? 'Space' : 'ArrowDown');
        }
        return;
      }
      await reach(target);
      if ((await target.isChecked()) !== isOn) await page.keyboard.press('Space');
    },
    async fill(target, text) {
      await reach(target);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    async select(target, value) {
      await reach(target);
      await page.keyboard.press('Home');
      for (let steps = 0; steps < 20 && (await target.inputValue()) !== value; steps++) {
        await page.keyboard.press('ArrowDown');
      }
    },
  };
}
