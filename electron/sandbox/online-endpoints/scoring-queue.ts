import type { EngineError } from '../../../engine/errors.ts';
import type { JsonRow } from '../../../engine/pipeline/run-inference.ts';
import { loadModel } from './loaded-models.ts';
import type { Revision } from './serving.ts';

/** What a model says to a request: a row for each row, or why it cannot. */
export type Answer = readonly JsonRow[] | EngineError;

interface Waiting {
  readonly rows: readonly JsonRow[];
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
  private waiting = new Map<Revision, Waiting[]>();

  /** Asks a model about some rows. */
  ask(revision: Revision, rows: readonly JsonRow[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = { rows, resolve, reject };
      if (rows.length > mostRowsTogether) {
        void this.answer(revision, [request]);
        return;
      }
      if (this.waiting.size === 0) setImmediate(() => this.answerWaiting());
      const others = this.waiting.get(revision);
      if (others) others.push(request);
      else this.waiting.set(revision, [request]);
    });
  }

  private answerWaiting(): void {
    const { waiting } = this;
    this.waiting = new Map();
    for (const [revision, requests] of waiting) void this.answer(revision, requests);
  }

  private async answer(revision: Revision, requests: readonly Waiting[]): Promise<void> {
    try {
      const { inference } = loadModel(revision);
      const answers = await inference.answerAll(requests.map(({ rows }) => rows));
      answers.forEach((answer, index) => requests[index].resolve(answer));
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  }
}
