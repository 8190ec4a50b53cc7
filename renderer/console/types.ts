import type { OperationOutput } from '../../electron/contract/operations.ts';

export type Cell = string | number | null;
/** A row of a request or an answer. */
export type Row = Readonly<Record<string, Cell>>;

export type Description = OperationOutput<'endpoint.describe'>;
export type DeploymentView = Description['deployments'][number];
export type ServiceSchema = NonNullable<DeploymentView['schema']>;
/** A column of a request, as the training data had it. */
export type InputColumn = ServiceSchema['columns'][number];
/** A request and what came back. */
export type Invocation = OperationOutput<'endpoint.invoke'>;
export type ReplyProblem = NonNullable<Invocation['problem']>;
export type HistoryEntry = OperationOutput<'endpoint.history'>['entries'][number];
export type Format = 'input_data' | 'web-service';

/** Who is asked: an endpoint of the workspace by its name, or any address by its URL. */
export type Place = { readonly endpoint: string } | { readonly url: string };
