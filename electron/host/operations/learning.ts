import { runExperiment } from '../../../engine/experiments/experiments.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { startTensorFlow } from '../../../engine/train/tensorflow.ts';
import type { HostContext, LessonContext, OperationHandlers } from '../context.ts';
import { csvFile } from '../csv-file.ts';
import { noLesson, noQuestion } from '../errors.ts';
import { factsOf } from '../facts.ts';
import { resources } from '../resources.ts';

export const learningHandlers: OperationHandlers<'quiz.answer' | 'experiment.run' | 'experiment.read'> = {
  async 'quiz.answer'({ question, answer }, context) {
    const asked = requireLesson(context).question(question);
    if (!asked) throw noQuestion(question);
    context.state.noteAnswer(question, answer);
    return Promise.resolve({
      right: asked.isRight(answer, factsOf(context.state)),
      explanation: asked.explanation,
    });
  },

  async 'experiment.run'({ experiment, with: options }, context) {
    const { table } = readCsv(csvFile(requireLesson(context).table));
    await startTensorFlow({ wasmPaths: resources().wasmPaths });
    const figures = await runExperiment(experiment, table, { seed: context.seed, with: options });
    context.state.noteExperiment(experiment, figures);
    return { figures };
  },

  'experiment.read'({ experiment }, { state }) {
    const figures = state.experiment(experiment) as Record<string, unknown> | undefined;
    return Promise.resolve({ figures: figures ?? null });
  },
};

function requireLesson({ lesson }: HostContext): LessonContext {
  if (!lesson) throw noLesson();
  return lesson;
}
