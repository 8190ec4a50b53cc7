import * as z from 'zod';
import { pipelineSchema } from '../../engine/pipeline/pipeline.ts';
import { defineOperation } from './operation.ts';
import { fileField } from './fields.ts';
import { errorReplySchema } from './reply.ts';

/** A lesson in the list of lessons. */
const lessonCard = z.strictObject({
  pack: z.string(),
  title: z.string(),
  minutes: z.number(),
  steps: z.number(),
  done: z.number(),
  modes: z.array(z.string()),
});

/** A piece of text: words, or an element with what is in it. Nothing of it is HTML. */
export type TextNode =
  string | { readonly tag: string; readonly href?: string; readonly children: readonly TextNode[] };

const textNode: z.ZodType<TextNode> = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ tag: z.string(), href: z.string().optional(), children: z.array(textNode) }),
  ]),
) as z.ZodType<TextNode>;

/** One field of a form. */
export const formField = z.strictObject({
  name: z.string(),
  kind: z.enum(['text', 'number', 'switch', 'choice', 'list', 'json']),
  value: z.unknown(),
  required: z.boolean(),
  description: z.string(),
  choices: z.array(z.string()),
  /** What a name must look like, as a regular expression and in a sentence. */
  rule: z.strictObject({ pattern: z.string(), sentence: z.string() }).nullable(),
  least: z.number().nullable(),
  most: z.number().nullable(),
});

const actionView = z.strictObject({
  operation: z.string(),
  summary: z.string(),
  azureTime: z.string().nullable(),
  fields: z.array(formField),
  /** The input as the lesson suggests it. */
  input: z.record(z.string(), z.unknown()),
});

const quizView = z.strictObject({
  question: z.string(),
  kind: z.enum(['choice', 'number', 'text']),
  /** Each with the words of the page's language, and as it is answered. */
  options: z.array(z.strictObject({ text: z.string(), value: z.string() })),
  answered: z.union([z.string(), z.number()]).nullable(),
  right: z.boolean(),
  /** Why; told once it was answered. */
  explanation: z.string().nullable(),
});

const checkView = z.strictObject({
  that: z.string(),
  status: z.enum(['pass', 'fail', 'unknown']),
  expected: z.string(),
  found: z.string(),
  severity: z.enum(['block', 'warn']),
  /** What to do about it, where it failed. */
  message: z.string().nullable(),
});

const stepView = z.strictObject({
  id: z.string(),
  part: z.string(),
  title: z.string(),
  minutes: z.number(),
  azureTime: z.string().nullable(),
  skippable: z.boolean(),
  state: z.enum(['open', 'done', 'skipped']),
  text: z.array(textNode),
  hints: z.array(z.string()),
  actions: z.array(actionView),
  quiz: quizView.nullable(),
});

const workView = z.strictObject({
  id: z.string(),
  operation: z.string(),
  /** The name of what it is about. */
  subject: z.string().optional(),
  step: z.string(),
  title: z.string(),
  state: z.enum(['running', 'paused', 'done', 'failed', 'cancelled', 'interrupted']),
  message: z.string(),
  share: z.number().nullable(),
  /** Where the learner goes to sign in, and what they enter there. */
  deviceCode: z.strictObject({ url: z.string(), code: z.string() }).optional(),
  azureTime: z.string().nullable(),
  error: errorReplySchema.nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});

const callView = z.strictObject({
  at: z.string(),
  method: z.string(),
  url: z.string(),
  /** Without secrets. */
  request: z.string(),
  status: z.number(),
  response: z.string(),
  milliseconds: z.number(),
});

