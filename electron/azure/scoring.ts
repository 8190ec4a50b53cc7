import { cancelled } from '../../engine/errors.ts';
import { endpointNotReached } from './errors.ts';

/** What an endpoint answered, whatever its status. */
export interface ScoringReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; the text where it is none. */
  readonly body: unknown;
  readonly milliseconds: number;
}

/** Sends a request to an endpoint. Errors: `endpoint-not-reached`, `cancelled`. */
export async function invokeEndpoint(options: {
  readonly scoringUri: string;
  readonly key: string;
  readonly body: object;
  /** A deployment; without it the traffic decides. */
  readonly deployment?: string;
  readonly signal?: AbortSignal;
}): Promise<ScoringReply> {
  const { scoringUri, key, body, deployment, signal } = options;
  const start = performance.now();
  try {
    const response = await fetch(scoringUri, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${key}`,
        ...(deployment !== undefined && { 'azureml-model-deployment': deployment }),
      },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: parseBody(text),
      milliseconds: performance.now() - start,
    };
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    const { message, cause } = error as Error;
    throw endpointNotReached(scoringUri, cause instanceof Error ? cause.message : message);
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
