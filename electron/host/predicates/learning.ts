import type { PredicateHandlers } from '../context.ts';
import { factsOf } from '../facts.ts';
import { findRemaining } from '../remaining.ts';
import { checkResult } from './result.ts';

export const learningPredicates: PredicateHandlers<
  'experiment.done' | 'quiz.answered' | 'cleanup.nothing-left'
> = {
  async 'experiment.done'({ experiment }, { state }) {
    const done = state.experiment(experiment) !== undefined;
    return Promise.resolve(
      checkResult(done, `the experiment ${experiment} was run`, done ? 'it was' : 'it was not'),
    );
  },

  async 'quiz.answered'({ question }, { state, lesson }) {
    const answer = state.answer(question);
    const right =
      answer !== undefined && lesson?.question(question)?.isRight(answer, factsOf(state)) === true;
    return Promise.resolve(
      checkResult(
        right,
        `the right answer to ${question}`,
        answer === undefined ? 'no answer yet' : `"${answer}"`,
      ),
    );
  },

  async 'cleanup.nothing-left'(_, context) {
    const remaining = await findRemaining(context);
    return checkResult(
      remaining.length === 0,
      'nothing of the lesson is left',
      remaining.length === 0
        ? 'nothing is left'
        : `left: ${remaining.map(({ kind, name, softDeleted }) => `${kind} ${name}${softDeleted ? ' (deleted, holds its name)' : ''}`).join(', ')}`,
    );
  },
};
