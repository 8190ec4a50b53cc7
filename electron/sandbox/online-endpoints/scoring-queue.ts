import { EngineError } from '../../../engine/errors.ts';
import type { JsonRow } from '../../../engine/pipeline/run-inference.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { loadModel } from './loaded-models.ts';
import { countRequest } from './request-counts.ts';

/** What a model says to a request: a row for each row, or why it cannot. */
type Answer = readonly JsonRow[] | EngineError;

interface Waiting {
  readonly rows: readonly JsonRow[];
  readonly since: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Who asks for more rows than this goes alone: nobody else waits for them. */
const mostRowsTogether = 100;

/**
 * Requests that have come at the same moment are answered in one run of the model: on their own each would take
 * several times as long. Each gets the answer that it would have got alone.
 */
export class ScoringQueue {
  private readonly world: World;
  private waiting = new Map<StoredResource, Waiting[]>();

  constructor(world: World) {
    this.world = world;
  }

  /** Asks a deployment about some rows. It has counted the request when the answer is there. */
  ask(deployment: StoredResource, rows: readonly JsonRow[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = { rows, since: performance.now(), resolve, reject };
      if (rows.length > mostRowsTogether) {
        void this.answer(deployment, [request]);
        return;
      }
      if (this.waiting.size === 0) setImmediate(() => this.answerWaiting());
      const others = this.waiting.get(deployment);
      if (others) others.push(request);
      else this.waiting.set(deployment, [request]);
    });
  }

  private answerWaiting(): void {
    const { waiting } = this;
    this.waiting = new Map();
    for (const [deployment, requests] of waiting) void this.answer(deployment, requests);
  }

  private async answer(deployment: StoredResource, requests: readonly Waiting[]): Promise<void> {
    try {
      const { inference } = loadModel(deployment);
      const answers = await inference.answerAll(requests.map(({ rows }) => rows));
      const now = performance.now();
      answers.forEach((answer, index) => {
        const { since, resolve } = requests[index];
        countRequest(this.world, deployment.id, {
          milliseconds: now - since,
          ...(answer instanceof EngineError ? { status: 424, message: messageOf(answer) } : { status: 200 }),
        });
        resolve(answer);
      });
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  }
}

/** A refusal of the model, for the caller. */
export function messageOf({ message, hint }: EngineError): string {
  return `${message} ${hint}`;
}
