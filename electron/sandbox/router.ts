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

/** A route's path taken apart: the words in lower case, and the names of what stands between them. */
interface Compiled {
  readonly route: Route;
  /** A word, or the name of a variable. */
  readonly parts: readonly ({ readonly word: string } | { readonly variable: string })[];
  /** The variable that takes all that follows. */
  readonly rest: string | undefined;
}

/** Where a path leads with each of its methods. */
interface Match {
  readonly routes: readonly Route[];
  readonly parameters: readonly Readonly<Record<string, string>>[];
}

/** Routes by how many parts they have and their first word, and those that begin or end with anything. */
interface Compiles {
  readonly exact: ReadonlyMap<string, readonly Compiled[]>;
  readonly open: readonly Compiled[];
  /** The last paths that led somewhere: the same are called again and again. */
  readonly recent: Map<string, Match>;
}

const mostRecent = 1000;
const compiles = new WeakMap<readonly Route[], Compiles>();

/**
 * Finds the route of a path, whose fixed segments are compared without case, as Azure does.
 * Errors: 405 where the path is known with other methods, 400 without an api-version; `undefined` for no route.
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
  query: URLSearchParams,
): { route: Route; parameters: Readonly<Record<string, string>> } | undefined {
  const match = findMatch(routes, path);
  if (!match) return undefined;
  const index = match.routes.findIndex((route) => route.method === method);
  if (index < 0)
    throw methodNotAllowed(
      method,
      match.routes.map((route) => route.method),
    );
  const route = match.routes[index];
  if ((route.plane ?? 'management') === 'management' && !query.get('api-version')) throw missingApiVersion();
  return { route, parameters: match.parameters[index] };
}

function findMatch(routes: readonly Route[], path: string): Match | undefined {
  let compiled = compiles.get(routes);
  if (!compiled) compiles.set(routes, (compiled = compile(routes)));
  const { exact, open, recent } = compiled;
  const known = recent.get(path);
  if (known) return known;
  const segments = path.split('/').filter((segment) => segment !== '');
  const words = segments.map((segment) => segment.toLowerCase());
  const candidates = [...(exact.get(bucketOf(segments.length, words[0])) ?? []), ...open];
  const matches = candidates.filter((candidate) => isMatch(candidate, words));
  if (matches.length === 0) return undefined;
  const match = {
    routes: matches.map(({ route }) => route),
    parameters: matches.map((one) => readParameters(one, segments)),
  };
  if (recent.size >= mostRecent) recent.clear();
  recent.set(path, match);
  return match;
}

function bucketOf(count: number, first = ''): string {
  return `${count} ${first}`;
}

function compile(routes: readonly Route[]): Compiles {
  const exact = new Map<string, Compiled[]>();
  const open: Compiled[] = [];
  for (const route of routes) {
    const names = route.path.split('/').filter((part) => part !== '');
    const rest = /^\{(\w+)\*\}$/.exec(names.at(-1) ?? '')?.[1];
    const parts = (rest === undefined ? names : names.slice(0, -1)).map((part) => {
      const variable = /^\{(\w+)\}$/.exec(part)?.[1];
      return variable === undefined ? { word: part.toLowerCase() } : { variable };
    });
    const compiled = { route, parts, rest };
    const [first] = parts;
    if (rest !== undefined || 'variable' in first) {
      open.push(compiled);
      continue;
    }
    const bucket = bucketOf(parts.length, first.word);
    const known = exact.get(bucket);
    if (known) known.push(compiled);
    else exact.set(bucket, [compiled]);
  }
  return { exact, open, recent: new Map() };
}

function isMatch({ parts, rest }: Compiled, words: readonly string[]): boolean {
  if (rest === undefined ? words.length !== parts.length : words.length <= parts.length) return false;
  return parts.every((part, index) => 'variable' in part || part.word === words[index]);
}

function readParameters({ parts, rest }: Compiled, segments: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  parts.forEach((part, index) => {
    if ('variable' in part) parameters[part.variable] = segments[index];
  });
  if (rest !== undefined) parameters[rest] = segments.slice(parts.length).join('/');
  return parameters;
}
