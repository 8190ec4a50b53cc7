import type { SessionCallName, SessionInput, SessionOutput } from '../../contract/session.ts';
import type { ErrorReply } from '../../contract/reply.ts';
import { EngineError } from '../../../engine/errors.ts';
import { version } from '../version.ts';
import type { Host } from '../host.ts';
import type { CallTrace } from '../trace.ts';
import type { SessionFiles } from './files.ts';
import type { LessonBook } from './lesson-book.ts';
import { snippetsFor } from './snippets.ts';
import type { WorkList } from './work-list.ts';

/** What a session is made of. */
export interface SessionParts {
  readonly host: Host;
  readonly book: LessonBook;
  readonly work: WorkList;
  readonly files: SessionFiles;
  readonly trace: CallTrace;
  /** The newest run of each operation. */
  readonly newest: ReadonlyMap<string, string>;
  /** Goes on with work that was paused. Error: `work-not-paused`. */
  resumeWork(id: string): void;
}

/** What the session answers to one call. */
export type SessionHandler<Name extends SessionCallName> = (
  input: SessionInput<Name>,
  session: SessionParts,
) => Promise<SessionOutput<Name>> | SessionOutput<Name>;

export const sessionHandlers: { readonly [Name in SessionCallName]: SessionHandler<Name> } = {
  'session.read'({ language }, { book, host, work }) {
    const { target = 'sandbox', scope } = host.state;
    const { current, currentStep } = book;
    return {
      version,
      lessons: book.cards(language),
      open: current === undefined || currentStep === undefined ? null : { pack: current, step: currentStep },
      world: { target, region: scope?.region ?? null },
      work: work.list(),
    };
  },

  async 'lesson.open'({ pack, language }, { book }) {
    await book.open(pack);
    return book.view(pack, language);
  },

  async 'lesson.restart'({ pack }, { book }) {
    await book.restart(pack);
    return {};
  },

  'lesson.attempts': ({ pack }, { book }) => ({ attempts: book.listAttempts(pack) }),

  async 'lesson.take-up'({ pack, suffix }, { book }) {
    await book.takeUpAttempt(pack, suffix);
    return {};
  },

  'lesson.keep'({ pack }, { book }) {
    book.keep(pack);
    return {};
  },

  'lesson.use-table'({ pack, file }, { book, files }) {
    return book.useTable(pack, files.path(file));
  },

  async 'step.enter'({ pack, step }, { book }) {
    raise(await book.goTo(pack, step));
    return {};
  },

  'step.check': ({ pack, step, language }, { book }) => book.check(pack, step, language),

  'step.skip'({ pack, step }, { book }) {
    book.skip(pack, step);
    return {};
  },

  async 'step.reset'({ pack, step }, { book }) {
    raise(await book.resetStep(pack, step));
    return {};
  },

  async 'step.show'({ pack, step }, { book }) {
    const { done, error } = await book.show(pack, step);
    raise(error);
    return { done };
  },

  'work.cancel'({ id }, { work }) {
    work.cancel(id);
    return {};
  },

  'work.pause'({ id }, { work }) {
    work.pause(id);
    return {};
  },

  'work.resume'({ id }, session) {
    session.resumeWork(id);
    return {};
  },

  'calls.read'({ operation, input }, { trace, newest, host }) {
    const id = newest.get(operation);
    return {
      calls: id === undefined ? [] : [...trace.callsOf(id)],
      ...snippetsFor(operation, input, host.state.scope),
    };
  },

  'studio.read': async (_, { host }) => (await import('./studio.ts')).readStudio(host),

  'studio.item': async ({ section, name }, { host }) =>
    (await import('./studio.ts')).readStudioItem(host, section, name),
};

/** Throws what an action of a lesson has ended with, if it has. */
function raise(error: ErrorReply | undefined): void {
  if (error) throw new EngineError(error.code, error.message, error.hint, error.details ?? {});
}
