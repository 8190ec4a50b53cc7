import type { IncomingHttpHeaders } from 'node:http';
import { methodNotAllowed, missingApiVersion } from './arm-error.ts';

/** A call as the handlers see it. */
export interface ArmRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body; `undefined` where there is none, and on the data plane. */
  readonly body: unknown;
  /** The body as text. */
  readonly text: string;
  /** The body as it came. */
  readonly bytes?: Uint8Array;
  /** How the long-running operation of this call fails at its end: a fault that was asked for. */
  readonly failure?:
    | {
        readonly code: string;
        readonly message: string;
        /** After how many questions for its state it fails, where it does not wait for its end. */
        readonly afterPolls?: number;
        /** What its own log says of it. */
        readonly log?: readonly string[];
      }
    | undefined;
  /** The path's variable segments, as they were written. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a handler answers. */
export interface ArmReply {
  readonly status: number;
  /** It is sent as JSON; a text or bytes with a content-type header go out as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation: the method, the path with {variables}, the last of which may be {any*} for all that follows, and what it does. `name` is Azure's operation id. */
export interface Route {
  readonly name: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  /**
   * `management` (the default) asks for a bearer token, an api-version and JSON; `history` for a token alone; `data`
   * for nothing: its handler looks at the headers itself.
   */
  readonly plane?: 'management' | 'history' | 'data';
  /** How large a body may be, in MB; default 4. What may be larger is no JSON. */
  readonly mostMegabytes?: number;
  handle(request: ArmRequest): ArmReply | Promise<ArmReply>;
}

/**
 * Finds the route of a path, whose fixed segments are compared without case, as Azure does.
 * Errors: 405 where the path is known with other methods, 400 without an api-version; `undefined` for no route.
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
  query: URLSearchParams,
): { route: Route; parameters: Record<string, string> } | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const matches = routes
    .map((route) => ({ route, parameters: matchPath(route.path, segments) }))
    .filter(
      (match): match is { route: Route; parameters: Record<string, string> } =>
        match.parameters !== undefined,
    );
  if (matches.length === 0) return undefined;
  const match = matches.find(({ route }) => route.method === method);
  if (!match)
    throw methodNotAllowed(
      method,
      matches.map(({ route }) => route.method),
    );
  if ((match.route.plane ?? 'management') === 'management' && !query.get('api-version'))
    throw missingApiVersion();
  return match;
}

function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern.split('/').filter((part) => part !== '');
  const rest = /^\{(\w+)\*\}$/.exec(parts.at(-1) ?? '')?.[1];
  if (rest !== undefined) {
    const begin = parts.length - 1;
    if (segments.length <= begin) return undefined;
    const parameters = matchPath(parts.slice(0, begin).join('/'), segments.slice(0, begin));
    return parameters && { ...parameters, [rest]: segments.slice(begin).join('/') };
  }
  if (parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (let i = 0; i < parts.length; i++) {
    const variable = /^\{(\w+)\}$/.exec(parts[i])?.[1];
    if (variable !== undefined) parameters[variable] = segments[i];
    else if (parts[i].toLowerCase() !== segments[i].toLowerCase()) return undefined;
  }
  return parameters;
}
