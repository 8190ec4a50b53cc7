import { createHash } from 'node:crypto';
import { nearestNames } from '../../../engine/errors.ts';
import {
  faultSchema,
  type DealtCard,
  type DealtFault,
  type Fault,
  type FaultCard,
} from '../../contract/fault-card.ts';
import type { JournalEntry, Json } from '../../store/journal-line.ts';
import { isFree, isUsable, toRegistration } from '../providers/registration.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import { blobOperations } from './blob-operations.ts';
import { bodyOf, providerOf, type FaultCall } from './fault-call.ts';
import { fits, fitsOperation } from './fits.ts';
import { repairing, repairs, type Repair } from './repairs.ts';

const prefix = 'fault/';
const coursePrefix = 'fault-course/';
const cardKey = 'fault-card';

/** A fault that was dealt, and what has become of it. It is stored as it is. */
interface Course {
  readonly fault: Fault;
  /** How many calls fitted, where it befalls only some of them. */
  readonly seen: number;
  readonly met: number;
  readonly last: { readonly at: string; readonly operation: string; readonly name: string } | null;
  readonly facts: Properties;
  readonly namespaces: readonly string[];
  /** A deleted resource that was put in the way, and what was there before. */
  readonly planted: { readonly id: string; readonly before: StoredResource | null } | null;
  /** What it has taken away. */
  readonly taken: readonly StoredResource[];
  /** Whether it came with a card; else it was added by itself. */
  readonly isOnCard?: boolean;
  readonly state: DealtFault['state'];
  readonly repairedBy: string | null;
}

/** Faults that wait for their calls, and what has become of them; they survive a restart. */
export class Faults {
  private readonly world: World;
  private readonly routes: () => readonly Route[];
  /** All that were dealt, also those that have ended. */
  private readonly courses = new Map<string, Course>();

  constructor(world: World, routes: () => readonly Route[]) {
    this.world = world;
    this.routes = routes;
    const { store } = world;
    for (const key of store.keys(coursePrefix)) {
      const course = store.get(key) as unknown as Course;
      this.courses.set(key.slice(coursePrefix.length), course);
    }
    for (const key of store.keys(prefix)) {
      // What an earlier version has stored has no course yet.
      const parsed = faultSchema.safeParse(store.get(key));
      const name = key.slice(prefix.length);
      if (parsed.success && !this.courses.has(name)) this.courses.set(name, this.begin(parsed.data));
    }
  }

  /** How many were dealt, also those that have ended. */
  get count(): number {
    return this.courses.size;
  }

  /** Whether nothing waits or has to be tried again: every call passes, and none repairs anything. */
  get isIdle(): boolean {
    for (const { state } of this.courses.values()) if (state !== 'repaired') return false;
    return true;
  }

  /** What was dealt last, what waits, and what has ended. */
  read(): DealtCard {
    const { title = '', task = null } = (this.world.store.get(cardKey) ?? {}) as {
      readonly title?: string;
      readonly task?: string | null;
    };
    const all = [...this.courses].map(([name, course]) => show(name, course));
    const isOver = ({ state }: DealtFault): boolean => state === 'used-up' || state === 'repaired';
    return { title, task, value: all.filter((one) => !isOver(one)), ended: all.filter(isOver) };
  }

  /** Says that a fault would befall nothing: no operation here is called so. `undefined` where one is. */
  whyNever({ operation }: Pick<Fault, 'operation'>): string | undefined {
    const names = [...new Set([...this.routes().map(({ name }) => name), ...blobOperations])];
    if (names.some((name) => fitsOperation({ operation }, name))) return undefined;
    const [nearest] = nearestNames(operation, names);
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    return `There is no operation '${operation}' here.${hint}`;
  }

