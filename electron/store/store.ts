import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { EngineError } from '../../engine/errors.ts';
import { storeDamaged, storeNewer, storeNotWritable } from './errors.ts';
import { lockFolder, type FolderLock } from './lock.ts';
import { createLine, readLine, type JournalEntry, type Json } from './journal-line.ts';
import { SortedKeys } from './sorted-keys.ts';

/** How a store's documents of one format become those of the next. */
export type Migration = (documents: Map<string, Json>) => void;

/** What a store is opened with. */
export interface StoreOptions {
  readonly folder: string;
  /** `migrations[n]` turns format n + 1 into format n + 2; the newest format is their number + 1. */
  readonly migrations?: readonly Migration[];
  /** The journal is folded into the snapshot when it has grown beyond this. Default 4 MB. */
  readonly mostJournalBytes?: number;
}

interface Snapshot {
  readonly schemaVersion: number;
  readonly sequence: number;
  readonly documents: Record<string, Json>;
}

/**
 * Documents by key, kept in memory and in a folder: a snapshot, and a journal of all changes since. A change is in
 * the journal when `put` or `delete` returns, so a killed process loses nothing that it has acknowledged. (A power
 * cut may lose the last second.) One process at a time: see `lockFolder`.
 * Errors: `store-in-use`, `store-newer`, `store-damaged`, `store-not-writable`.
 */
export class Store {
  private readonly folder: string;
  private readonly schemaVersion: number;
  private readonly mostJournalBytes: number;
  private readonly lock: FolderLock;
  private readonly documents = new Map<string, Json>();
  private readonly sortedKeys = new SortedKeys();
  private readonly changes = new Map<string, number>();
  private sequence = 0;
  private journalBytes = 0;
  /** True where the journal's last line was cut off by a kill and was removed: it had not been acknowledged. */
  readonly repaired: boolean;

  constructor({ folder, migrations = [], mostJournalBytes = 4 << 20 }: StoreOptions) {
    this.folder = folder;
    this.schemaVersion = migrations.length + 1;
    this.mostJournalBytes = mostJournalBytes;
    this.lock = lockFolder(folder);
    try {
      rmSync(unfinished(this.file('snapshot.json')), { force: true });
      const found = this.readSnapshot();
      this.repaired = this.readJournal();
      if (found < this.schemaVersion) this.migrate(found, migrations);
    } catch (error) {
      this.lock.release();
      throw error instanceof EngineError ? error : storeNotWritable(folder, error);
    }
  }

  /** A document, or `undefined`. It is not to be changed: `put` a new one. */
  get(key: string): Json | undefined {
    return this.documents.get(key);
  }

  /** How often documents of a family were changed since the start: of all whose keys begin with this word and a slash. */
  changesOf(family: string): number {
    return this.changes.get(family) ?? 0;
  }

  /** The keys that begin with `prefix`, sorted. */
  keys(prefix = ''): string[] {
    return this.sortedKeys.startingWith(prefix);
  }

  /** Stores a document. */
  put(key: string, value: Json): void {
    this.append([{ key, value }]);
  }

  /** Removes a document, if there is one. */
  delete(key: string): void {
    if (this.documents.has(key)) this.append([{ key }]);
  }

  /** Several changes that a kill leaves done or undone as a whole. */
  batch(entries: readonly JournalEntry[]): void {
    if (entries.length > 0) this.append(entries);
  }

  /** Gives the folder free. */
  close(): void {
    this.lock.release();
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }

  private append(entries: readonly JournalEntry[]): void {
    const line = createLine(this.sequence + 1, entries);
    const journal = this.file('journal.ndjson');
    try {
      appendFileSync(journal, line);
    } catch (error) {
      // A full disk may have taken half of the line.
      if (existsSync(journal)) truncate(journal, this.journalBytes);
      throw storeNotWritable(journal, error);
    }
    this.sequence++;
    this.journalBytes += Buffer.byteLength(line);
    this.apply(entries);
    if (this.journalBytes > this.mostJournalBytes) this.writeSnapshot();
  }

