import { randomUUID } from 'node:crypto';
import { EngineError, nearestNames } from '../../engine/errors.ts';
import type { Connection } from '../azure/connection.ts';
import type { HostEvent, HostNews } from '../contract/events.ts';
import { isOperation, operations, type OperationName, type OperationOutput } from '../contract/operations.ts';
import { isPredicate, predicates, type CheckResult } from '../contract/predicates.ts';
import type { Reply } from '../contract/reply.ts';
import type { HostContext, LessonContext, OperationHandler } from './context.ts';
import { badArguments, noAzureHere } from './errors.ts';
import type { HostState } from './host-state.ts';
import type { LearnerAccount } from './learner-account.ts';
import { belongsTo } from './trace.ts';

/** What a host is made of. */
export interface HostOptions {
  readonly state: HostState;
  /** To the sandbox. */
  readonly connection: Connection;
  /** The learner at Azure. */
  readonly account?: LearnerAccount | undefined;
  readonly seed?: number;
}

/** Does what the contract names, and tells what is going on. */
export class Host {
  readonly state: HostState;
  /** The lesson that is open. */
  lesson: LessonContext | undefined;
  private readonly sandbox: Connection;
  private readonly account: LearnerAccount | undefined;
  private readonly seed: number;
  private readonly listeners = new Set<(event: HostEvent) => void>();
  private sequence = 0;

  constructor({ state, connection, account, seed = 42 }: HostOptions) {
    this.state = state;
    this.sandbox = connection;
    this.account = account;
    this.seed = seed;
  }

  /** To the world that the learner has chosen. Errors: `not-signed-in`, `no-subscription`, `no-azure-here`. */
  get connection(): Connection {
    if (this.state.target !== 'azure') return this.sandbox;
    if (!this.account) throw noAzureHere();
    return this.account.connection();
  }

  /** Calls `listener` for each event from now on; returns what ends that. */
  subscribe(listener: (event: HostEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Loads what operations and predicates are done with: it is loaded with the first of them otherwise. */
  async warmUp(): Promise<void> {
    await import('./operations/index.ts');
    await import('./predicates/index.ts');
  }

  /** Does one operation, under an id of its own. Its input is checked first; errors come back as values. */
  async call<Name extends OperationName>(
    name: Name,
    input: unknown,
    signal?: AbortSignal,
    id: string = randomUUID(),
  ): Promise<Reply<OperationOutput<Name>>> {
    try {
      const value = await belongsTo(id, () => this.run(name, input, id, signal));
      return { ok: true, value };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const { code, message, hint, details } = error;
      return {
        ok: false,
        error: { code, message, hint, retryable: details.retryable === true, correlationId: id, details },
      };
    }
  }

  /** Looks at the world. What cannot be asked is `unknown`, never a failure. Error: `bad-arguments`. */
  async check(name: string, args: unknown, signal?: AbortSignal): Promise<CheckResult> {
    if (!isPredicate(name)) throw badArguments(name, notKnown('predicate', name, Object.keys(predicates)));
    const parsed = predicates[name].safeParse(args);
    if (!parsed.success) throw badArguments(name, parsed.error.issues[0].message);
    const { predicateHandlers } = await import('./predicates/index.ts');
    const handler = predicateHandlers[name] as (args: unknown, context: HostContext) => Promise<CheckResult>;
    try {
      return await handler(
        parsed.data,
        this.context(signal, () => undefined),
      );
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const status = unanswered.has(error.code) ? 'fail' : 'unknown';
      return { status, expected: predicates[name].description ?? name, found: error.message };
    }
  }

  private async run<Name extends OperationName>(
    operation: Name,
    input: unknown,
    id: string,
    signal: AbortSignal | undefined,
  ): Promise<OperationOutput<Name>> {
    if (!isOperation(operation)) {
      throw badArguments(operation, notKnown('operation', operation, Object.keys(operations)));
    }
    const parsed = operations[operation].input.safeParse(input);
    if (!parsed.success) {
      const [{ path, message }] = parsed.error.issues;
      throw badArguments(operation, path.length > 0 ? `"${path.join('.')}": ${message}` : message);
    }
    const start = performance.now();
    const end = (error?: string): void => {
      const seconds = (performance.now() - start) / 1000;
      this.tell({ type: 'operation.ended', operation, id, seconds, ...(error !== undefined && { error }) });
    };
    this.tell({ type: 'operation.started', operation, id });
    const context = this.context(signal, (message, share, deviceCode) => {
      this.tell({
        type: 'operation.progress',
        operation,
        id,
        message,
        ...(share !== undefined && { share }),
        ...(deviceCode && { deviceCode }),
      });
    });
    try {
      const { operationHandlers } = await import('./operations/index.ts');
      const handler = operationHandlers[operation] as unknown as OperationHandler<Name>;
      // Only what the contract names leaves the host.
      const value = operations[operation].output.parse(await handler(parsed.data as never, context));
      end();
      return value as OperationOutput<Name>;
    } catch (error) {
      end(error instanceof EngineError ? error.code : 'unexpected');
      throw error;
    }
  }

  private context(signal: AbortSignal | undefined, progress: HostContext['progress']): HostContext {
    const { state, lesson, seed, account } = this;
    const connection = (): Connection => this.connection;
    return {
      state,
      lesson,
      seed,
      account,
      signal,
      progress,
      // Asked for when it is used: what needs no world can be done without one.
      get connection() {
        return connection();
      },
    };
  }

  private tell(news: HostNews): void {
    const event: HostEvent = { sequence: ++this.sequence, at: new Date().toISOString(), ...news };
    for (const listener of this.listeners) listener(event);
  }
}

/** Errors by which a predicate finds that something is not there yet: the check fails, it is not unknown. */
const unanswered = new Set<string>([
  'no-workspace',
  'no-drawing',
  'no-submission',
  'not-in-workspace',
  'not-found',
]);

function notKnown(kind: string, name: string, known: readonly string[]): string {
  const [near] = nearestNames(name, known);
  return `there is no such ${kind}${near === undefined ? '' : `; did you mean ${near}`}`;
}
