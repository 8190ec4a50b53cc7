/** A resource as the sandbox shows it. */
export type Body = Readonly<Record<string, unknown>>;

/** What is known of a resource: what was acknowledged, and what was asked for since then without an answer. */
export interface Entry {
  readonly path: string;
  readonly apiVersion: string;
  /** The last acknowledged body; `undefined` where it was deleted, or never made. */
  known: Body | undefined;
  /** The revisions that were asked for; null stands for a deletion. */
  tried: (string | null)[];
}

/** Something else that is written and read: a blob, a key, a metric. */
export interface Value<Reader> {
  readonly name: string;
  /** The path of the resource that it goes with. */
  readonly home: string;
  known: string | undefined;
  tried: (string | undefined)[];
  read(reader: Reader): Promise<string | undefined>;
}

/** A request that is under way. */
export interface Pending {
  acknowledge(status: number, body: Body | undefined): void;
}

const mark = /rev-\d+-/g;

/** The revisions that a body bears; each request bears its own, in several places. */
export function revisionsOf(body: unknown): string[] {
  return [...new Set(JSON.stringify(body ?? null).match(mark))];
}

/**
 * What a world must hold after a kill: every acknowledged change, and of each that got no answer all or nothing.
 * It is kept by whoever sends the requests, from what is sent and what is answered.
 */
export class Ledger<Reader> {
  readonly entries = new Map<string, Entry>();
  readonly values = new Map<string, Value<Reader>>();
  /** Where the states of long-running operations are asked for, since the last look. */
  readonly operations = new Set<string>();
  /** How many changes were acknowledged. */
  acknowledged = 0;
  private count = 0;

  /** A text that no other request bears. */
  revision(): string {
    return `rev-${++this.count}-`;
  }

  find(path: string): Entry | undefined {
    return this.entries.get(path.toLowerCase());
  }

  /** Whether something is surely there. */
  has(path: string): boolean {
    return this.find(path)?.known !== undefined;
  }

  /** All that is inside a resource. */
  inside(path: string): Entry[] {
    const prefix = `${path.toLowerCase()}/`;
    return [...this.entries].filter(([key]) => key.startsWith(prefix)).map(([, entry]) => entry);
  }

  /** Notes a PUT, PATCH or DELETE of a resource before it is sent. */
  begin(method: string, path: string, apiVersion: string, sent: unknown): Pending {
    const [revision = null] = method === 'DELETE' ? [] : revisionsOf(sent);
    const entry = this.find(path) ?? { path, apiVersion, known: undefined, tried: [] };
    this.entries.set(path.toLowerCase(), entry);
    entry.tried.push(revision);
    return {
      acknowledge: (status, body) => {
        entry.tried = entry.tried.filter((one) => one !== revision);
        if (status >= 300) return;
        this.acknowledged++;
        entry.tried = [];
        entry.known = method === 'DELETE' ? undefined : body;
        if (method === 'DELETE') this.forget(path);
      },
    };
  }

  /** Notes what is there, though it was not asked for by itself. */
  learn(path: string, apiVersion: string, body: Body): void {
    this.entries.set(path.toLowerCase(), { path, apiVersion, known: body, tried: [] });
  }

  /** Does what changes a value; what it throws leaves the value unsure. */
  async change(
    value: Pick<Value<Reader>, 'name' | 'home' | 'read'>,
    next: string | undefined,
    work: () => Promise<unknown>,
  ): Promise<void> {
    const found = this.values.get(value.name) ?? { ...value, known: undefined, tried: [] };
    this.values.set(value.name, found);
    found.tried.push(next);
    await work();
    this.acknowledged++;
    found.known = next;
    found.tried = [];
  }

  /** What is inside a resource that was deleted is deleted with it. */
  forget(path: string): void {
    for (const entry of this.inside(path)) Object.assign(entry, { known: undefined, tried: [] });
    const key = path.toLowerCase();
    for (const [name, { home }] of this.values) {
      if (`${home.toLowerCase()}/`.startsWith(`${key}/`)) this.values.delete(name);
    }
  }
}
