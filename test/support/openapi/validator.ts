import { Ajv, type ValidateFunction } from 'ajv';
import {
  Documents,
  findDocuments,
  MissingDocument,
  type Operation,
  type Parameter,
  type SwaggerSchema,
} from './documents.ts';
import { SchemaCompiler, type Direction } from './schemas.ts';

/** One call and its reply. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly replyBody: unknown;
}

/** What is found out about an exchange. */
export interface Verdict {
  readonly state: 'valid' | 'invalid' | 'unknown';
  /** Azure's operation id where there is one. */
  readonly operation?: string;
  readonly faults: readonly string[];
}

/** An operation of a document. */
export interface KnownOperation {
  readonly file: string;
  readonly version: string;
  readonly method: string;
  readonly path: RegExp;
  readonly parameters: readonly Parameter[];
  readonly operation: Operation;
  /** The files of its examples. */
  readonly examples: readonly string[];
}

/** Checks calls and replies against Azure's own API descriptions. */
export class OpenApiValidator {
  private readonly documents = new Documents();
  private readonly compiler = new SchemaCompiler(this.documents);
  private readonly operations: KnownOperation[] = [];
  private readonly validators = new Map<string, ValidateFunction>();

  /** All descriptions under a folder. */
  constructor(folder: string) {
    for (const file of findDocuments(folder)) this.addDocument(file);
  }

  private addDocument(file: string): void {
    const { paths, info } = this.documents.load(file);
    for (const [template, item] of Object.entries(paths)) {
      // "/{resourceId}" would fit every path.
      if (!/\/[a-zA-Z]/.test(template.replace(/\{\w+\}/g, ''))) continue;
      const shared = (item.parameters ?? []) as readonly Parameter[];
      for (const [method, operation] of Object.entries(item)) {
        if (!['get', 'put', 'post', 'patch', 'delete', 'head'].includes(method)) continue;
        const own = operation as Operation;
        this.operations.push({
          file,
          version: info.version,
          method: method.toUpperCase(),
          path: patternOf(template),
          parameters: [...shared, ...(own.parameters ?? [])],
          operation: own,
          examples: Object.values(own['x-ms-examples'] ?? {}).map(({ $ref }) =>
            $ref.replace(/^\.\/examples\//, ''),
          ),
        });
      }
    }
  }

  /** Whether an exchange is as Azure describes it. */
  check(exchange: Exchange): Verdict {
    const url = new URL(exchange.url);
    const found = this.find(exchange.method, url);
    if (!found) return { state: 'unknown', faults: [] };
    try {
      return this.checkAgainst(found, url, exchange);
    } catch (error) {
      if (error instanceof MissingDocument) return { state: 'unknown', faults: [] };
      throw error;
    }
  }

  private checkAgainst(known: KnownOperation, url: URL, exchange: Exchange): Verdict {
    const { file } = known;
    const parameters = known.parameters.map((value) => this.documents.follow({ file, value }).value);
    const found = { ...known, parameters };
    const { operationId = `${found.method} ${url.pathname}` } = found.operation;
    const faults = [
      ...checkQuery(found, url),
      ...this.checkRequest(found, exchange.requestBody),
      ...this.checkReply(found, exchange),
    ].map((fault) => `${operationId}: ${fault}`);
    return { state: faults.length === 0 ? 'valid' : 'invalid', operation: operationId, faults };
  }

  /** The operations of machine learning in one version. */
  operationsOf(version: string): KnownOperation[] {
    return this.operations.filter(
      (known) => known.version === version && known.file.includes('machinelearningservices'),
    );
  }

  /** What is wrong with a reply. */
  checkReplyOf(operation: KnownOperation, status: number, replyBody: unknown): string[] {
    return this.checkReply(operation, { method: '', url: '', requestBody: undefined, status, replyBody });
  }

  private find(method: string, url: URL): KnownOperation | undefined {
    const version = url.searchParams.get('api-version');
    const path = decodeURIComponent(url.pathname).replace(/^\/{2,}/, '/');
    const fitting = this.operations.filter(
      (known) =>
        known.method === method && known.path.test(path) && (version === null || known.version === version),
    );
    // Of several the one with the fewest variables: "…/listKeys" before "…/{name}".
    return fitting.sort((a, b) => variablesOf(a.path) - variablesOf(b.path))[0];
  }

  private checkRequest({ file, parameters }: KnownOperation, body: unknown): string[] {
    const parameter = parameters.find((one) => one.in === 'body');
    if (!parameter?.schema) {
      return body === undefined ? [] : ['the request has a body, and the operation takes none'];
    }
    if (body === undefined) return parameter.required === true ? ['the request has no body'] : [];
    return this.validate(file, parameter.schema, 'request', body);
  }

  private checkReply({ file, operation }: KnownOperation, { status, replyBody }: Exchange): string[] {
    const response = operation.responses[String(status)] ?? operation.responses.default;
    if (response === undefined) return [`the status ${status} is not described`];
    if (operation.responses[String(status)] === undefined && status < 400) {
      return [
        `the status ${status} is not described; these are: ${Object.keys(operation.responses).join(', ')}`,
      ];
    }
    const placed = this.documents.follow({ file, value: response });
    if (!placed.value.schema) return [];
    // A long-running operation may answer without what it will have made.
    if (replyBody === undefined) return [202, 204].includes(status) ? [] : ['the reply has no body'];
    return this.validate(placed.file, placed.value.schema, 'reply', replyBody);
  }

  private validate(file: string, schema: SwaggerSchema, direction: Direction, body: unknown): string[] {
    const key = `${file} ${direction} ${JSON.stringify(schema)}`;
    let validator = this.validators.get(key);
    if (!validator) {
      const compiled = this.compiler.compile({ file, value: schema }, direction);
      const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
      validator = ajv.compile({ ...compiled, $defs: this.compiler.definitions });
      this.validators.set(key, validator);
    }
    if (validator(body)) return [];
    return (validator.errors ?? [])
      .filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf')
      .map(({ instancePath, message = '', params }) => {
        const more = params as { additionalProperty?: string; allowedValues?: unknown };
        const detail =
          more.additionalProperty ?? (more.allowedValues ? JSON.stringify(more.allowedValues) : '');
        return `${direction}${instancePath} ${message} ${detail}`.trim();
      });
  }
}

/** The query has what is required, and nothing that is not described. */
function checkQuery({ parameters }: KnownOperation, { searchParams }: URL): string[] {
  const described = parameters.filter((one) => one.in === 'query');
  const missing = described
    .filter(({ name, required }) => required === true && name !== 'api-version' && !searchParams.has(name))
    .map(({ name }) => `the query parameter ${name} is missing`);
  const unknown = [...searchParams.keys()]
    .filter((name) => name !== 'api-version' && !described.some((one) => one.name === name))
    .map((name) => `the query parameter ${name} is not described`);
  return [...missing, ...unknown];
}

/** Variables that stand for more than one segment of a path. */
const wide = ['scope', 'resourceId', 'roleAssignmentId', 'roleId', 'parentResourcePath', 'path'];

function patternOf(template: string): RegExp {
  const parts = template.split(/\{(\w+)\}/);
  const source = parts
    .map((part, index) =>
      index % 2 === 0
        ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        : wide.includes(part)
          ? '(.+)'
          : '([^/]+)',
    )
    .join('');
  return new RegExp(`^${source.replace(/^\/\(\.\+\)/, '/?(.+)')}/?$`, 'i');
}

function variablesOf({ source }: RegExp): number {
  return source.split('(').length + (source.includes('(.+)') ? 100 : 0);
}
