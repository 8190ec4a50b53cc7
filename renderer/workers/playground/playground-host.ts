import { createPlane, type BoundaryPlane } from '../../../engine/playground/boundary.ts';
import { fingerprint } from '../../../engine/playground/fingerprint.ts';
import { prepareParts, type Parts } from '../../../engine/playground/parts.ts';
import { setupPipeline, taskOfLearner, untrainedModel } from '../../../engine/playground/setup.ts';
import { profileColumn } from '../../../engine/table/profile.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { columnNames, dropColumns, getColumn, type Table } from '../../../engine/table/table.ts';
import { asTextColumns } from '../../../engine/table/text-columns.ts';
import { distinctLabels, encodeLabels } from '../../../engine/train/labels.ts';
import { trySeveral, type TryEntry } from '../../../engine/try-several/try-several.ts';
import { Lane } from './lane.ts';
import type {
  Axes,
  FileSource,
  Frame,
  OpenedTable,
  Pace,
  Plane,
  Prepared,
  PrepareRequest,
  ShownRows,
  TryRequest,
  TryResult,
} from './messages.ts';
import { baselineScore, classesOfPart, mostClasses, pickShown, placeRows } from './shown-rows.ts';
import { mostMeasuredRows } from '../../../engine/playground/live-run.ts';

/** Cells of the picture along a number. */
const planeSize = 60;
/** The thread listens at least this often. */
const listenEveryMs = 30;

interface Ready {
  readonly request: PrepareRequest;
  readonly parts: Parts;
  readonly classes: readonly string[];
  readonly shown: { readonly table: Table; readonly training: number };
  plane: BoundaryPlane;
}

/** The playground away from the thread that draws: a table, its two parts, and one or two learners on their way. */
export class PlaygroundHost {
  private readonly startLearning: () => Promise<void>;
  private table: Table | undefined;
  private ready: Ready | undefined;
  private lanes: Lane[] = [];
  private onFrame: ((frame: Frame) => Promise<void>) | undefined;
  /** Grows with each order to go or to stop; a loop of an earlier order ends. */
  private order = 0;
  private isSending = false;
  private trying: AbortController | undefined;
  /** The frames so far are drawn. */
  private shown = Promise.resolve();

  /** `startLearning` is called before something is trained. */
  constructor(startLearning: () => Promise<void>) {
    this.startLearning = startLearning;
  }

  /** Reads a table. Errors: those of `readCsv`. */
  async open(source: FileSource): Promise<OpenedTable> {
    const { name, options = {}, dropColumns: dropped = [], textColumns = [] } = source;
    const bytes =
      source.bytes instanceof Uint8Array ? source.bytes : new Uint8Array(await source.bytes.arrayBuffer());
    const { table, warnings, dialect } = readCsv({ name, open: () => [bytes] }, options);
    this.stop();
    this.trying?.abort();
    this.table = asTextColumns(dropColumns(table, dropped), textColumns);
    this.ready = undefined;
    const columns = this.table.columns.map((column) => {
      const labels = distinctLabels(column, mostClasses);
      return {
        profile: profileColumn(column, { bins: 12, levels: 8 }),
        classes: labels.length <= mostClasses ? labels : null,
      };
    });
    return { rows: this.table.rowCount, columns, warnings, dialect, fingerprint: fingerprint(bytes) };
  }

  /** A short name for the content of a file. */
  async fingerprintOf(file: Blob): Promise<string> {
    return fingerprint(new Uint8Array(await file.arrayBuffer()));
  }

  /** Divides and cleans the rows. What was trained before is given up. Errors: those of the components. */
  async prepare(request: PrepareRequest): Promise<Prepared> {
    this.stop();
    const { setup, learners, axes } = request;
    const task = taskOfLearner(learners[0].component);
    // Of a table with one class alone the label is to blame, not the split.
    if (this.table && task === 'binary') {
      encodeLabels(getColumn(this.table, setup.label), setup.positive === '' ? undefined : setup.positive);
    }
    const pipeline = setupPipeline(setup, learners[0], 'data');
    const parts = await prepareParts(pipeline, this.table ? { data: this.table } : {});
    const classes = classesOfPart(parts.training, setup, task);
    const plane = createPlane(parts.training, setup.features, axes.x, axes.y ?? undefined, planeSize);
    this.ready = { request, parts, classes, plane, shown: pickShown(parts) };
    const measured = (part: Table): number => Math.min(part.rowCount, mostMeasuredRows);
    return {
      task,
      classes,
      rows: { training: parts.training.rowCount, testing: parts.testing.rowCount },
      measured: { training: measured(parts.training), testing: measured(parts.testing) },
      baseline: baselineScore(parts, setup.label, classes),
      ...this.picture(),
    };
  }