  /**
   * Puts the faults of a card in the place of all others. What was added by itself and has ended stays to be read: it is
   * in nobody's way, and a lesson may tell by it what was done.
   */
  deal({ title, task, faults }: FaultCard): void {
    const leaving = [...this.courses].filter(
      ([name, course]) => isWaiting(course) || course.isOnCard === true || Object.hasOwn(faults, name),
    );
    const gone = leaving.flatMap(([name]) => this.toRemove(name));
    const returned = leaving.flatMap(([, { namespaces }]) => namespaces);
    for (const [name] of leaving) this.courses.delete(name);
    const entries = Object.entries(faults);
    const added = entries.flatMap(([name, fault]) => this.toAdd(name, fault, returned, true));
    const card: JournalEntry =
      entries.length === 0 ? { key: cardKey } : { key: cardKey, value: { title, task: task ?? null } };
    this.world.store.batch([...gone, ...added, card]);
  }

  /** Adds one, in the place of another of its name. */
  put(name: string, fault: Fault): DealtFault {
    const { namespaces = [] } = this.courses.get(name) ?? {};
    this.world.store.batch([...this.toRemove(name), ...this.toAdd(name, fault, namespaces)]);
    return show(name, this.courses.get(name) as Course);
  }

  /** Takes one back, with what it has put in the way. */
  delete(name: string): void {
    const changes = this.toRemove(name);
    this.courses.delete(name);
    this.world.store.batch(changes);
  }

  /** The fault that befalls a call, if one does; the first that fits. */
  meet(call: FaultCall): Fault | undefined {
    if (this.isIdle || call.operation.startsWith('Sandbox_')) return undefined;
    for (const [name, course] of this.courses) {
      if (!isWaiting(course) || !fits(course.fault, call)) continue;
      const repair = repairOf(course.fault);
      if (repair && (repairing.test(call.operation) || !repair.concerns(call))) continue;
      if (repair?.passes(course, call, this.world)) continue;
      const { probability, seed } = course.fault;
      const seen = course.seen + 1;
      if (probability < 1 && chance(seed, seen) >= probability) {
        this.save(name, { ...course, seen });
        continue;
      }
      const { befallen, changes } = this.befall({ ...course, seen }, call, repair);
      this.save(name, befallen, changes);
      return course.fault;
    }
    return undefined;
  }

  /** A call has succeeded that nothing befell: it may have repaired something. */
  succeeded(call: FaultCall): void {
    if (this.isIdle || call.operation.startsWith('Sandbox_')) return;
    for (const [name, course] of this.courses) {
      if (course.state === 'repaired' || course.fault.until === 'taken-back') continue;
      const repair = repairOf(course.fault);
      const wanted = repair?.isAboutName ? { ...course.fault, name: undefined } : course.fault;
      const isTriedAgain =
        course.met > 0 &&
        (repair ? repair.concerns(call) && !repairing.test(call.operation) : course.state === 'used-up') &&
        !/CheckNameAvailability$/i.test(call.operation) &&
        fits(wanted, call);
      if (!isTriedAgain && !repair?.mends?.(course, call, this.world)) continue;
      this.save(name, { ...course, state: 'repaired', repairedBy: `${call.operation} ${call.name}` });
    }
  }

  /** `returned` are providers that are registered again by the same change. */
  private begin(fault: Fault, returned: readonly string[] = []): Course {
    const isOfProvider = fault.kind === 'provider-not-registered' && fault.until === 'repaired';
    return {
      fault,
      seen: 0,
      met: 0,
      last: null,
      facts: {},
      namespaces: isOfProvider ? this.namespacesOf(fault, returned) : [],
      planted: null,
      taken: [],
      state: 'waits',
      repairedBy: null,
    };
  }

  /** The providers of the operations that a fault fits. */
  private namespacesOf(fault: Fault, returned: readonly string[]): string[] {
    const fitting = this.routes().filter(
      ({ name, path }) =>
        !repairing.test(name) && fitsOperation(fault, name) && /\/providers\/Microsoft\./i.test(path),
    );
    return [...new Set(fitting.map(providerOf))].filter(
      (namespace) => !isFree(namespace) && (isUsable(this.world, namespace) || returned.includes(namespace)),
    );
  }

