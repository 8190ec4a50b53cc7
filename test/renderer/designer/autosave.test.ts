import { expect, it, vi } from 'vitest';
import type { Reply } from '../../../electron/contract/reply.ts';
import { Autosave, readDraft, type DraftStore } from '../../../renderer/designer/core/autosave.ts';

const away: Reply<unknown> = {
  ok: false,
  error: {
    code: 'host-lost',
    message: 'Guidepost does not answer.',
    hint: '',
    retryable: true,
    correlationId: '',
  },
};

function pageStore(): DraftStore {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function saver(answers: Reply<unknown>[], store = pageStore()) {
  const saved: string[] = [];
  const states: string[] = [];
  const autosave: Autosave<string> = new Autosave<string>({
    name: 'loan',
    save: (value) => {
      const answer = answers.shift() ?? { ok: true, value: {} };
      if (answer.ok) saved.push(value);
      return Promise.resolve(answer);
    },
    store,
    onChange: () => states.push(autosave.state),
  });
  return { autosave, saved, states, store };
}

it('saves once after several changes', async () => {
  vi.useFakeTimers();
  try {
    const { autosave, saved, states } = saver([]);
    for (const value of ['a', 'ab', 'abc']) autosave.note(value);
    await vi.runAllTimersAsync();
    expect(saved).toEqual(['abc']);
    expect(states).toEqual(['unsaved', 'saving', 'saved']);
  } finally {
    vi.useRealTimers();
  }
});

it('what could not be saved lies in the page, and is saved by the next attempt', async () => {
  const { autosave, saved, store } = saver([away]);
  autosave.note('a');
  await autosave.flush();
  expect(autosave).toMatchObject({ state: 'failed', error: { code: 'host-lost' } });
  expect(readDraft(store, 'loan')).toBe('a');
  autosave.note('ab');
  expect(readDraft(store, 'loan')).toBe('ab');
  await autosave.flush();
  expect(saved).toEqual(['ab']);
  expect(autosave.state).toBe('saved');
  expect(readDraft(store, 'loan')).toBeUndefined();
});

it('a change during a save is not taken for saved', async () => {
  const { autosave, saved, store } = saver([]);
  autosave.note('a');
  const first = autosave.flush();
  await Promise.resolve();
  autosave.note('b');
  await first;
  expect(saved).toEqual(['a']);
  expect(autosave.state).toBe('unsaved');
  expect(readDraft(store, 'loan')).toBe('b');
  await autosave.flush();
  expect(saved).toEqual(['a', 'b']);
});

it('a broken draft counts as none', () => {
  const store = pageStore();
  store.setItem('guidepost-draft/loan', '{');
  expect(readDraft(store, 'loan')).toBeUndefined();
});
