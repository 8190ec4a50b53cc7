import { expect, it } from 'vitest';
import * as fc from 'fast-check';
import { advance, createHistory, redo, seal, undo } from '../../../renderer/designer/core/history.ts';

it('goes back and forth step by step', () => {
  const steps = ['a', 'b', 'c'].reduce((history, state) => advance(history, state), createHistory(''));
  expect(undo(steps).present).toBe('b');
  expect(redo(undo(steps)).present).toBe('c');
  const branched = advance(undo(undo(steps)), 'd');
  expect(branched).toMatchObject({ present: 'd', past: ['', 'a'], future: [] });
  expect(redo(branched)).toBe(branched);
});

it('takes back at once what was about the same, until it is sealed', () => {
  const typed = ['0', '0.', '0.8'].reduce(
    (history, state) => advance(history, state, 'fraction'),
    createHistory(''),
  );
  expect(undo(typed).present).toBe('');
  const again = advance(seal(typed), '0.81', 'fraction');
  expect(undo(again).present).toBe('0.8');
  expect(advance(typed, '0.8', 'other')).toBe(typed);
});

it('any way forth and back ends where it began', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 50 }), (states) => {
      let history = states.reduce((before, state) => advance(before, state), createHistory(''));
      const { present, past } = history;
      for (let i = 0; i < past.length; i++) history = undo(history);
      expect(history.present).toBe('');
      for (let i = 0; i < past.length; i++) history = redo(history);
      expect(history.present).toBe(present);
    }),
  );
});