  private apply(entries: readonly JournalEntry[]): void {
    for (const { key, value } of entries) {
      const family = key.slice(0, Math.max(0, key.indexOf('/')));
      this.changes.set(family, this.changesOf(family) + 1);
      if (value === undefined) {
        if (this.documents.delete(key)) this.sortedKeys.delete(key);
      } else {
        if (!this.documents.has(key)) this.sortedKeys.add(key);
        this.documents.set(key, value);
      }
    }
  }

  private readSnapshot(): number {
    const file = this.file('snapshot.json');
    if (!existsSync(file)) return this.schemaVersion;
    let snapshot: Snapshot;
    try {
      snapshot = JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
    } catch (error) {
      throw storeDamaged(file, 1, (error as Error).message);
    }
    if (!isSnapshot(snapshot)) throw storeDamaged(file, 1, 'it is no snapshot');
    if (snapshot.schemaVersion > this.schemaVersion) {
      throw storeNewer(file, snapshot.schemaVersion, this.schemaVersion);
    }
    this.sequence = snapshot.sequence;
    for (const [key, value] of Object.entries(snapshot.documents)) this.documents.set(key, value);
    this.sortedKeys.replace(this.documents.keys());
    return snapshot.schemaVersion;
  }

  /** Replays the journal; returns whether its last line was cut off. */
  private readJournal(): boolean {
    const file = this.file('journal.ndjson');
    if (!existsSync(file)) {
      // The first start: the snapshot says from now on which format this is.
      if (!existsSync(this.file('snapshot.json'))) this.writeSnapshot();
      return false;
    }
    const text = readFileSync(file, 'utf8');
    let position = 0;
    for (let line = 1; position < text.length; line++) {
      const end = text.indexOf('\n', position);
      const entry = end < 0 ? undefined : readLine(text.slice(position, end));
      if (!entry) {
        if (end >= 0 && end < text.length - 1) throw storeDamaged(file, line, 'its checksum is wrong');
        this.journalBytes = Buffer.byteLength(text.slice(0, position));
        truncate(file, this.journalBytes);
        return true;
      }
      // A kill between snapshot and journal leaves lines that the snapshot holds already.
      if (entry.sequence > this.sequence) {
        this.sequence = entry.sequence;
        this.apply(entry.entries);
      }
      position = end + 1;
    }
    this.journalBytes = statSync(file).size;
    return false;
  }

  private writeSnapshot(): void {
    const snapshot: Snapshot = {
      schemaVersion: this.schemaVersion,
      sequence: this.sequence,
      documents: Object.fromEntries(this.documents),
    };
    writeAtomically(this.file('snapshot.json'), JSON.stringify(snapshot));
    rmSync(this.file('journal.ndjson'), { force: true });
    this.journalBytes = 0;
  }

  private migrate(from: number, migrations: readonly Migration[]): void {
    const backup = this.file(`backup-format-${from}`);
    mkdirSync(backup, { recursive: true });
    for (const name of ['snapshot.json', 'journal.ndjson']) {
      if (existsSync(this.file(name))) copyFileSync(this.file(name), path.join(backup, name));
    }
    for (const migration of migrations.slice(from - 1)) migration(this.documents);
    this.sortedKeys.replace(this.documents.keys());
    this.writeSnapshot();
  }
}

function isSnapshot(value: Partial<Snapshot> | null): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { schemaVersion, sequence, documents } = value;
  const isFine = Number.isInteger(schemaVersion) && Number.isInteger(sequence);
  return isFine && typeof documents === 'object' && documents !== null && !Array.isArray(documents);
}

function truncate(file: string, length: number): void {
  const descriptor = openSync(file, 'r+');
  ftruncateSync(descriptor, length);
  closeSync(descriptor);
}

/** Where a file is written before it replaces the old one: a kill may leave it. */
export function unfinished(file: string): string {
  return `${file}.new`;
}

/** Replaces a file so that a kill leaves the old or the new one. On Windows a scanner may hold it for a moment. */
export function writeAtomically(file: string, text: string): void {
  const fresh = unfinished(file);
  try {
    writeFileSync(fresh, text);
    const descriptor = openSync(fresh, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    for (let attempt = 1; ; attempt++) {
      try {
        renameSync(fresh, file);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EPERM' || attempt === 20) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 * attempt);
      }
    }
  } catch (error) {
    throw storeNotWritable(file, error);
  }
}
