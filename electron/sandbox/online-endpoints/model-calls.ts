import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../../engine/errors.ts';
import type { JsonRow } from '../../../engine/pipeline/run-inference.ts';
import { ArmError } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { PendingRequests } from './pending-requests.ts';
import { countRequest } from './request-counts.ts';
import { requestSettingsOf, type RequestSettings } from './request-settings.ts';
import { ScoringQueue, type Answer } from './scoring-queue.ts';
import type { ScoringRequest } from './scoring-request.ts';
import type { Revision } from './serving.ts';

/** Who answers a request: a deployment, by the model that it has now. */
export interface Target {
  readonly deployment: StoredResource;
  readonly revision: Revision;
}

/** What a model has answered: its rows, or with which status its server has refused, and why. */
export type ModelReply =
  | { readonly rows: readonly JsonRow[]; readonly milliseconds: number }
  | { readonly status: 400 | 500; readonly message: string; readonly milliseconds: number };

/** Asks the models of deployments, each as much as it can bear, and counts what was answered. */
export class ModelCalls {
  private readonly world: World;
  private readonly queue = new ScoringQueue();
  private readonly pending = new PendingRequests();

  constructor(world: World) {
    this.world = world;
  }

  /** Errors: 429 where too many requests are pending, 408 where the model takes longer than it may. */
  async ask(
    { deployment, revision }: Target,
    read: ScoringRequest | { readonly problem: string },
  ): Promise<ModelReply> {
    const start = performance.now();
    const count = (status: number, message?: string): number => {
      const milliseconds = performance.now() - start;
      countRequest(this.world, deployment.id, {
        status,
        milliseconds,
        ...(message !== undefined && { message }),
      });
      return milliseconds;
    };
    if ('problem' in read) return refusal(400, read.problem, count);
    const settings = requestSettingsOf(deployment);
    const work = (): Promise<Answer> => this.queue.ask(revision, read.rows);
    try {
      // A model that takes no time keeps nobody waiting.
      const answer = await (settings.modelMilliseconds === 0
        ? work()
        : this.pending.run(deployment.id, settings, () => slowly(settings, work)));
      if (answer instanceof EngineError) return refusal(400, `${answer.message} ${answer.hint}`, count);
      return { rows: answer, milliseconds: count(200) };
    } catch (error) {
      if (error instanceof ArmError) {
        count(error.status, error.message);
        throw error;
      }
      process.stderr.write(`A model met an unexpected error: ${(error as Error).stack}\n`);
      return refusal(500, 'The model met an unexpected error; the sandbox’s log has the details.', count);
    }
  }
}

/** Azure passes the model's refusals on as 424. */
function refusal(
  status: 400 | 500,
  message: string,
  count: (status: number, message: string) => number,
): ModelReply {
  return { status, message, milliseconds: count(424, message) };
}

/** Lets a model take the time that it was given, and no longer than it may. */
async function slowly(settings: RequestSettings, work: () => Promise<Answer>): Promise<Answer> {
  const { modelMilliseconds, timeoutMilliseconds } = settings;
  await delay(Math.min(modelMilliseconds, timeoutMilliseconds));
  if (modelMilliseconds >= timeoutMilliseconds) throw timedOut(settings);
  return work();
}

function timedOut({ timeoutMilliseconds }: RequestSettings): ArmError {
  return new ArmError(
    408,
    'RequestTimeout',
    `The model has not answered within the ${timeoutMilliseconds} ms of the deployment's requestTimeout.`,
  );
}