/** What the app asks the host beside operations: what to show, and where the learner is. */
export const sessionCalls = {
  'session.read': defineOperation({
    summary: 'Reads what the app shows first.',
    input: z.strictObject({ language: z.string().default('en') }),
    output: z.strictObject({
      version: z.string(),
      lessons: z.array(lessonCard),
      open: z.strictObject({ pack: z.string(), step: z.string() }).nullable(),
      world: z.strictObject({ target: z.enum(['sandbox', 'azure']), region: z.string().nullable() }),
      work: z.array(workView),
    }),
  }),
  'lesson.open': defineOperation({
    summary: 'Opens a lesson, and goes to where the learner left it.',
    input: z.strictObject({ pack: z.string(), language: z.string().default('en') }),
    output: z.strictObject({
      pack: z.string(),
      title: z.string(),
      budget: z.strictObject({ estimate: z.number(), cap: z.number(), currency: z.string() }).nullable(),
      table: z.strictObject({ id: z.string(), name: z.string(), size: z.number() }),
      names: z.record(z.string(), z.string()),
      /** Whether the pack is another than when the attempt was begun. */
      hasChanged: z.boolean(),
      step: z.string(),
      steps: z.array(stepView),
    }),
  }),
  'lesson.restart': defineOperation({
    summary: 'Begins a new attempt with new names; the old one is put aside.',
    input: z.strictObject({ pack: z.string() }),
    output: z.strictObject({}),
  }),
  'lesson.attempts': defineOperation({
    summary: 'Lists the attempts at a lesson.',
    input: z.strictObject({ pack: z.string() }),
    output: z.strictObject({
      attempts: z.array(
        z.strictObject({
          suffix: z.string(),
          startedAt: z.string().nullable(),
          done: z.number(),
          isCurrent: z.boolean(),
        }),
      ),
    }),
  }),
  'lesson.take-up': defineOperation({
    summary: 'Goes on with an earlier attempt where it was left.',
    input: z.strictObject({ pack: z.string(), suffix: z.string() }),
    output: z.strictObject({}),
  }),
  'lesson.keep': defineOperation({
    summary: 'Goes on with an attempt although the pack has changed since.',
    input: z.strictObject({ pack: z.string() }),
    output: z.strictObject({}),
  }),
  'lesson.use-table': defineOperation({
    summary: 'Plays the lesson with a table of the learner’s own.',
    input: z.strictObject({ pack: z.string(), file: fileField }),
    output: z.strictObject({ id: z.string(), name: z.string(), size: z.number() }),
  }),
  'step.enter': defineOperation({
    summary: 'Notes the step that the learner looks at.',
    input: z.strictObject({ pack: z.string(), step: z.string() }),
    output: z.strictObject({}),
  }),
  'step.check': defineOperation({
    summary: 'Looks whether a step is done.',
    input: z.strictObject({ pack: z.string(), step: z.string(), language: z.string().default('en') }),
    output: z.strictObject({ checks: z.array(checkView), done: z.boolean() }),
  }),
  'step.skip': defineOperation({
    summary: 'Goes on without a step that may be left out.',
    input: z.strictObject({ pack: z.string(), step: z.string() }),
    output: z.strictObject({}),
  }),
  'step.reset': defineOperation({
    summary: 'Takes back what was made in a step on this machine; what was created in a cloud stays.',
    input: z.strictObject({ pack: z.string(), step: z.string() }),
    output: z.strictObject({}),
  }),
  'step.show': defineOperation({
    summary: 'Does a step for the learner, and every open one before it.',
    input: z.strictObject({ pack: z.string(), step: z.string() }),
    output: z.strictObject({ done: z.boolean() }),
  }),
  'work.cancel': defineOperation({
    summary: 'Stops something that is going on.',
    input: z.strictObject({ id: z.string() }),
    output: z.strictObject({}),
  }),
  'work.pause': defineOperation({
    summary: 'Holds an upload; what has arrived stays there.',
    input: z.strictObject({ id: z.string() }),
    output: z.strictObject({}),
  }),
  'work.resume': defineOperation({
    summary: 'Goes on with what was paused, from where it was.',
    input: z.strictObject({ id: z.string() }),
    output: z.strictObject({}),
  }),
  'calls.read': defineOperation({
    summary: 'Reads the calls that an operation has made, and the same for other tools.',
    input: z.strictObject({ operation: z.string(), input: z.record(z.string(), z.unknown()) }),
    output: z.strictObject({
      calls: z.array(callView),
      az: z.string(),
      python: z.string(),
      javascript: z.string(),
      documentation: z.string().nullable(),
    }),
  }),
  'studio.read': defineOperation({
    summary: 'Lists everything in the workspace.',
    input: z.strictObject({}),
    output: z.strictObject({
      workspace: z.string().nullable(),
      /** Microsoft's own pages of the workspace, on Azure. */
      links: z.strictObject({ studio: z.string().nullable(), portal: z.string().nullable() }),
      sections: z.array(
        z.strictObject({
          id: z.string(),
          link: z.string().nullable(),
          items: z.array(
            z.strictObject({ name: z.string(), facts: z.array(z.tuple([z.string(), z.string()])) }),
          ),
        }),
      ),
    }),
  }),
  'studio.item': defineOperation({
    summary: 'Shows one thing of the workspace.',
    input: z.strictObject({ section: z.string(), name: z.string() }),
    output: z.strictObject({
      facts: z.array(z.tuple([z.string(), z.string()])),
      /** As Azure describes it, in JSON, without secrets. */
      document: z.string().nullable(),
      /** Of a pipeline. */
      graph: pipelineSchema.nullable(),
      link: z.string().nullable(),
    }),
  }),
};

export type SessionCallName = keyof typeof sessionCalls;
export type SessionInput<Name extends SessionCallName> = z.output<(typeof sessionCalls)[Name]['input']>;
export type SessionOutput<Name extends SessionCallName> = z.output<(typeof sessionCalls)[Name]['output']>;

export type LessonView = SessionOutput<'lesson.open'>;
export type StepView = z.output<typeof stepView>;
export type ActionView = z.output<typeof actionView>;
export type FormField = z.output<typeof formField>;
export type CheckView = z.output<typeof checkView>;
export type WorkView = z.output<typeof workView>;
export type CallView = z.output<typeof callView>;

/** What the host tells the app: how its work goes on. */
export interface SessionEvent {
  readonly sequence: number;
  readonly work: WorkView;
}
