import type { ErrorReply } from '../../electron/contract/reply.ts';
import { OperationRun } from '../state/operation.svelte.ts';
import { requestOf, rowsOfAnswer } from './answer.ts';
import { canSend, rowOf, startTexts } from './row-form.ts';
import { checkRequest } from './request-check.ts';
import type {
  DeploymentView,
  Description,
  Format,
  HistoryEntry,
  InputColumn,
  Invocation,
  Place,
  Row,
} from './types.ts';

/** The way in which a request is made. */
export type RequestKind = 'form' | 'json';

/** One endpoint on a page: what it takes, what is typed for it, what it has answered last. */
export class EndpointConsole {
  readonly place: Place;
  description = $state.raw<Description>();
  /** The deployment that is asked; empty where the traffic decides. */
  deploymentName = $state('');
  /** What was typed into the form, by column. */
  typed = $state<Record<string, string>>({});
  body = $state('');
  format = $state<Format>('web-service');
  timeoutSeconds = $state(60);
  /** How the last request was made. */
  kind = $state<RequestKind>('form');
  history = $state.raw<readonly HistoryEntry[]>([]);
  readonly invoke = new OperationRun('endpoint.invoke');
  private readonly describing = new OperationRun('endpoint.describe');
  private readonly reading = new OperationRun('endpoint.history');
  /** What the form begins with, where a lesson suggests it. */
  private readonly suggested: Row | undefined;
  private isOpened = false;
  /** The request of the history that was sent last, where it was one. */
  private replayed: HistoryEntry | undefined;

  constructor(place: Place, suggested?: Row) {
    this.place = place;
    this.suggested = suggested;
  }

  readonly deployment: DeploymentView | undefined = $derived.by(() => {
    const all = this.description?.deployments ?? [];
    return all.find(({ name }) => name === this.deploymentName) ?? mostAsked(all);
  });
  readonly columns: readonly InputColumn[] = $derived.by(
    () =>
      this.deployment?.schema?.columns ??
      (this.description && this.suggested ? columnsOfRow(this.suggested) : []),
  );
  private readonly begin = $derived.by(() => startTexts(this.columns, this.suggested));
  /** What stands in the form: what was typed, and typical values where nothing was. */
  readonly texts: Readonly<Record<string, string>> = $derived({ ...this.begin, ...this.typed });
  readonly row: Row = $derived(rowOf(this.columns, this.texts));
  /** The row that the form begins with. */
  readonly startRow: Row = $derived(rowOf(this.columns, this.begin));
  readonly canSendForm = $derived(this.columns.length > 0 && canSend(this.columns, this.texts));
  readonly check = $derived(checkRequest(this.body, this.columns));
  /** The rows of the request that stands on the page. */
  readonly rows: readonly Row[] = $derived(
    this.kind === 'json' && this.check.kind === 'good' ? this.check.rows : [this.row],
  );
  /** Whether the request that stands on the page has rows that can be sent. */
  readonly hasRows = $derived(this.kind === 'json' ? this.check.kind === 'good' : this.canSendForm);
  readonly last: Invocation | undefined = $derived(this.invoke.value);
  readonly answers = $derived(this.last && !this.last.problem ? rowsOfAnswer(this.last.response) : undefined);
  readonly isWorking = $derived(this.invoke.isRunning);

  get error(): ErrorReply | undefined {
    return this.describing.error;
  }

  /** Reads what the endpoint takes; what is typed already stays. */
  async open(): Promise<void> {
    this.describing.error = undefined;
    await this.describing.read({ ...this.place });
    const description = this.describing.value;
    if (!description) return;
    this.description = description;
    const isThere = description.deployments.some(({ name }) => name === this.deploymentName);
    // Afterwards an empty name is the learner's choice: the traffic decides.
    if (!this.isOpened || (this.deploymentName !== '' && !isThere)) {
      this.deploymentName = mostAsked(description.deployments)?.name ?? '';
    }
    this.isOpened = true;
    if (this.body === '') this.takeFormAsBody();
    await this.readHistory();
  }

  /** The form's row as JSON. */
  takeFormAsBody(): void {
    const rows = this.columns.length > 0 ? [this.row] : [{}];
    this.body = JSON.stringify(requestOf(rows, this.format), null, 2);
  }

  /** The body that is typed in the other format, where it can be read. */
  changeFormat(format: Format): void {
    const { check } = this;
    this.format = format;
    if (check.kind === 'not-json' || check.kind === 'other-shape') return;
    const rows = check.kind === 'good' ? check.rows : checkRows(this.body);
    if (rows) this.body = JSON.stringify(requestOf(rows, format), null, 2);
  }

  /** Fills the form with a row. */
  fill(row: Row): void {
    this.typed = startTexts(this.columns, row);
  }

  /** Asks for the form's row, or for the body as it is typed. */
  async send(kind: RequestKind = this.kind): Promise<boolean> {
    this.kind = kind;
    this.replayed = undefined;
    const asked = kind === 'json' ? { body: this.body } : { rows: [this.row], format: this.format };
    return this.ask(asked);
  }

  /** Sends a request of the history again, as it was. */
  replay(entry: HistoryEntry): Promise<boolean> {
    this.replayed = entry;
    return this.ask({ body: entry.request ?? '' }, entry.asked ?? '');
  }

  /** Sends again what was sent last: the request of the history, or what now stands on the page. */
  again(): Promise<boolean> {
    return this.replayed ? this.replay(this.replayed) : this.send();
  }

  /** Puts a request of the history where requests are written. */
  use(entry: HistoryEntry): RequestKind {
    this.body = entry.request ?? '';
    const { check } = this;
    if (entry.asked !== null) this.deploymentName = entry.asked;
    if (check.kind === 'good') this.format = check.format;
    const isOne = check.kind === 'good' && check.rows.length === 1;
    if (check.kind === 'good' && isOne) this.fill(check.rows[0]);
    this.kind = isOne ? 'form' : 'json';
    return this.kind;
  }

  async clearHistory(): Promise<void> {
    await new OperationRun('endpoint.clear-history').read({ ...this.place });
    this.history = [];
  }

  async readHistory(): Promise<void> {
    await this.reading.read({ ...this.place });
    this.history = this.reading.value?.entries ?? [];
  }

  private async ask(asked: Record<string, unknown>, deployment = this.deploymentName): Promise<boolean> {
    const hasCome = await this.invoke.start({
      ...this.place,
      ...(deployment !== '' && { deployment }),
      ...asked,
      timeoutSeconds: this.timeoutSeconds,
    });
    await this.readHistory();
    return hasCome && !this.invoke.value?.problem;
  }
}

/** The deployment that most requests go to; of equals the first. */
function mostAsked(all: readonly DeploymentView[]): DeploymentView | undefined {
  return all.reduce<DeploymentView | undefined>(
    (most, one) => (most && most.traffic >= one.traffic ? most : one),
    undefined,
  );
}

function checkRows(body: string): readonly Row[] | undefined {
  const check = checkRequest(body, undefined);
  return check.kind === 'good' ? check.rows : undefined;
}

/** The columns of a row that is suggested, where nobody says what the model takes. */
function columnsOfRow(row: Row): InputColumn[] {
  return Object.entries(row).map(([name, value]) =>
    typeof value === 'number'
      ? { name, type: 'number', minimum: null, maximum: null, example: value }
      : { name, type: 'category', levels: null, example: value },
  );
}
