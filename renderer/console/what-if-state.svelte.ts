import * as m from '../paraglide/messages.js';
import { formatNumber } from '../charts/look.ts';
import { OperationRun } from '../state/operation.svelte.ts';
import { labelColumn, measuresOf, rowsOfAnswer, columnsOf } from './answer.ts';
import type { EndpointConsole } from './endpoint-console.svelte.ts';
import type { Cell, InputColumn, ReplyProblem, Row } from './types.ts';
import { crossingOf, rowsToTry, valuesToTry, type TriedValue } from './what-if.ts';

/** One point of the curve, with its name. */
interface Point {
  readonly name: string;
  readonly y: number;
}

/** One input that is moved, and what the endpoint says along its way: one request for the whole curve. */
export class WhatIfState {
  name = $state('');
  readonly asking = new OperationRun('endpoint.try');
  private readonly endpoint: EndpointConsole;
  private askedValues = $state.raw<readonly TriedValue[]>([]);
  private answers = $state.raw<readonly Row[]>([]);
  problem = $state.raw<ReplyProblem | null>(null);
  private asked = '';
  private isBusy = false;

  constructor(endpoint: EndpointConsole) {
    this.endpoint = endpoint;
    this.name =
      endpoint.columns.find(({ type }) => type === 'number')?.name ?? endpoint.columns[0]?.name ?? '';
  }

  readonly column: InputColumn | undefined = $derived.by(() =>
    this.endpoint.columns.find(({ name }) => name === this.name),
  );
  /** What the form has for it now. */
  private readonly presentCell: Cell = $derived.by(() => this.endpoint.row[this.name] ?? null);
  readonly tried: readonly TriedValue[] = $derived.by(() =>
    this.column ? valuesToTry(this.column, this.presentCell) : [],
  );
  readonly position = $derived(
    Math.max(
      0,
      this.tried.findIndex(({ isPresent }) => isPresent),
    ),
  );
  readonly measures = $derived.by(() =>
    measuresOf(columnsOf(this.answers), this.answers[0], this.endpoint.deployment?.schema?.positive ?? null),
  );
  readonly labelOnly = $derived(this.answers.length > 0 && this.measures.length === 0);
  readonly x: readonly number[] = $derived(
    this.askedValues.flatMap(({ value }) => (typeof value === 'number' ? value : [])),
  );
  readonly names: readonly string[] = $derived(this.askedValues.map(({ value }) => nameOf(value)));
  readonly lines = $derived.by(() =>
    this.measures.map(({ column, ofClass }) => ({
      label: this.measures.length > 1 ? (ofClass ?? column) : '',
      y: this.answers.map((row) => Number(row[column] ?? NaN)),
    })),
  );
  readonly presentIndex = $derived(this.askedValues.findIndex(({ value }) => value === this.presentCell));
  readonly present: number | undefined = $derived(this.lines[0]?.y[this.presentIndex]);
  readonly presentX = $derived(Number(this.presentCell ?? NaN));
  readonly presentName = $derived(nameOf(this.presentCell));
  readonly presentLabel: Cell = $derived.by(() => {
    const label = this.answers[this.presentIndex]?.[labelColumn];
    return typeof label === 'string' ? label : null;
  });
  readonly least = $derived(this.extreme((a, b) => a < b));
  readonly most = $derived(this.extreme((a, b) => a > b));
  readonly crossing = $derived.by(() => {
    const threshold = this.endpoint.deployment?.schema?.threshold;
    if (typeof threshold !== 'number' || this.column?.type !== 'number' || this.lines.length !== 1)
      return undefined;
    return crossingOf(this.x, this.lines[0].y, threshold);
  });

  /** Asks anew where what the curve depends on has changed. */
  follow(): void {
    const { column, endpoint } = this;
    if (!column || !endpoint.canSendForm) return;
    const rest = { ...endpoint.row, [column.name]: null };
    const key = JSON.stringify([endpoint.deploymentName, column.name, rest]);
    const isInside = this.askedValues.some(({ value }) => value === this.presentCell);
    if (key === this.asked && isInside) return;
    this.asked = key;
    void this.ask();
  }

  async ask(): Promise<void> {
    if (this.isBusy) {
      // The curve that comes is one of an earlier row: it is asked for again then.
      this.asked = '';
      return;
    }
    const { column, endpoint, tried } = this;
    if (!column) return;
    this.isBusy = true;
    const { deploymentName, format, row, timeoutSeconds } = endpoint;
    const rows = rowsToTry(row, column.name, tried);
    this.asking.error = undefined;
    await this.asking.read({
      ...endpoint.place,
      ...(deploymentName !== '' && { deployment: deploymentName }),
      rows,
      format,
      timeoutSeconds,
    });
    this.isBusy = false;
    const reply = this.asking.value;
    this.problem = reply?.problem ?? null;
    const answers = reply && !reply.problem ? rowsOfAnswer(reply.response) : undefined;
    if (answers?.length === rows.length) {
      this.askedValues = tried;
      this.answers = answers;
    }
    if (this.asked === '') this.follow();
  }

  moveTo(position: number): void {
    const value = this.tried[Math.min(this.tried.length - 1, Math.max(0, position))]?.value;
    if (value !== undefined) this.endpoint.typed[this.name] = value === null ? '' : String(value);
  }

  /** To the tried value that is nearest to a place on the axis. */
  moveNear(x: number): void {
    const distance = ({ value }: TriedValue): number => Math.abs(Number(value) - x);
    const nearest = this.tried.reduce(
      (best, one, index) => (distance(one) < distance(this.tried[best]) ? index : best),
      0,
    );
    this.moveTo(nearest);
  }

  private extreme(isBetter: (a: number, b: number) => boolean): Point | undefined {
    const y = this.lines[0]?.y ?? [];
    let best = -1;
    for (const [index, value] of y.entries()) if (best < 0 || isBetter(value, y[best])) best = index;
    return best < 0 ? undefined : { name: this.names[best], y: y[best] };
  }
}

function nameOf(value: Cell): string {
  if (value === null) return m.missing();
  return typeof value === 'number' ? formatNumber(value) : value;
}