  /** What becomes of a fault that befalls a call, and what that changes in the world. */
  private befall(
    course: Course,
    call: FaultCall,
    repair: Repair | undefined,
  ): { befallen: Course; changes: JournalEntry[] } {
    const { fault, met } = course;
    const { resources, clock } = this.world;
    const last = { at: new Date(clock.now()).toISOString(), operation: call.operation, name: call.name };
    const taken = met > 0 ? course.taken : (repair?.takes?.(course, call, this.world) ?? []);
    const inTheWay = this.inTheWay(course, call);
    const before = resources.find(call.path) ?? null;
    const again: Course = {
      ...course,
      met: met + 1,
      last,
      facts: repair ? repair.note(call, this.world) : {},
      planted: inTheWay ? { id: inTheWay.id, before } : course.planted,
      taken,
      state: fault.until === 'times' && fault.times === 1 ? 'used-up' : 'met',
      fault: fault.until === 'times' && fault.times > 1 ? { ...fault, times: fault.times - 1 } : fault,
    };
    const changes = [
      ...(inTheWay ? [resources.toPut(inTheWay)] : []),
      ...(met > 0 ? [] : taken.map(({ id }) => resources.toRemove(id))),
    ];
    return { befallen: again, changes };
  }

  /**
   * A deleted resource of the name that a call asks for, which keeps its name: with it Azure's refusal is real. One that
   * is there has just been deleted by somebody else. `undefined` where it is in the way already, or the fault is another.
   */
  private inTheWay({ fault, planted }: Course, call: FaultCall): StoredResource | undefined {
    if (fault.kind !== 'soft-deleted-name' || fault.until !== 'repaired') return undefined;
    const { resources, clock } = this.world;
    if (planted !== null || resources.findDeleted(call.path)) return undefined;
    const [provider, type] = call.path.split('/').slice(-3);
    const { location } = bodyOf(call);
    const region = typeof location === 'string' ? location.toLowerCase().replaceAll(' ', '') : 'westeurope';
    const found = resources.find(call.path);
    const resource =
      found ??
      resources.create({ id: call.path, name: call.name, type: `${provider}/${type}`, location: region });
    return { ...resource, goneAt: clock.now(), keepsName: true };
  }

  private toAdd(name: string, fault: Fault, returned: readonly string[], isOnCard = false): JournalEntry[] {
    const course: Course = { ...this.begin(fault, returned), isOnCard };
    this.courses.set(name, course);
    return [
      ...course.namespaces.map((namespace) => toRegistration(this.world, namespace, false)),
      ...this.toSave(name, course),
    ];
  }

  private toRemove(name: string): JournalEntry[] {
    const course = this.courses.get(name);
    if (!course) return [];
    const { resources } = this.world;
    const { planted } = course;
    const isOver = course.state === 'repaired';
    const isInTheWay = planted !== null && resources.findDeleted(planted.id) !== undefined;
    return [
      ...course.namespaces.map((namespace) => toRegistration(this.world, namespace, true)),
      ...(isInTheWay
        ? [planted.before ? resources.toPut(planted.before) : resources.toRemove(planted.id)]
        : []),
      ...(isOver ? [] : course.taken.map((resource) => resources.toPut(resource))),
      { key: prefix + name },
      { key: coursePrefix + name },
    ];
  }

  /** A kill leaves a fault and what it has changed in the world done or undone as a whole. */
  private save(name: string, course: Course, changes: readonly JournalEntry[] = []): void {
    this.world.store.batch([...changes, ...this.toSave(name, course)]);
    this.courses.set(name, course);
  }

  private toSave(name: string, course: Course): JournalEntry[] {
    const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
    const waiting = isWaiting(course)
      ? { key: prefix + name, value: plain(course.fault) }
      : { key: prefix + name };
    return [waiting, { key: coursePrefix + name, value: plain(course) }];
  }
}

function isWaiting({ state }: Course): boolean {
  return state === 'waits' || state === 'met';
}

function repairOf({ kind, until }: Fault): Repair | undefined {
  return until === 'repaired' ? repairs[kind] : undefined;
}

/** A number from 0 to 1 for a call by its place: the same in every run. */
function chance(seed: number, place: number): number {
  return createHash('sha256').update(`${seed} ${place}`).digest().readUInt32BE() / 2 ** 32;
}

function show(name: string, { fault, met, last, state, repairedBy, isOnCard = false }: Course): DealtFault {
  const { name: resource = null, ...rest } = fault;
  return { ...rest, name, resource, isOnCard, state, met, last, repairedBy };
}
