import type { Table } from '../table/table.ts';

/** What a component has put out, by port. */
export type Outputs = Readonly<Record<string, unknown>>;

interface Entry {
  /** Never given twice, so that keys that mention it go stale with it. */
  readonly id: number;
  readonly outputs: Outputs;
  lastUse: number;
}

/**
 * Results of components from run to run. A result is found again by the component's type and version, its
 * settings, and what its inputs were; results that the last `runs` runs did not use are dropped.
 */
export class PipelineCache {
  private readonly runs: number;
  private readonly entries = new Map<string, Entry>();
  private readonly identities = new WeakMap<Table, string>();
  private count = 0;
  private run = 0;

  constructor(runs = 3) {
    this.runs = runs;
  }

  /** A run begins. */
  begin(): void {
    this.run++;
  }

  /** A run has ended. */
  end(): void {
    for (const [key, { lastUse }] of this.entries) {
      if (lastUse <= this.run - this.runs) this.entries.delete(key);
    }
  }

  find(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (entry) entry.lastUse = this.run;
    return entry;
  }

  keep(key: string, outputs: Outputs): Entry {
    const entry = { id: this.count++, outputs, lastUse: this.run };
    this.entries.set(key, entry);
    return entry;
  }

  /** A word for a table: the version that the caller gave it, else a number of its own. */
  identify(table: Table, version?: string): string {
    const known = this.identities.get(table);
    if (known !== undefined && version === undefined) return known;
    const identity = version === undefined ? `#${this.count++}` : `=${version}`;
    this.identities.set(table, identity);
    return identity;
  }
}

/** JSON with sorted keys: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
