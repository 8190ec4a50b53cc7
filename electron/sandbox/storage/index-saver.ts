import { renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { storeNotWritable } from '../../store/errors.ts';
import { unfinished, writeAtomically } from '../../store/store.ts';
import type { Index } from './azurite-parts.ts';

/** Removes what a kill has left of a save of an index. */
export function removeUnfinished(file: string): void {
  for (const left of [nextOf(file), unfinished(file)]) rmSync(left, { force: true });
}

const nextOf = (file: string): string => `${file}.next`;

/**
 * Writes Azurite's indexes to their files: a kill leaves the old or the new file of each. That of the bytes is
 * replaced before that of the blobs, so that no blob refers to bytes that are not known.
 */
export class IndexSaver {
  private readonly extents: Index;
  private readonly blobs: Index;
  private readonly beforeSave: () => void;
  private readonly unsaved = new Set<Index>();
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private round = 0;
  private isClosed = false;

  constructor(extents: Index, blobs: Index, beforeSave: () => void) {
    this.extents = extents;
    this.blobs = blobs;
    this.beforeSave = beforeSave;
  }

  /** Whether something was changed since the last save. */
  isDirty(): boolean {
    return this.unsaved.size > 0 || this.extents.autosaveDirty() || this.blobs.autosaveDirty();
  }

  /** Saves all that was changed before this call; all who call while a save runs share the next one. */
  save(): Promise<void> {
    if (!this.next) {
      const next = this.running.then(() => {
        this.next = undefined;
        return this.write();
      });
      this.next = next;
      this.running = next.catch(() => undefined);
    }
    return this.next;
  }

  /** Saves at once. Errors: `store-not-writable`. */
  saveNow(): void {
    for (const { index, text } of this.take()) {
      writeAtomically(index.filename, text);
      this.unsaved.delete(index);
    }
  }

  /** Saves what is left, and nothing any more. */
  async close(): Promise<void> {
    await this.running;
    try {
      if (this.isDirty()) this.saveNow();
    } finally {
      this.isClosed = true;
    }
  }

  private async write(): Promise<void> {
    const saves = this.take();
    const { round } = this;
    for (const { index, text } of saves) {
      const fresh = nextOf(index.filename);
      try {
        await writeFile(fresh, text);
        for (let attempt = 1; round === this.round; attempt++) {
          if (await this.replace(index, fresh, attempt)) break;
        }
      } catch (error) {
        throw storeNotWritable(index.filename, error);
      }
      // Meanwhile all was saved at once, or was tried to be: this text is old.
      if (round !== this.round) {
        rmSync(fresh, { force: true });
        if (this.unsaved.size > 0) this.saveNow();
        return;
      }
      this.unsaved.delete(index);
    }
  }

  /** Whether the new file is in its place. On Windows a scanner may hold the old one for a moment. */
  private async replace(index: Index, fresh: string, attempt: number): Promise<boolean> {
    try {
      renameSync(fresh, index.filename);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM' || attempt === 20) throw error;
      await wait(10 * attempt);
      return false;
    }
  }

  /** What is to be written now: both indexes as they are at one moment, that of the bytes first. */
  private take(): { index: Index; text: string }[] {
    // Whoever holds the folder now may write to it; this one must not.
    if (this.isClosed) throw new Error('The blob service is closed.');
    this.beforeSave();
    this.round++;
    this.unsaved.add(this.blobs);
    if (this.extents.autosaveDirty()) this.unsaved.add(this.extents);
    return [this.extents, this.blobs]
      .filter((index) => this.unsaved.has(index))
      .map((index) => {
        index.autosaveClearFlags();
        return { index, text: index.serialize() };
      });
  }
}
