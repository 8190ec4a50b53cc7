import { EngineError } from '../../../engine/errors.ts';
import { invokeEndpoint, type ScoringReply } from '../../azure/scoring.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import type { HostContext } from '../context.ts';
import type { Place } from './place.ts';
import { problemOf, problemOfError } from './reply-problem.ts';

/** A request and what came back. */
export type Invocation = OperationOutput<'endpoint.invoke'>;

/** What is asked. */
export interface Question {
  /** A text goes out as it was typed. */
  readonly body: object | string;
  readonly deployment?: string | undefined;
  readonly timeoutSeconds: number;
}

/** Asks a place once. What goes wrong on the way is part of the result. Errors: `cancelled`, `address-refused`. */
export async function ask({ signal }: HostContext, place: Place, question: Question): Promise<Invocation> {
  const { scoringUri, key } = place;
  const { body, deployment, timeoutSeconds } = question;
  const start = performance.now();
  let reply: ScoringReply;
  try {
    reply = await invokeEndpoint({
      scoringUri,
      key,
      body,
      deployment,
      signal,
      timeoutMilliseconds: timeoutSeconds * 1000,
    });
  } catch (error) {
    const problem = error instanceof EngineError ? problemOfError(error, place) : undefined;
    if (!problem) throw error;
    return {
      scoringUri,
      request: asShown(body),
      status: 0,
      response: null,
      isJson: false,
      headers: {},
      bytes: 0,
      deployment: null,
      milliseconds: performance.now() - start,
      firstByteMilliseconds: null,
      problem,
    };
  }
  const { status, body: response, isJson, headers, bytes, milliseconds, firstByteMilliseconds } = reply;
  return {
    scoringUri,
    request: asShown(body),
    status,
    response,
    isJson,
    headers: { ...headers },
    bytes,
    deployment: headers['azureml-model-deployment'] ?? null,
    milliseconds,
    firstByteMilliseconds,
    problem: problemOf(reply, place),
  };
}

/** A body that was typed, parsed where it is JSON. */
function asShown(body: object | string): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
