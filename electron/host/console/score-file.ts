import { cancelled } from '../../../engine/errors.ts';
import type { OperationInput, OperationOutput } from '../../contract/operations.ts';
import type { HostContext } from '../context.ts';
import { scoringRequest } from '../scoring-request.ts';
import { listDeployments } from '../../azure/deployments.ts';
import { requireScope } from '../scope.ts';
import { answeredCsv, previewOf } from './answered-csv.ts';
import { ask, type Invocation } from './ask.ts';
import { readFileRows, type FileRows, type RequestRow, type RowAnswer } from './file-rows.ts';
import { resolvePlace, type Place } from './place.ts';
import type { ReplyProblem } from './reply-problem.ts';
import { findSchema } from './service-schema.ts';
import type { ServiceSchema } from './swagger-schema.ts';

type Input = OperationInput<'endpoint.score-file'>;

const mostNamed = 100;

/**
 * Sends the rows of a file in batches, one after the other. A batch that the model refuses is divided until the rows at
 * fault stand alone; what concerns every row (a key, a connection) ends it. Errors: those of `readFileRows`, `cancelled`.
 */
export async function scoreFile(
  input: Input,
  context: HostContext,
): Promise<OperationOutput<'endpoint.score-file'>> {
  const start = performance.now();
  const place = await resolvePlace(context, input);
  const schema = await schemaFor(context, place, input.deployment);
  const rows = readFileRows(input.file, schema?.columns ?? null, input.missingColumns);
  const sender = new BatchSender(context, place, input, rows);
  const problem = await sender.sendAll();
  const { answers, requests } = sender;
  const { rowNumbers, rowCount } = rows.table;
  const failures = answers.flatMap((answer, index) =>
    answer && 'problem' in answer ? [{ row: rowNumbers[index], message: answer.problem }] : [],
  );
  return {
    rows: rowCount,
    answered: answers.filter((answer) => answer && 'answer' in answer).length,
    requests,
    seconds: (performance.now() - start) / 1000,
    leftOut: [...rows.leftOut],
    missing: [...rows.missing],
    failed: failures.slice(0, mostNamed),
    failures: failures.length,
    problem,
    ...previewOf(rows.table, answers),
    csv: answeredCsv(rows.table, answers),
  };
}

/** The schema of the deployment that is asked; without one of the first that has any. */
async function schemaFor(
  context: HostContext,
  place: Place,
  deployment: string | undefined,
): Promise<ServiceSchema | null> {
  if (place.endpoint === undefined) return (await findSchema(context, place)).schema;
  const all = await listDeployments(context.connection, requireScope(context), place.endpoint);
  const [chosen] = deployment === undefined ? all : all.filter(({ name }) => name === deployment);
  return (await findSchema(context, place, chosen)).schema;
}

/** A row that is sent. */
interface BatchRow {
  readonly index: number;
  readonly cells: RequestRow;
}

class BatchSender {
  readonly answers: RowAnswer[];
  requests = 0;
  private readonly context: HostContext;
  private readonly place: Place;
  private readonly input: Input;
  private readonly rows: FileRows;

  constructor(context: HostContext, place: Place, input: Input, rows: FileRows) {
    this.context = context;
    this.place = place;
    this.input = input;
    this.rows = rows;
    this.answers = new Array<RowAnswer>(rows.table.rowCount).fill(undefined);
  }

  /** Sends all rows; returns what has ended it early, if anything has. */
  async sendAll(): Promise<ReplyProblem | null> {
    const { progress, signal } = this.context;
    const { rowCount } = this.rows.table;
    const { batchRows } = this.input;
    for (let first = 0; first < rowCount; first += batchRows) {
      if (signal?.aborted) throw cancelled();
      progress(`Scored ${first} of ${rowCount} rows`, first / rowCount);
      const batch: BatchRow[] = [];
      for (let index = first; index < Math.min(first + batchRows, rowCount); index++) {
        const row = this.rows.row(index);
        if ('problem' in row) this.answers[index] = row;
        else batch.push({ index, cells: row.cells });
      }
      const problem = await this.send(batch);
      if (problem) return problem;
    }
    return null;
  }

  private async send(batch: readonly BatchRow[]): Promise<ReplyProblem | null> {
    if (batch.length === 0) return null;
    const { deployment, format, timeoutSeconds } = this.input;
    this.requests++;
    const body = scoringRequest(
      batch.map(({ cells }) => cells),
      format,
    );
    const reply = await ask(this.context, this.place, { body, deployment, timeoutSeconds });
    if (!reply.problem) return this.take(batch, reply);
    if (reply.problem.code !== 'model-refused') return reply.problem;
    if (batch.length === 1) {
      this.answers[batch[0].index] = { problem: reply.problem.message };
      return null;
    }
    const half = batch.length >> 1;
    return (await this.send(batch.slice(0, half))) ?? (await this.send(batch.slice(half)));
  }

  private take(batch: readonly BatchRow[], { response }: Invocation): ReplyProblem | null {
    const answers = rowsOfAnswer(response);
    if (answers?.length !== batch.length) {
      return {
        code: 'status',
        message: `The endpoint gave ${answers?.length ?? 0} answers to ${batch.length} rows.`,
        hint: 'Send one row as JSON, and look at its answer.',
      };
    }
    for (const [at, { index }] of batch.entries()) this.answers[index] = { answer: answers[at] };
    return null;
  }
}

/** The rows of an answer in either format; a plain value becomes a column of its own. */
function rowsOfAnswer(response: unknown): RequestRow[] | undefined {
  const inner = (response as { Results?: { WebServiceOutput0?: unknown } } | null)?.Results
    ?.WebServiceOutput0;
  const list = inner ?? response;
  if (!Array.isArray(list)) return undefined;
  return list.map((row) =>
    typeof row === 'object' && row !== null ? (row as RequestRow) : { answer: row as RequestRow[string] },
  );
}
