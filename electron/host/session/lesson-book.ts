import { readdirSync } from 'node:fs';
import type { FileRef } from '../../contract/bridge.ts';
import type { ErrorReply } from '../../contract/reply.ts';
import type { CheckView, LessonView, SessionOutput, StepView } from '../../contract/session.ts';
import type { Lesson, Step } from '../../../lessons/format/lesson.ts';
import { resolveValues, type Resolution } from '../../../lessons/format/values.ts';
import type { Store } from '../../store/store.ts';
import { lessonNotFound, stepNotFound } from '../errors.ts';
import type { Host } from '../host.ts';
import { beginAttempt, type Attempt } from '../lesson/attempt.ts';
import { createSuffix, lessonContext, openPack, resolutionOf, type OpenPack } from '../lesson/open-lesson.ts';
import { playLesson } from '../lesson/play-lesson.ts';

import { resources } from '../resources.ts';
import { version } from '../version.ts';
import { Attempts, type AttemptPlace } from './attempts.ts';
import type { SessionFiles } from './files.ts';
import { leaveStep, prepareStep, type SetupPlace } from './step-setup.ts';
import { lessonCard } from './lesson-card.ts';
import { checkColumns, lessonTable } from './lesson-table.ts';

/** What is kept of a learner's way through a lesson beside the attempt itself. */
interface Bookmark {
  readonly step: string;
  readonly skipped: readonly string[];
  /** The learner's own table. */
  readonly table: string | null;
  readonly seed: number;
  /** The step whose setup was done last. */
  readonly prepared?: string | null;
}

/** The lessons on this machine, and where the learner is in each. */
export class LessonBook {
  private readonly host: Host;
  private readonly store: Store;
  private readonly files: SessionFiles;
  private readonly packs: ReadonlyMap<string, OpenPack>;
  private readonly attempts: Attempts;
  /** The pack that is open. */
  current: string | undefined;

  private constructor(host: Host, store: Store, files: SessionFiles, packs: ReadonlyMap<string, OpenPack>) {
    this.host = host;
    this.store = store;
    this.files = files;
    this.packs = packs;
    this.attempts = new Attempts(host.state, store);
  }

  /** Reads the packs that come with Guidepost. */
  static async open(host: Host, store: Store, files: SessionFiles): Promise<LessonBook> {
    const packs = new Map<string, OpenPack>();
    for (const name of readdirSync(resources().packs)) {
      packs.set(name, await openPack(name, (file) => file));
    }
    const book = new LessonBook(host, store, files, packs);
    const last = store.get('open-lesson');
    if (typeof last === 'string' && packs.has(last)) book.enter(last);
    return book;
  }

  /** The id of the step that the learner looks at. */
  get currentStep(): string | undefined {
    return this.current === undefined ? undefined : this.bookmark(this.current).step;
  }

  cards(language: string): SessionOutput<'session.read'>['lessons'] {
    return [...this.packs].map(([name, { pack }]) =>
      lessonCard(name, pack, language, this.attempt(name).done.length),
    );
  }

  /** Makes a lesson the one that operations and checks belong to. */
  enter(pack: string): void {
    const lesson = this.lesson(pack);
    this.current = pack;
    if (this.store.get('open-lesson') !== pack) this.store.put('open-lesson', pack);
    this.host.lesson = lessonContext(lesson, this.table(pack));
  }

  async view(pack: string, language: string): Promise<LessonView> {
    const { viewSteps } = await import('./lesson-view.ts');
    const lesson = this.lesson(pack);
    const { done, packHash } = this.attempt(pack);
    const { hash, pack: all } = this.opened(pack);
    const { title, titles } = all;
    const { skipped, step } = this.bookmark(pack);
    const resolution = this.resolution(pack);
    return {
      pack,
      title: titles[language] ?? title,
      budget: lesson.budget ?? null,
      table: this.files.add(this.table(pack)),
      names: { ...resolution.names },
      hasChanged: packHash !== undefined && packHash !== hash,
      step,
      steps: viewSteps({
        lesson,
        language,
        state: this.host.state,
        resolution: { ...resolution, file: (name) => this.files.add(resolution.file(name)).id },
        stateOf: (id): StepView['state'] =>
          done.some((report) => report.id === id) ? 'done' : skipped.includes(id) ? 'skipped' : 'open',
      }),
    };
  }

