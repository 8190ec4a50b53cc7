import { EngineError } from '../../../engine/errors.ts';
import type { PlaygroundFile, PlaygroundTable } from '../../../engine/playground/playground-file.ts';
import { taskOfLearner, type LearnerChoice, type TrainingSetup } from '../../../engine/playground/setup.ts';
import type { ShapeName, ShapeOptions } from '../../../engine/playground/shapes.ts';
import type { TableSource } from '../../state/table-source.ts';
import type { Axes, FileSource, Frame, OpenedTable, Prepared } from '../../workers/playground/messages.ts';
import {
  likelyLabel,
  tasksOf,
  usableAxes,
  usualFeatures,
  usualLearner,
  usualSetup,
} from '../core/defaults.ts';
import { placeOf, type Place } from '../core/places.ts';
import { shapeSource, standardShape, usualLabel } from '../core/tables.ts';
import { Thread } from './client.ts';
import { newLane, withFrame, type LaneView } from './lane-view.ts';

/** How fast training goes: steps in a second. */
export const speeds = { slow: 2, medium: 12, full: null } as const;
export type Speed = keyof typeof speeds;

/** `ready` to be trained, `stopped` on its way, or `done`. */
export type Phase = 'empty' | 'reading' | 'preparing' | 'ready' | 'training' | 'stopped' | 'done';

/** Settings that are typed are tried out when the typing pauses. */
const settleMs = 180;

/** The playground: what was chosen, and how the training stands. It outlives the page. */
export class Playground {
  table = $state.raw<PlaygroundTable>({ kind: 'shape', shape: 'moons', options: standardShape('moons') });
  opened = $state.raw<OpenedTable>();
  setup = $state.raw<TrainingSetup>();
  learners = $state.raw<readonly LearnerChoice[]>([]);
  axes = $state.raw<Axes>({ x: '', y: null });
  prepared = $state.raw<Prepared>();
  lanes = $state.raw<readonly LaneView[]>([]);
  phase = $state<Phase>('empty');
  speed = $state<Speed>('medium');
  problem = $state.raw<{ readonly at: Place; readonly error: EngineError }>();
  /** What a file brought that the table has not: such as a table that must be chosen. */
  awaited = $state.raw<PlaygroundFile>();

  /** The file of the table. */
  source: FileSource | undefined;
  readonly thread = new Thread((error) => this.lost(error));
  /** Grows with each change; answers to an earlier state of the page are not heard. */
  private change = 0;
  /** Grows with each order to go. */
  private order = 0;
  private settling: ReturnType<typeof setTimeout> | undefined;

  readonly task = $derived(this.learners.length > 0 ? taskOfLearner(this.learners[0].component) : undefined);
  readonly label = $derived(this.opened?.columns.find(({ profile }) => profile.name === this.setup?.label));
  readonly tasks = $derived(this.label ? tasksOf(this.label) : []);
  /** The step of the learner that has gone furthest. */
  readonly step = $derived(Math.max(0, ...this.lanes.map(({ step }) => step)));

  /** Opens the page: what was there before is there again. */
  async enter(): Promise<void> {
    if (this.phase === 'empty') await this.openShape('moons', standardShape('moons'));
  }

  async openShape(shape: ShapeName, options: ShapeOptions): Promise<void> {
    await this.open({ kind: 'shape', shape, options }, shapeSource(shape, options));
  }

  async openBuiltIn(name: string, source: () => Promise<TableSource>): Promise<void> {
    await this.open({ kind: 'built-in', name }, await source());
  }

  /** Opens a file of the learner's; where a playground waits for its table, it must be that one. */
  async openFile(file: File): Promise<void> {
    await this.open({ kind: 'file', name: file.name, fingerprint: '' }, { name: file.name, bytes: file });
  }

  /** Reads a table; if it cannot be read the one before stays. */
  async open(table: PlaygroundTable, source: FileSource): Promise<boolean> {
    const change = this.begin('reading');
    try {
      const opened = await this.thread.ask('open', source);
      if (change !== this.change) return false;
      this.source = source;
      this.table = table.kind === 'file' ? { ...table, fingerprint: opened.fingerprint } : table;
      const before = this.opened;
      this.opened = opened;
      // A shape that is made anew keeps what was chosen.
      const isAlike = before !== undefined && columnsOf(before) === columnsOf(opened);
      if (!isAlike || this.task === undefined || !this.tasks.includes(this.task))
        this.choose(usualSetup(opened, usualLabel(table) ?? likelyLabel(opened)));
    } catch (error) {
      this.fail(error, change, 'table');
      return false;
    }
    return this.prepare();
  }

  /** Predicts another column, with all others as features. */
  predict(label: string): void {
    if (!this.opened || !this.setup) return;
    this.choose({ ...this.setup, label, positive: '', features: usualFeatures(this.opened, label) });
    void this.prepare();
  }

  /** Changes what is trained; the training begins anew. */
  set(changes: Partial<TrainingSetup>): void {
    if (!this.setup || !this.opened) return;
    this.setup = { ...this.setup, ...changes };
    this.axes = usableAxes(this.opened, this.setup.features, this.axes);
    this.settle();
  }

  /** Takes other learners, for another task perhaps. */
  setLearners(learners: readonly LearnerChoice[]): void {
    this.learners = learners;
    this.settle();
  }