  /** Shows two other features; frames of what was trained follow. */
  turn(axes: Axes): { readonly plane: Plane; readonly shown: ShownRows } {
    const ready = this.prepared();
    const { features } = ready.request.setup;
    ready.plane = createPlane(ready.parts.training, features, axes.x, axes.y ?? undefined, planeSize);
    return this.picture();
  }

  /** Starts the learners anew; frames go to `onFrame`, which says when the page has drawn one. */
  async begin(onFrame: (frame: Frame) => Promise<void>): Promise<void> {
    const { request, parts } = this.prepared();
    this.stop();
    this.onFrame = onFrame;
    await this.startLearning();
    const { label, positive } = request.setup;
    for (const [index, choice] of request.learners.entries()) {
      const learner = await untrainedModel(choice);
      const isBinary = taskOfLearner(choice.component) === 'binary';
      const options = { learner, label, ...(isBinary && positive !== '' && { positive }) };
      this.lanes.push(await Lane.start(index, parts, options));
    }
  }

  /** Trains on until it is told to stop, all learners are done, or a step is reached. */
  async play({ perSecond, isQuiet, until }: Pace): Promise<void> {
    const order = ++this.order;
    let listened = performance.now();
    while (order === this.order && !this.isAt(until)) {
      const begun = performance.now();
      await this.advance();
      if (!isQuiet) this.send();
      const pause = perSecond === null ? 0 : 1000 / perSecond - (performance.now() - begun);
      if (pause > 0 || performance.now() - listened > listenEveryMs) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause)));
        listened = performance.now();
      }
    }
    if (order === this.order) await this.show();
  }

  /** Trains one step on. */
  async step(): Promise<void> {
    this.order++;
    await this.advance();
    await this.show();
  }

  /** Stops where it is, and shows it. */
  async pause(): Promise<void> {
    this.order++;
    await this.show();
  }

  /** Tries many learners by cross-validation; `onEntry` hears of each, and how many there will be. */
  async trySeveral(
    { setup, task, folds }: TryRequest,
    onEntry: (entry: TryEntry, all: number) => unknown,
  ): Promise<TryResult> {
    if (!this.table) throw new RangeError('No table is open.');
    this.order++;
    const { label, positive, features, missing, seed } = setup;
    const chosen = new Set([label, ...features]);
    const controller = (this.trying = new AbortController());
    await this.startLearning();
    const { rows, baseline } = await trySeveral(this.table, {
      label,
      task,
      ...(task === 'binary' && positive !== '' && { positive }),
      drop: columnNames(this.table).filter((name) => !chosen.has(name)),
      missing,
      folds,
      seed,
      signal: controller.signal,
      onProgress: (entry, all) => void onEntry(entry, all),
    });
    return { rows, baseline };
  }

  /** Stops trying; what was tried has been told. */
  cancelTry(): void {
    this.trying?.abort();
  }

  /** The model of a learner as it stands, as JSON. */
  model(lane: number): unknown {
    return this.lanes[lane]?.run.model;
  }

  /** Sends a frame of each learner, and waits until it is drawn. */
  show(): Promise<void> {
    // One after the other: the page draws one frame at a time.
    return (this.shown = this.shown.then(() => this.showNow()));
  }

  private stop(): void {
    this.order++;
    for (const { run } of this.lanes) run.dispose();
    this.lanes = [];
  }

  private async showNow(): Promise<void> {
    const { plane, shown } = this.prepared();
    for (const lane of this.lanes) {
      if (lane.run.step > 0) await this.onFrame?.(lane.frame(plane, shown.table));
    }
  }

  private isAt(until: number | null): boolean {
    return this.lanes.every(({ run }) => run.isDone || (until !== null && run.step >= until));
  }

  private async advance(): Promise<void> {
    for (const lane of this.lanes) await lane.advance();
  }

  /** Sends frames where the page has drawn the last ones; training goes on meanwhile. */
  private send(): void {
    if (this.isSending) return;
    this.isSending = true;
    void this.show().finally(() => (this.isSending = false));
  }

  private picture(): { plane: Plane; shown: ShownRows } {
    const { plane, shown, request, classes } = this.prepared();
    const { x, y, width, height } = plane;
    return {
      plane: { x, y: y ?? null, width, height },
      shown: { ...placeRows(shown.table, plane, request.setup.label, classes), training: shown.training },
    };
  }

  private prepared(): Ready {
    if (!this.ready) throw new RangeError('Nothing is prepared yet.');
    return this.ready;
  }
}