  /** Looks whether a step is done, and notes it. */
  async check(pack: string, id: string, language = 'en'): Promise<{ checks: CheckView[]; done: boolean }> {
    const lesson = this.lesson(pack);
    const step = this.step(pack, id);
    const resolution = this.resolution(pack);
    const checks: CheckView[] = [];
    for (const { that, args, severity, onFail } of step.checks) {
      const result = await this.host.check(that, resolveValues(args, resolution));
      const translated = lesson.texts[language]?.[step.text]?.translation?.messages;
      const message =
        result.status === 'fail' && onFail !== undefined
          ? (translated?.[onFail] ?? lesson.messages[onFail])
          : undefined;
      checks.push({ that, ...result, severity, message: message ?? null });
    }
    const done = checks.every(({ status, severity }) => status === 'pass' || severity === 'warn');
    const attempt = this.attempt(pack);
    const others = attempt.done.filter((report) => report.id !== id);
    const before = attempt.done.find((report) => report.id === id)?.tick;
    const { hash } = this.opened(pack);
    const tick = before ?? { at: new Date().toISOString(), appVersion: version, packHash: hash };
    this.saveAttempt(pack, { ...attempt, done: done ? [...others, { id, checks, tick }] : others });
    return { checks, done };
  }

  /** Does a step for the learner, and every open one before it. Returns why it could not be done. */
  async show(pack: string, id: string): Promise<{ done: boolean; error: ErrorReply | undefined }> {
    const opened = this.opened(pack);
    const attempt = this.attempt(pack);
    this.saveAttempt(pack, attempt);
    const { passed, error } = await playLesson({
      host: this.host,
      lesson: opened.pack.lessons[0],
      seed: attempt.seed,
      resolution: resolutionOf(opened.pack.lessons[0], opened, this.bookmark(pack).table ?? undefined),
      newSuffix: () => attempt.suffix,
      until: this.step(pack, id).id,
    });
    return { done: passed, error };
  }

  /** Goes to a step, and does its setup. Returns why that could not be done. */
  async goTo(pack: string, id: string): Promise<ErrorReply | undefined> {
    this.attempts.enterStep(this.lesson(pack).uuid, id);
    this.saveBookmark(pack, { step: this.step(pack, id).id });
    if (this.current !== pack) await this.open(pack);
    return this.prepare(pack, id);
  }

  /** Leaves the lesson before, and makes another the one that operations and checks belong to. */
  async open(pack: string): Promise<void> {
    if (this.current !== undefined && this.current !== pack)
      await leaveStep(this.host, this.setupPlace(this.current));
    this.enter(pack);
  }

  private async prepare(pack: string, id: string): Promise<ErrorReply | undefined> {
    const isDone = this.attempt(pack).done.some((report) => report.id === id);
    return prepareStep(this.host, this.setupPlace(pack), id, isDone);
  }

  private setupPlace(pack: string): SetupPlace {
    return {
      steps: this.lesson(pack).steps,
      prepared: this.bookmark(pack).prepared ?? null,
      resolve: (value) => resolveValues(value, this.resolution(pack)),
      note: (prepared) => this.saveBookmark(pack, { prepared }),
    };
  }

  skip(pack: string, id: string): void {
    const { skipped } = this.bookmark(pack);
    const step = this.step(pack, id);
    if (step.skippable && !skipped.includes(id)) this.saveBookmark(pack, { skipped: [...skipped, id] });
  }

  /** A new attempt has new names; the old one is put aside, and what it has created stays in the ledger. */
  async restart(pack: string): Promise<void> {
    await leaveStep(this.host, this.setupPlace(pack));
    const { seed, table } = this.bookmark(pack);
    const { hash } = this.opened(pack);
    const { target = 'sandbox' } = this.host.state;
    const bookmark: Bookmark = { step: this.lesson(pack).steps[0].id, skipped: [], seed: seed + 1, table };
    const next = beginAttempt(createSuffix(seed + 1, target), seed + 1, hash);
    this.attempts.begin(this.place(pack), next, { ...bookmark });
  }