  /** Takes another learner, or other settings of it; `undefined` takes the second one away. */
  setLearner(lane: number, learner: LearnerChoice | undefined): void {
    const learners = [...this.learners];
    if (learner) learners[lane] = learner;
    else learners.splice(lane, 1);
    const task = taskOfLearner(learners[0].component);
    this.setLearners(learners.filter(({ component }) => taskOfLearner(component) === task));
  }

  /** Shows two other features. */
  async turn(axes: Axes): Promise<void> {
    this.axes = axes;
    const change = this.change;
    try {
      const picture = await this.thread.ask('turn', { ...axes });
      if (change !== this.change || !this.prepared) return;
      this.prepared = { ...this.prepared, ...picture };
      this.lanes = this.lanes.map((lane) => ({ ...lane, grid: undefined }));
      if (this.phase !== 'training') await this.thread.ask('show');
    } catch (error) {
      this.fail(error, change);
    }
  }

  /** Trains on until it is paused or done, or to a step. */
  async train(until: number | null = null): Promise<void> {
    const pace = { perSecond: until === null ? speeds[this.speed] : null, isQuiet: this.isQuiet, until };
    await this.go(() => this.thread.ask('play', pace));
  }

  /** Trains one step. */
  async trainStep(): Promise<void> {
    await this.go(() => this.thread.ask('step'));
  }

  async pause(): Promise<void> {
    if (this.phase === 'training') await this.thread.ask('pause').catch(() => undefined);
  }

  /** Forgets what was learnt. */
  async restart(): Promise<void> {
    await this.prepare();
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    if (this.phase === 'training') void this.train();
  }

  /** Begins again with a new thread after the old one has ended; nothing that was chosen is lost. */
  async recover(): Promise<void> {
    if (!this.source) {
      this.phase = 'empty';
      await this.enter();
    } else {
      await this.open(this.table, this.source);
    }
  }

  /** Takes over all that a file says; its table is there already. */
  async take({ setup, learners, axes, steps }: PlaygroundFile): Promise<void> {
    this.setup = setup;
    this.learners = learners;
    this.axes = axes;
    if ((await this.prepare()) && steps > 0) await this.train(steps);
  }

  /** Says at its place what went wrong. */
  fail(error: unknown, change = this.change, place?: Place): void {
    if (change !== this.change) return;
    if (!(error instanceof EngineError)) throw error;
    // The thread itself has said so already.
    if (error.code === 'playground-stopped') return;
    this.problem = { at: place ?? placeOf(error.code), error };
    this.phase = this.prepared ? 'ready' : this.opened ? 'stopped' : 'empty';
  }

  private get isQuiet(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  private choose(setup: TrainingSetup): void {
    this.setup = setup;
    if (!this.opened) return;
    const column = this.opened.columns.find(({ profile }) => profile.name === setup.label);
    const tasks = column ? tasksOf(column) : [];
    if (tasks.length > 0 && (this.task === undefined || !tasks.includes(this.task))) {
      this.learners = [usualLearner(tasks[0])];
    }
    this.axes = usableAxes(this.opened, setup.features, { x: '', y: null });
  }

  private begin(phase: Phase): number {
    clearTimeout(this.settling);
    this.problem = undefined;
    this.phase = phase;
    return ++this.change;
  }

  private settle(): void {
    clearTimeout(this.settling);
    this.change++;
    this.phase = 'preparing';
    this.settling = setTimeout(() => void this.prepare(), settleMs);
  }

  /** Divides the rows; what was trained before is given up. */
  private async prepare(): Promise<boolean> {
    const change = this.begin('preparing');
    const { setup, learners, axes } = this;
    this.lanes = learners.map(newLane);
    if (!setup || setup.features.length === 0) {
      this.prepared = undefined;
      this.phase = 'stopped';
      return false;
    }
    try {
      const prepared = await this.thread.ask('prepare', plain({ setup, learners, axes }));
      if (change !== this.change) return false;
      this.prepared = prepared;
      this.phase = 'ready';
      return true;
    } catch (error) {
      if (change === this.change) this.prepared = undefined;
      this.fail(error, change);
      return false;
    }
  }

  private async go(work: () => Promise<void>): Promise<void> {
    const { change } = this;
    const isNew = this.phase === 'ready';
    this.phase = 'training';
    this.problem = undefined;
    const order = ++this.order;
    try {
      if (isNew) await this.thread.ask('begin', (frame) => this.draw(frame, change));
      await work();
    } catch (error) {
      this.fail(error, change);
      return;
    }
    if (change !== this.change || order !== this.order) return;
    this.phase = this.lanes.every(({ isDone }) => isDone) ? 'done' : 'stopped';
  }

  /** Shows a frame; the thread sends the next one when this one is on the screen. */
  private async draw(frame: Frame, change: number): Promise<void> {
    if (change !== this.change) return;
    this.lanes = withFrame(this.lanes, frame);
    if (!document.hidden) await new Promise((resolve) => requestAnimationFrame(resolve));
  }

  private lost(error: EngineError): void {
    this.change++;
    this.problem = { at: 'thread', error };
    this.phase = 'stopped';
  }
}

const columnsOf = ({ columns }: OpenedTable): string =>
  columns.map(({ profile }) => `${profile.kind} ${profile.name}`).join('\n');

/** What goes to the thread, without what a page's state wraps around it. */
export function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

export const playground = new Playground();
