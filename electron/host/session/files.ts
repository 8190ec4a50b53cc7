import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FileRef } from '../../contract/bridge.ts';
import type { Store } from '../../store/store.ts';
import { fileNotKnown } from '../errors.ts';

const prefix = 'file/';

/** Files by an id: pages name them by it and never see a path. */
export class SessionFiles {
  private readonly store: Store;
  private readonly spool: string;

  /** Files that come in as bytes are kept in `spool`. */
  constructor(store: Store, spool: string) {
    this.store = store;
    this.spool = spool;
    mkdirSync(spool, { recursive: true });
    this.sweep();
  }

  /** A file on this machine. */
  add(file: string): FileRef {
    const known = this.store.keys(prefix).find((key) => this.store.get(key) === file);
    const id = known ?? `${prefix}${randomUUID()}`;
    if (known === undefined) this.store.put(id, file);
    return { id, name: path.basename(file), size: statSync(file).size };
  }

  /** Where bytes of a new file go; its name is kept, and nothing of a path in it. */
  newSpoolFile(name: string): string {
    const folder = path.join(this.spool, randomUUID());
    mkdirSync(folder);
    const bare = path.basename(name.replaceAll('\\', '/')).replace(/[\0/:*?"<>|]/g, '_');
    return path.join(folder, /^\.*$/.test(bare) ? 'file' : bare.slice(-120));
  }

  /** The path behind an id. Error: `file-not-known`. */
  path(id: string): string {
    const file = this.store.get(id);
    if (!id.startsWith(prefix) || typeof file !== 'string' || !existsSync(file)) throw fileNotKnown();
    return file;
  }

  /** An input with paths in the place of ids. */
  withPaths(input: unknown): unknown {
    if (Array.isArray(input)) return input.map((item) => this.withPaths(item));
    if (typeof input === 'object' && input !== null) {
      return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, this.withPaths(value)]));
    }
    return typeof input === 'string' && input.startsWith(prefix) ? this.path(input) : input;
  }

  /** Spooled bytes that no id leads to: a transfer that was cut short. */
  private sweep(): void {
    const kept = new Set(this.store.keys(prefix).map((key) => this.store.get(key)));
    for (const folder of readdirSync(this.spool)) {
      const whole = path.join(this.spool, folder);
      const isKept =
        statSync(whole).isDirectory() && readdirSync(whole).some((name) => kept.has(path.join(whole, name)));
      if (!isKept) rmSync(whole, { recursive: true, force: true });
    }
  }
}
