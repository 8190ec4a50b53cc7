import type { CallName, CallOutput } from '../../electron/contract/bridge.ts';
import type { ErrorReply } from '../../electron/contract/reply.ts';
import type {
  CheckView,
  LessonView,
  SessionOutput,
  StepView,
  WorkView,
} from '../../electron/contract/session.ts';
import { bridge } from '../bridge/bridge.ts';
import { getLocale } from '../paraglide/runtime.js';

/** What a step's checks have found last. */
export interface StepChecks {
  readonly checks: readonly CheckView[];
  readonly done: boolean;
  readonly at: number;
}

/** The pages of the app. */
export type Page = 'home' | 'lesson' | 'designer' | 'playground' | 'console' | 'studio' | 'faults';

/** All that the app shows, and what can be done with it. */
class SessionState {
  overview = $state<SessionOutput<'session.read'>>();
  lesson = $state<LessonView>();
  /** The id of the step on the page. */
  stepId = $state('');
  page = $state<Page>('home');
  checks = $state<Record<string, StepChecks>>({});
  isChecking = $state(false);
  /** Whether the step is being prepared: what it puts in the learner's way must be there before they begin. */
  isEntering = $state(false);
  /** Grows when the page of a step begins anew. */
  visit = $state(0);
  work = $state<Record<string, WorkView>>({});
  /** The operation whose calls are shown. */
  shown = $state<{ operation: string; input: Record<string, unknown> }>();
  isDrawerOpen = $state(false);
  /** Why the page itself cannot be shown. */
  problem = $state<ErrorReply>();
  /** What a screen reader is told. */
  announcement = $state('');

  readonly step = $derived(this.lesson?.steps.find(({ id }) => id === this.stepId));
  readonly running = $derived(Object.values(this.work).filter(({ state }) => state === 'running'));
  readonly position = $derived(this.lesson?.steps.findIndex(({ id }) => id === this.stepId) ?? -1);
  readonly nextStep = $derived(this.lesson?.steps[this.position + 1]);

  /** Reads where the learner is, and goes there. */
  async start(): Promise<void> {
    const overview = await this.ask('session.read', { language: getLocale() });
    if (!overview) return;
    this.overview = overview;
    this.work = Object.fromEntries(overview.work.map((work) => [work.id, work]));
    bridge.subscribe(0, ({ work }) => this.follow(work));
    if (overview.open) await this.openLesson(overview.open.pack);
  }

  async openLesson(pack: string, step?: string): Promise<void> {
    const lesson = await this.ask('lesson.open', { pack, language: getLocale() });
    if (!lesson) return;
    this.lesson = lesson;
    this.page = 'lesson';
    await this.goTo(step ?? lesson.step);
  }

  async goTo(id: string): Promise<void> {
    const { lesson } = this;
    if (!lesson) return;
    this.page = 'lesson';
    this.stepId = id;
    const [action] = this.step?.actions ?? [];
    this.show(action?.operation);
    this.problem = undefined;
    const main = document.querySelector('main');
    main?.scrollTo(0, 0);
    // Who plays with the keyboard goes on at the head of the new page.
    main?.focus({ preventScroll: true });
    await this.enter(() => this.ask('step.enter', { pack: lesson.pack, step: id }));
    await this.look();
  }

  /** Waits until a step can begin; of two steps the later one counts. */
  private async enter<Value>(work: () => Promise<Value>): Promise<Value> {
    const entry = ++this.entries;
    this.isEntering = true;
    const value = await work();
    if (entry === this.entries) this.isEntering = false;
    return value;
  }

  /** Shows the calls of an operation of this step. */
  show(operation: string | undefined): void {
    const action = this.step?.actions.find((one) => one.operation === operation);
    this.shown = action && { operation: action.operation, input: action.input };
  }

  /** Looks at the world again: is the step done? */
  async look(): Promise<void> {
    const { lesson, stepId } = this;
    if (!lesson) return;
    this.isChecking = true;
    const look = ++this.looks;
    const found = await this.ask('step.check', {
      pack: lesson.pack,
      step: stepId,
      language: getLocale(),
    });
    // A look that was overtaken by a later one tells of a world that was.
    if (look !== this.looks) return;
    this.isChecking = false;
    if (!found) return;
    const wasDone = this.checks[stepId]?.done ?? false;
    this.checks[stepId] = { ...found, at: Date.now() };
    const state: StepView['state'] = found.done ? 'done' : 'open';
    for (const step of lesson.steps) {
      if (step.id === stepId && step.state !== 'skipped') step.state = state;
    }
    if (found.done && !wasDone) this.announcement = this.step?.title ?? '';
  }

  /** Shows all lessons, and how far each is. */
  async goHome(): Promise<void> {
    this.overview = (await this.ask('session.read', { language: getLocale() })) ?? this.overview;
    this.page = 'home';
  }

  /** Takes back what was made in a step on this machine. */
  async resetStep(step: string): Promise<void> {
    const pack = this.lesson?.pack;
    if (!pack || !(await this.enter(() => this.ask('step.reset', { pack, step })))) return;
    await this.refresh();
    this.visit++;
    await this.look();
  }

  /** Begins a lesson again with new names. */
  async restart(pack: string): Promise<void> {
    if (!(await this.ask('lesson.restart', { pack }))) return;
    this.checks = {};
    await this.openLesson(pack);
  }

  /** Goes on with an earlier attempt. */
  async takeUpAttempt(pack: string, suffix: string): Promise<void> {
    if (!(await this.ask('lesson.take-up', { pack, suffix }))) return;
    this.checks = {};
    await this.openLesson(pack);
  }

  /** Goes on although the lesson has changed. */
  async keepAttempt(pack: string): Promise<void> {
    if (await this.ask('lesson.keep', { pack })) await this.refresh();
  }

  /** The learner works elsewhere from now on: other names, other steps that are done. */
  async changeWorld(): Promise<void> {
    this.overview = (await this.ask('session.read', { language: getLocale() })) ?? this.overview;
    await this.refresh();
    await this.look();
    // What was found of other steps was found in the other world.
    this.checks = Object.fromEntries(Object.entries(this.checks).filter(([id]) => id === this.stepId));
  }

  /** Reads the lesson again: answers and names may have changed. */
  async refresh(): Promise<void> {
    if (!this.lesson) return;
    const lesson = await this.ask('lesson.open', { pack: this.lesson.pack, language: getLocale() });
    if (lesson) this.lesson = lesson;
  }

  /** Asks the host; where it cannot answer, the page says why. */
  async ask<Name extends CallName>(name: Name, input: unknown): Promise<CallOutput<Name> | undefined> {
    const reply = await bridge.call(name, input);
    if (reply.ok) {
      if (this.problem?.code === 'host-lost') this.problem = undefined;
      return reply.value;
    }
    this.problem = reply.error;
    return undefined;
  }

  /** How often the world was looked at. */
  private looks = 0;
  private entries = 0;

  private follow(work: WorkView): void {
    this.work[work.id] = work;
    if (work.state !== 'running' && work.step === this.stepId && work.operation !== 'quiz.answer') {
      void this.look();
    }
  }
}

export const session = new SessionState();
