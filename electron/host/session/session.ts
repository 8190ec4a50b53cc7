import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { EngineError } from '../../../engine/errors.ts';
import { isCall, type CallName, type CallOutput } from '../../contract/bridge.ts';
import type { HostEvent } from '../../contract/events.ts';
import { isOperation, operations, type OperationName } from '../../contract/operations.ts';
import type { Reply } from '../../contract/reply.ts';
import { sessionCalls, type SessionCallName, type WorkView } from '../../contract/session.ts';
import { subjectOf } from '../../contract/subject.ts';
import { badArguments } from '../errors.ts';
import type { Host } from '../host.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { openHost, type AzureOptions, type OpenedHost } from '../open-host.ts';
import { memoryTokens } from '../tokens.ts';
import { CallTrace } from '../trace.ts';
import { SessionFiles } from './files.ts';
import { LessonBook } from './lesson-book.ts';
import { resumes } from './resume.ts';
import { sessionHandlers, type SessionHandler, type SessionParts } from './session-handlers.ts';
import { WorkList } from './work-list.ts';

/** What a session is opened with. */
export interface SessionOptions {
  /** Where everything is kept. */
  readonly root: string;
  readonly timeFactor?: number;
  /** How the learner signs in to Azure; without it in the system's browser, and for as long as the host runs. */
  readonly azure?: AzureOptions;
}

/**
 * A learner at work: one host, the lessons, what is going on. The window of the desktop app and the page in a browser
 * are two views of it.
 */
export class Session implements SessionParts {
  readonly host: Host;
  readonly book: LessonBook;
  readonly work: WorkList;
  readonly files: SessionFiles;
  readonly trace: CallTrace;
  /** The newest run of each operation. */
  readonly newest = new Map<string, string>();
  private readonly opened: OpenedHost;

  private constructor(opened: OpenedHost, book: LessonBook, files: SessionFiles, trace: CallTrace) {
    this.opened = opened;
    this.host = opened.host;
    this.book = book;
    this.files = files;
    this.trace = trace;
    this.work = new WorkList(opened.store);
    this.host.subscribe((event) => this.follow(event));
  }

  /** Opens the state under a root, and takes up what was interrupted. Errors: those of `openHost`. */
  static async open({ root, timeFactor, azure }: SessionOptions): Promise<Session> {
    const trace = new CallTrace();
    const opened = openHost({
      root,
      trace,
      azure: azure ?? { tokens: memoryTokens(), openBrowser: openInBrowser },
      ...(timeFactor !== undefined && { timeFactor }),
    });
    try {
      const files = new SessionFiles(opened.store, path.join(root, 'spool'));
      const book = await LessonBook.open(opened.host, opened.store, files);
      const session = new Session(opened, book, files, trace);
      session.resume();
      return session;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** Answers a call of the app. Errors come back as values; what nobody foresaw is one of them. */
  async call<Name extends CallName>(name: Name, input: unknown): Promise<Reply<CallOutput<Name>>> {
    const id = randomUUID();
    try {
      if (!isCall(name)) throw badArguments(name, 'there is no such call');
      const value = isOperation(name) ? await this.operate(name, input, id) : await this.answer(name, input);
      return value as Reply<CallOutput<Name>>;
    } catch (error) {
      const known = error instanceof EngineError ? error : unforeseen(error);
      const { code, message, hint, details } = known;
      return {
        ok: false,
        error: { code, message, hint, retryable: details.retryable === true, correlationId: id, details },
      };
    }
  }

  /** Where the sandbox listens; it is started where it does not run yet. */
  async sandboxAddress(): Promise<string> {
    return (await this.opened.startSandbox()).address;
  }

  /** Loads what the first step needs, and lets the sandbox go on with its jobs. Errors: those of `startSandbox`. */
  async warmUp(): Promise<void> {
    await this.opened.startSandbox();
    await this.host.warmUp();
  }

  async close(): Promise<void> {
    this.work.abortAll();
    await this.opened.close();
  }

  /** Does an operation, as a piece of work that goes on when nobody looks. */
  async operate(
    operation: OperationName,
    input: unknown,
    id: string = randomUUID(),
  ): Promise<Reply<unknown>> {
    this.newest.set(operation, id);
    const { onlyReads, isBrief } = operations[operation];
    if (onlyReads || isBrief) {
      return this.host.call(operation, this.files.withPaths(input), undefined, id);
    }
    const signal = this.work.begin(this.newWork(operation, id, input), input);
    const reply = await this.host.call(operation, this.files.withPaths(input), signal, id);
    // A session that is being closed leaves its work as it is: the next start takes it up.
    if (!signal.aborted || !reply.ok) this.work.end(id, reply.ok ? null : reply.error);
    return reply;
  }

  resumeWork(id: string): void {
    const { view, input } = this.work.paused(id);
    if (isOperation(view.operation)) void this.operate(view.operation, input, id);
  }

  private newWork(operation: OperationName, id: string, input: unknown): WorkView {
    const { summary, azureTime } = operations[operation];
    return {
      id,
      operation,
      subject: subjectOf(input),
      step: this.book.currentStep ?? '',
      title: summary,
      state: 'running',
      message: '',
      share: null,
      azureTime: azureTime ?? null,
      error: null,
      startedAt: new Date().toISOString(),
      endedAt: null,
    };
  }

  private async answer<Name extends SessionCallName>(name: Name, input: unknown): Promise<Reply<unknown>> {
    const definition = sessionCalls[name];
    const parsed = definition.input.safeParse(input);
    if (!parsed.success) {
      const [{ path: where, message }] = parsed.error.issues;
      throw badArguments(name, where.length > 0 ? `"${where.join('.')}": ${message}` : message);
    }
    const handler = sessionHandlers[name] as unknown as SessionHandler<Name>;
    const value = await handler(parsed.data as never, this);
    // Only what the contract names leaves the host.
    return { ok: true, value: definition.output.parse(value) };
  }

  private follow(event: HostEvent): void {
    if (event.type === 'operation.progress') this.work.progress(event);
  }

  private resume(): void {
    for (const { view, input } of this.work.interrupted()) {
      if (isOperation(view.operation) && resumes(view.operation)) {
        void this.operate(view.operation, input, view.id);
      } else this.work.giveUp(view.id);
    }
  }
}

function unforeseen(error: unknown): EngineError {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return new EngineError(
    'unexpected',
    'Something went wrong that nobody foresaw.',
    'Try again. If it happens again, restart Guidepost; nothing that was saved is lost.',
  );
}