  /** All attempts at a lesson. */
  listAttempts(pack: string): SessionOutput<'lesson.attempts'>['attempts'] {
    return this.attempts.list(this.place(pack));
  }

  /** Goes on with an earlier attempt. Error: `attempt-not-found`. */
  async takeUpAttempt(pack: string, suffix: string): Promise<void> {
    await leaveStep(this.host, this.setupPlace(pack));
    this.attempts.takeUp(this.place(pack), suffix);
    this.enter(pack);
  }

  /**
   * Takes back what the learner has made in a step, and begins it anew; what was created in a cloud stays. Returns why
   * it could not be begun.
   */
  async resetStep(pack: string, id: string): Promise<ErrorReply | undefined> {
    await leaveStep(this.host, this.setupPlace(pack));
    const { uuid } = this.lesson(pack);
    this.attempts.resetStep(uuid, this.step(pack, id).id);
    const attempt = this.attempt(pack);
    this.saveAttempt(pack, { ...attempt, done: attempt.done.filter((report) => report.id !== id) });
    const { skipped } = this.bookmark(pack);
    this.saveBookmark(pack, { skipped: skipped.filter((step) => step !== id) });
    return this.bookmark(pack).step === id ? this.prepare(pack, id) : undefined;
  }

  /** Goes on with an attempt that was begun with an earlier state of the pack. */
  keep(pack: string): void {
    this.saveAttempt(pack, { ...this.attempt(pack), packHash: this.opened(pack).hash });
  }

  private place(pack: string): AttemptPlace {
    const { uuid } = this.lesson(pack);
    const bookmarkKey = `bookmark/${uuid}`;
    return { uuid, current: this.attempt(pack), bookmarkKey, bookmark: { ...this.bookmark(pack) } };
  }

  /** Plays with a table of the learner's own. Errors: those of the reader, `table-columns-missing`. */
  async useTable(pack: string, file: string): Promise<FileRef> {
    await checkColumns(file, lessonTable(this.opened(pack).folder, null));
    this.saveBookmark(pack, { table: file });
    this.enter(pack);
    return this.files.add(file);
  }

  private opened(pack: string): OpenPack {
    const found = this.packs.get(pack);
    if (!found) throw lessonNotFound(pack, [...this.packs.keys()]);
    return found;
  }

  private lesson(pack: string): Lesson {
    return this.opened(pack).pack.lessons[0];
  }

  private step(pack: string, id: string): Step {
    const { steps } = this.lesson(pack);
    const found = steps.find((step) => step.id === id);
    if (!found)
      throw stepNotFound(
        id,
        steps.map((step) => step.id),
      );
    return found;
  }

  private table(pack: string): string {
    return lessonTable(this.opened(pack).folder, this.bookmark(pack).table);
  }

  private resolution(pack: string): Resolution {
    const opened = this.opened(pack);
    const data = this.bookmark(pack).table ?? undefined;
    return resolutionOf(opened.pack.lessons[0], opened, data)(this.attempt(pack).suffix);
  }

  private attempt(pack: string): Attempt {
    const { state } = this.host;
    const found = state.attempt<Attempt>(this.lesson(pack).uuid);
    if (found) return found;
    const { seed } = this.bookmark(pack);
    const { target = 'sandbox' } = state;
    const begun = beginAttempt(createSuffix(seed, target), seed, this.opened(pack).hash);
    // On Azure names are drawn at random: they are kept from the first look on.
    if (target === 'azure') this.saveAttempt(pack, begun);
    return begun;
  }

  private saveAttempt(pack: string, attempt: Attempt): void {
    this.host.state.noteAttempt(this.lesson(pack).uuid, attempt);
  }

  private bookmark(pack: string): Bookmark {
    const lesson = this.lesson(pack);
    const found = this.store.get(`bookmark/${lesson.uuid}`) as unknown as Partial<Bookmark> | undefined;
    return { step: lesson.steps[0].id, skipped: [], table: null, seed: 42, ...found };
  }

  private saveBookmark(pack: string, changes: Partial<Bookmark>): void {
    const bookmark = { ...this.bookmark(pack), ...changes };
    this.store.put(`bookmark/${this.lesson(pack).uuid}`, bookmark);
  }
}
