import type { LessonView, StepView } from '../../contract/session.ts';
import { isOperation, operations } from '../../contract/operations.ts';
import type { Lesson, Step } from '../../../lessons/format/lesson.ts';
import { resolveValues, type Resolution } from '../../../lessons/format/values.ts';
import { quizIsRight } from '../../../lessons/format/quiz.ts';
import { factsOf } from '../facts.ts';
import type { HostState } from '../host-state.ts';
import { formFields } from './form-fields.ts';
import { renderText } from './render-text.ts';

/** What a view of a step is made of. */
export interface StepViewOptions {
  readonly lesson: Lesson;
  readonly language: string;
  readonly state: HostState;
  /** With files as ids: a page never sees a path. */
  readonly resolution: Resolution;
  readonly stateOf: (step: string) => StepView['state'];
}

/** A lesson's steps as the app shows them, in one language. */
export function viewSteps(options: StepViewOptions): LessonView['steps'] {
  return options.lesson.steps.map((step) => viewStep(step, options));
}

function viewStep(step: Step, { lesson, language, state, resolution, stateOf }: StepViewOptions): StepView {
  const english = lesson.texts.en?.[step.text];
  const text = lesson.texts[language]?.[step.text] ?? english;
  const words = text?.translation;
  return {
    id: step.id,
    part: words?.part ?? step.part ?? '',
    title: words?.title ?? step.title,
    minutes: step.minutes,
    azureTime: step.azureTime ?? null,
    skippable: step.skippable,
    state: stateOf(step.id),
    text: renderText(text?.markdown ?? ''),
    hints: words?.hints ?? step.hints,
    actions: step.solve
      .filter(({ operation }) => operation !== 'quiz.answer')
      // What is to fail at first is one form: the learner corrects it, and sends it again.
      .filter(
        ({ operation }, index, all) =>
          !all.slice(0, index).some((one) => one.fails && one.operation === operation),
      )
      .map(({ operation, with: values }) => {
        const input = resolveValues(values, resolution) as Record<string, unknown>;
        const definition = isOperation(operation) ? operations[operation] : undefined;
        return {
          operation,
          summary: definition?.summary ?? operation,
          azureTime: definition?.azureTime ?? null,
          fields: formFields(operation, input),
          input,
        };
      }),
    quiz: viewQuiz(step, words, state),
  };
}

function viewQuiz(
  { id, quiz }: Step,
  words:
    | {
        quiz?:
          | {
              question?: string | undefined;
              options?: string[] | undefined;
              explanation?: string | undefined;
            }
          | undefined;
      }
    | undefined,
  state: HostState,
): StepView['quiz'] {
  if (!quiz) return null;
  const answered = state.answer(id) ?? null;
  return {
    question: words?.quiz?.question ?? quiz.question,
    kind: quiz.kind,
    options: (quiz.options ?? []).map((value, index) => ({
      value,
      text: words?.quiz?.options?.[index] ?? value,
    })),
    answered,
    right: answered !== null && quizIsRight(quiz, answered, factsOf(state)),
    explanation: answered === null ? null : (words?.quiz?.explanation ?? quiz.explanation),
  };
}
