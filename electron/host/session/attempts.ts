import type { SessionOutput } from '../../contract/session.ts';
import type { Json } from '../../store/journal-line.ts';
import type { Store } from '../../store/store.ts';
import { attemptNotFound } from '../errors.ts';
import type { HostState, OwnWork } from '../host-state.ts';
import type { Attempt } from '../lesson/attempt.ts';

/** An attempt that was put aside, with all that the learner had made in it. */
interface PutAside {
  readonly attempt: Attempt;
  readonly bookmark: Json;
  readonly work: OwnWork;
}

/** What an attempt is kept under. */
export interface AttemptPlace {
  /** The lesson's. */
  readonly uuid: string;
  readonly current: Attempt;
  /** Where the learner's bookmark in the lesson lies, and what it says. */
  readonly bookmarkKey: string;
  readonly bookmark: Json;
}

/** The attempts at lessons, and what each step found when it was entered. */
export class Attempts {
  private readonly state: HostState;
  private readonly store: Store;

  constructor(state: HostState, store: Store) {
    this.state = state;
    this.store = store;
  }

  /** All attempts at a lesson in the world that is chosen, the newest first. */
  list({ uuid, current }: AttemptPlace): SessionOutput<'lesson.attempts'>['attempts'] {
    const others = this.store.keys(this.prefix(uuid)).map((key) => this.read(key).attempt);
    return [current, ...others]
      .map(({ suffix, startedAt, done }) => ({
        suffix,
        startedAt: startedAt ?? null,
        done: done.length,
        isCurrent: suffix === current.suffix,
      }))
      .sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
  }

  /** Puts the attempt aside, and begins another with nothing made in it. */
  begin(place: AttemptPlace, next: Attempt, bookmark: Json): void {
    this.state.restoreOwnWork({}, this.change(place, next, bookmark));
    this.forgetSteps(place.uuid);
  }

  /** Puts the attempt aside, and takes up an earlier one where it was left. Error: `attempt-not-found`. */
  takeUp(place: AttemptPlace, suffix: string): void {
    if (suffix === place.current.suffix) return;
    const key = this.prefix(place.uuid) + suffix;
    if (this.store.get(key) === undefined) throw attemptNotFound(suffix);
    const { attempt, bookmark, work } = this.read(key);
    this.state.restoreOwnWork(work, this.change(place, attempt, bookmark));
    this.forgetSteps(place.uuid);
    this.store.delete(key);
  }

  /** Notes what the learner had made when they entered a step for the first time. */
  enterStep(uuid: string, step: string): void {
    const key = this.stepKey(uuid, step);
    if (this.store.get(key) === undefined) this.store.put(key, this.state.ownWork());
  }

  /** Puts back what there was when a step was entered; what was created in a cloud stays. */
  resetStep(uuid: string, step: string): void {
    const found = this.store.get(this.stepKey(uuid, step)) as OwnWork | undefined;
    const { scope } = this.state;
    this.state.restoreOwnWork(found ?? {}, scope ? { [this.state.keyInWorld('scope')]: scope } : {});
  }

  private change(place: AttemptPlace, next: Attempt, bookmark: Json): Record<string, unknown> {
    const { uuid, current, bookmarkKey } = place;
    const aside: PutAside = { attempt: current, bookmark: place.bookmark, work: this.state.ownWork() };
    return {
      [this.prefix(uuid) + current.suffix]: aside,
      [this.state.keyInWorld('attempt') + `/${uuid}`]: next,
      [bookmarkKey]: bookmark,
    };
  }

  private forgetSteps(uuid: string): void {
    this.store.batch(this.store.keys(this.stepKey(uuid, '')).map((key) => ({ key })));
  }

  private read(key: string): PutAside {
    return this.store.get(key) as unknown as PutAside;
  }

  private prefix(uuid: string): string {
    return `${this.state.keyInWorld('attempts')}/${uuid}/`;
  }

  private stepKey(uuid: string, step: string): string {
    return `${this.state.keyInWorld('step')}/${uuid}/${step}`;
  }
}
